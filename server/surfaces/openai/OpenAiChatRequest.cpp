#include "surfaces/openai/OpenAiChatRequest.h"

#include "llm/JsonScan.h"
#include "surfaces/TaskFields.h"

#include <array>

namespace lanyard {
namespace {

enum Field : std::size_t { Model, Messages, Stream, StreamOptions, MaxTokens, MaxCompletionTokens, N, PromptCacheKey, FieldCount };

Result<void> readStream(std::string_view raw, std::string_view rawOptions, ModelTask& task)
{
    if (Result<void> read = takeFlag("stream", raw, task.stream); !read)
        return read;
    if (isAbsentField(rawOptions)) {
        task.streamOptionsRaw = rawOptions;
        return {};
    }
    std::array options{JsonMember{"include_usage"}};
    if (!scanJsonObject(rawOptions, options))
        return wrongField("stream_options", "an object with include_usage once");
    task.streamOptionsRaw = rawOptions;
    task.usageAsked = jsonBool(options[0].value).value_or(false);
    return {};
}

} // namespace

Result<ModelTask> parseOpenAiChatRequest(std::string_view body)
{
    std::array<JsonMember, FieldCount> fields{{{"model"}, {"messages"}, {"stream"}, {"stream_options"},
                                              {"max_tokens"}, {"max_completion_tokens"}, {"n"}, {"prompt_cache_key"}}};
    ModelTask task;
    fields[Messages].ends = &task.messageEnds;
    if (Result<void> scanned = scanBody(body, fields); !scanned)
        return scanned.error();

    task.body = body;
    std::optional<std::uint64_t> choices;
    std::optional<std::uint64_t> maxTokens;
    for (const Result<void>& read :
         {takeModel(fields[Model].value, task), requireList("messages", fields[Messages].value),
          readStream(fields[Stream].value, fields[StreamOptions].value, task), takeCount("n", fields[N].value, choices),
          takeCount("max_tokens", fields[MaxTokens].value, maxTokens),
          takeCount("max_completion_tokens", fields[MaxCompletionTokens].value, task.maxOutput)}) {
        if (!read)
            return read.error();
    }
    task.messagesRaw = fields[Messages].value;
    task.sessionKey = jsonString(fields[PromptCacheKey].value).value_or(std::string());
    task.choices = choices.value_or(1);
    if (!task.maxOutput) // the older name; the newer one wins where both stand
        task.maxOutput = maxTokens;
    return task;
}

} // namespace lanyard
