#include "providers/openai/OpenAiAdapter.h"

#include "llm/BodyEdit.h"
#include "llm/JsonDocument.h"
#include "llm/JsonScan.h"
#include "providers/openai/OpenAiChatReader.h"
#include "providers/openai/OpenAiChatWriter.h"
#include "providers/openai/OpenAiDialect.h"
#include "providers/openai/OpenAiEmbeddings.h"
#include "providers/openai/OpenAiEventScanner.h"
#include "providers/openai/OpenAiFailures.h"
#include "providers/openai/OpenAiStreamScanner.h"
#include "providers/openai/OpenAiWire.h"

#include <array>

namespace lanyard {
namespace {

constexpr std::string_view kJson = "application/json";

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

ProviderCall callTo(const ProviderTarget& target, std::string_view path, BodySlices body, std::string_view contentType, bool stream)
{
    ProviderCall call{target.provider.baseUrl + std::string(path), headersFor(target.provider, target.credential), std::move(body)};
    call.headers.add("Content-Type", contentType);
    call.headers.add("Accept", stream ? "text/event-stream" : contentType == kJson ? kJson : std::string_view("*/*"));
    return call;
}

/// Below the base URL, which has the version.
std::string_view pathOf(const ModelTask& task)
{
    constexpr std::string_view kVersion = "/v1";
    if (task.protocol == Protocol::Responses)
        return "/responses";
    if (task.operation == Operation::Chat)
        return "/chat/completions";
    return task.path.starts_with(kVersion) ? task.path.substr(kVersion.size()) : task.path;
}

/// Few of the services that speak OpenAI's chat also speak its newer protocol.
bool offersResponses(const ProviderConfig& provider)
{
    const auto option = provider.options.find("responses");
    return option != provider.options.end() ? option->second == "true" : provider.baseUrl.starts_with("https://api.openai.com/");
}

std::string_view contentTypeOf(const ModelTask& task)
{
    return task.modelInForm && task.headers ? task.headers->value("content-type") : kJson;
}

std::string modelText(const ModelTask& task, std::string_view model)
{
    return task.modelInForm ? std::string(model) : jsonQuoted(model);
}

} // namespace

bool OpenAiAdapter::passesThrough(const ProviderConfig& provider, const ModelTask& task) const
{
    return task.protocol == Protocol::OpenAi || (task.protocol == Protocol::Responses && offersResponses(provider));
}

ProviderCall OpenAiAdapter::passThrough(const ProviderTarget& target, const ModelTask& task) const
{
    std::vector<BodyEdit> edits;
    if (task.modelRaw.empty())
        edits.push_back(appendMember(task.body, task.body, "\"model\":" + jsonQuoted(target.model)));
    else if (task.model != target.model)
        edits.push_back(replaceSlice(task.body, task.modelRaw, modelText(task, target.model)));
    if (task.stream && !task.usageAsked)
        edits.push_back(askForUsage(task));
    return callTo(target, pathOf(task), editedBody(task.body, std::move(edits)), contentTypeOf(task), task.stream);
}

Result<ProviderCall> OpenAiAdapter::translate(const ProviderTarget& target, const ChatRequest& request, Adjustments& adjustments) const
{
    BodySlices body;
    body.addOwned(openAiChatBody(target, request, capabilities(), adjustments));
    return callTo(target, "/chat/completions", std::move(body), kJson, request.stream);
}

const Capabilities& OpenAiAdapter::capabilities() const
{
    static const Capabilities can{.topK = false};
    return can;
}

Result<ProviderCall> OpenAiAdapter::translateEmbeddings(const ProviderTarget& target, const EmbeddingRequest& request, Adjustments& adjustments) const
{
    BodySlices body;
    body.addOwned(openAiEmbeddingsBody(target.model, request, adjustments));
    return callTo(target, "/embeddings", std::move(body), kJson, false);
}

Result<EmbeddingAnswer> OpenAiAdapter::readEmbeddings(std::string_view body) const
{
    return readOpenAiEmbeddings(body);
}

ProviderCall OpenAiAdapter::models(const ProviderConfig& provider, const CredentialConfig& credential) const
{
    ProviderCall call{openAiModelsUrl(provider.baseUrl), headersFor(provider, credential), {}};
    call.headers.add("Accept", "application/json");
    return call;
}

ProviderFailure OpenAiAdapter::failure(int status, const HttpHeaders& headers, std::string_view body) const
{
    return openAiFailure(status, headers, body);
}

PlainAnswer OpenAiAdapter::readPlain(const ModelTask& task, std::string_view body) const
{
    PlainAnswer answer;
    if (task.protocol == Protocol::OpenAi && task.operation != Operation::Chat && task.operation != Operation::Completion) {
        answer.meaningful = !body.empty(); // transcripts may be plain text
        std::array top{JsonMember{"usage"}};
        if (scanJsonObject(body, top))
            answer.usage = openAiUsage(top[0].value);
        return answer;
    }
    std::array top{JsonMember{task.protocol == Protocol::Responses ? "output" : "choices"}, JsonMember{"usage"}};
    if (!scanJsonObject(body, top))
        return answer;
    answer.meaningful = top[0].value.starts_with('[') && top[0].value.find('{') != std::string_view::npos;
    answer.usage = openAiUsage(top[1].value);
    answer.textBytes = top[0].value.size();
    return answer;
}

std::unique_ptr<StreamScanner> OpenAiAdapter::makeScanner(const ModelTask& task) const
{
    if (task.protocol == Protocol::OpenAi && task.operation == Operation::Chat)
        return std::make_unique<OpenAiStreamScanner>();
    return std::make_unique<OpenAiEventScanner>();
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
    const JsonValue list = document.root()["data"];
    for (const JsonValue model : list ? list : document.root()) { // GitHub and Together send the bare list
        if (model["id"].isString())
            names.push_back(model["id"].text());
    }
    return names;
}

} // namespace lanyard
