#include "surfaces/openai/OpenAiChatRequest.h"

#include "llm/JsonScan.h"

#include <array>

namespace lanyard {
namespace {

enum Field : std::size_t { Model, Messages, Stream, StreamOptions, MaxTokens, MaxCompletionTokens, N, FieldCount };

Error wrong(std::string_view field, std::string_view expected)
{
    return {ErrorCode::InvalidArgument, "\"" + std::string(field) + "\" must be " + std::string(expected)};
}

bool absent(std::string_view raw)
{
    return raw.empty() || isJsonNull(raw);
}

Result<void> readModel(std::string_view raw, ChatTask& task)
{
    if (absent(raw))
        return {};
    const auto model = jsonString(raw);
    if (!model)
        return wrong("model", "a string, the name of a model");
    task.model = *model;
    task.modelRaw = raw;
    return {};
}

Result<void> readMessages(std::string_view raw)
{
    if (absent(raw))
        return Error{ErrorCode::InvalidArgument, "\"messages\" is missing: send a list with at least one message"};
    if (raw.front() != '[')
        return wrong("messages", "a list of messages");
    if (raw.find_first_not_of(" \t\r\n", 1) == raw.size() - 1)
        return Error{ErrorCode::InvalidArgument, "\"messages\" is empty: send at least one message"};
    return {};
}

Result<void> readStream(std::string_view raw, std::string_view rawOptions, ChatTask& task)
{
    if (!absent(raw)) {
        const auto stream = jsonBool(raw);
        if (!stream)
            return wrong("stream", "true or false");
        task.stream = *stream;
    }
    if (absent(rawOptions)) {
        task.streamOptionsRaw = rawOptions;
        return {};
    }
    std::array options{JsonMember{"include_usage"}};
    if (!scanJsonObject(rawOptions, options))
        return wrong("stream_options", "an object with include_usage once");
    task.streamOptionsRaw = rawOptions;
    task.usageAsked = jsonBool(options[0].value).value_or(false);
    return {};
}

Result<void> readCount(std::string_view name, std::string_view raw, std::optional<std::uint64_t>& count)
{
    if (absent(raw))
        return {};
    count = jsonUnsigned(raw);
    if (!count)
        return wrong(name, "a whole number, zero or more");
    return {};
}

} // namespace

Result<ChatTask> parseOpenAiChatRequest(std::string_view body)
{
    if (!isValidUtf8(body))
        return Error{ErrorCode::InvalidArgument, "the body is not valid UTF-8; send JSON in UTF-8"};
    std::array<JsonMember, FieldCount> fields{{{"model"}, {"messages"}, {"stream"}, {"stream_options"},
                                              {"max_tokens"}, {"max_completion_tokens"}, {"n"}}};
    if (Result<void> scanned = scanJsonObject(body, fields); !scanned)
        return Error{ErrorCode::InvalidArgument, "the body is " + (scanned.error().message.starts_with("not valid") ? scanned.error().message : "ambiguous: " + scanned.error().message)};

    ChatTask task;
    task.body = body;
    std::optional<std::uint64_t> choices;
    std::optional<std::uint64_t> maxTokens;
    for (const Result<void>& read :
         {readModel(fields[Model].value, task), readMessages(fields[Messages].value),
          readStream(fields[Stream].value, fields[StreamOptions].value, task), readCount("n", fields[N].value, choices),
          readCount("max_tokens", fields[MaxTokens].value, maxTokens),
          readCount("max_completion_tokens", fields[MaxCompletionTokens].value, task.maxOutput)}) {
        if (!read)
            return read.error();
    }
    task.choices = choices.value_or(1);
    if (!task.maxOutput) // the older name; the newer one wins where both stand
        task.maxOutput = maxTokens;
    return task;
}

} // namespace lanyard
