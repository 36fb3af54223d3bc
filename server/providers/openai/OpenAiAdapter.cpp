#include "providers/openai/OpenAiAdapter.h"

#include "llm/BodyEdit.h"
#include "llm/JsonDocument.h"
#include "llm/JsonScan.h"
#include "providers/openai/OpenAiChatReader.h"
#include "providers/openai/OpenAiChatWriter.h"
#include "providers/openai/OpenAiFailures.h"
#include "providers/openai/OpenAiStreamScanner.h"
#include "providers/openai/OpenAiWire.h"

#include <array>

namespace lanyard {
namespace {

/// Asks for the usage chunk: every stream is metered by the provider's own report.
BodyEdit askForUsage(const ModelTask& task)
{
    if (task.streamOptionsRaw.empty())
        return appendMember(task.body, task.body, R"("stream_options":{"include_usage":true})");
    if (!isJsonObject(task.streamOptionsRaw)) // null
        return replaceSlice(task.body, task.streamOptionsRaw, R"({"include_usage":true})");
    std::array options{JsonMember{"include_usage"}};
    const bool scanned = scanJsonObject(task.streamOptionsRaw, options).has_value();
    if (!scanned || options[0].value.empty())
        return appendMember(task.body, task.streamOptionsRaw, R"("include_usage":true)");
    return replaceSlice(task.body, options[0].value, "true");
}

HttpHeaders headersFor(const ProviderConfig& provider, const CredentialConfig& credential)
{
    HttpHeaders headers;
    headers.reserve(3 + provider.headers.size());
    if (credential.key && !credential.key->empty())
        headers.add("Authorization", "Bearer " + std::string(credential.key->reveal()));
    for (const auto& [name, value] : provider.headers)
        headers.set(name, value);
    return headers;
}

ProviderCall chatCall(const ProviderTarget& target, BodySlices body, bool stream)
{
    ProviderCall call{target.provider.baseUrl + "/chat/completions", headersFor(target.provider, target.credential), std::move(body)};
    call.headers.add("Content-Type", "application/json");
    call.headers.add("Accept", stream ? "text/event-stream" : "application/json");
    return call;
}

} // namespace

bool OpenAiAdapter::passesThrough(const ProviderConfig&, const ModelTask& task) const
{
    return task.protocol == Protocol::OpenAi;
}

ProviderCall OpenAiAdapter::passThrough(const ProviderTarget& target, const ModelTask& task) const
{
    std::vector<BodyEdit> edits;
    if (task.modelRaw.empty())
        edits.push_back(appendMember(task.body, task.body, "\"model\":" + jsonQuoted(target.model)));
    else if (task.model != target.model)
        edits.push_back(replaceSlice(task.body, task.modelRaw, jsonQuoted(target.model)));
    if (task.stream && !task.usageAsked)
        edits.push_back(askForUsage(task));
    return chatCall(target, editedBody(task.body, std::move(edits)), task.stream);
}

Result<ProviderCall> OpenAiAdapter::translate(const ProviderTarget& target, const ChatRequest& request, Adjustments& adjustments) const
{
    BodySlices body;
    body.addOwned(openAiChatBody(target, request, capabilities(), adjustments));
    return chatCall(target, std::move(body), request.stream);
}

const Capabilities& OpenAiAdapter::capabilities() const
{
    static const Capabilities can{.topK = false};
    return can;
}

ProviderCall OpenAiAdapter::models(const ProviderConfig& provider, const CredentialConfig& credential) const
{
    ProviderCall call{provider.baseUrl + "/models", headersFor(provider, credential), {}};
    call.headers.add("Accept", "application/json");
    return call;
}

ProviderFailure OpenAiAdapter::failure(int status, const HttpHeaders& headers, std::string_view body) const
{
    return openAiFailure(status, headers, body);
}

PlainAnswer OpenAiAdapter::readPlain(const ModelTask&, std::string_view body) const
{
    std::array top{JsonMember{"choices"}, JsonMember{"usage"}, JsonMember{"error"}};
    PlainAnswer answer;
    if (!scanJsonObject(body, top))
        return answer;
    answer.meaningful = top[0].value.starts_with('[') && top[0].value.find('{') != std::string_view::npos;
    answer.usage = openAiUsage(top[1].value);
    answer.textBytes = top[0].value.size();
    return answer;
}

std::unique_ptr<StreamScanner> OpenAiAdapter::makeScanner(const ModelTask&) const
{
    return std::make_unique<OpenAiStreamScanner>();
}

Result<ChatAnswer> OpenAiAdapter::readAnswer(std::string_view body, std::string_view requestId) const
{
    return readOpenAiAnswer(body, requestId);
}

std::unique_ptr<StreamReader> OpenAiAdapter::makeReader(std::string_view requestId) const
{
    return std::make_unique<OpenAiStreamReader>(requestId);
}

std::vector<std::string> OpenAiAdapter::modelNames(std::string_view body) const
{
    std::vector<std::string> names;
    JsonDocument document;
    (void)document.parse(body);
    for (const JsonValue model : document.root()["data"]) {
        if (model["id"].isString())
            names.push_back(model["id"].text());
    }
    return names;
}

} // namespace lanyard
