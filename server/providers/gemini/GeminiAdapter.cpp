#include "providers/gemini/GeminiAdapter.h"

#include "llm/JsonDocument.h"
#include "providers/gemini/GeminiChatReader.h"
#include "providers/gemini/GeminiChatWriter.h"
#include "providers/gemini/GeminiEmbeddings.h"
#include "providers/gemini/GeminiFailures.h"
#include "providers/gemini/GeminiStreamScanner.h"
#include "providers/gemini/GeminiWire.h"

#include <QByteArray>

namespace lanyard {
namespace {

HttpHeaders headersFor(const ProviderConfig& provider, const CredentialConfig& credential)
{
    HttpHeaders headers;
    headers.reserve(3 + provider.headers.size());
    if (credential.key && !credential.key->empty())
        headers.add("x-goog-api-key", credential.key->reveal()); // in the query it would stand in every log on the way
    for (const auto& [name, value] : provider.headers)
        headers.set(name, value);
    return headers;
}

ProviderCall callTo(const ProviderTarget& target, std::string_view method, BodySlices body, bool stream)
{
    const QByteArray model = QByteArray(target.model.data(), static_cast<qsizetype>(target.model.size())).toPercentEncoding("/");
    const std::string folder = target.model.find('/') == std::string_view::npos ? "/models/" : "/"; // "tunedModels/x" names its own
    ProviderCall call{target.provider.baseUrl + folder + model.toStdString() + ":" + std::string(method) + (stream ? "?alt=sse" : ""),
                      headersFor(target.provider, target.credential), std::move(body)};
    call.headers.add("Content-Type", "application/json");
    call.headers.add("Accept", stream ? "text/event-stream" : "application/json");
    return call;
}

std::string_view methodOf(std::string_view path)
{
    return path.substr(path.rfind(':') + 1);
}

} // namespace

bool GeminiAdapter::passesThrough(const ProviderConfig&, const ModelTask& task) const
{
    return task.protocol == Protocol::Gemini;
}

ProviderCall GeminiAdapter::passThrough(const ProviderTarget& target, const ModelTask& task) const
{
    BodySlices body;
    body.slices.push_back(task.body); // the model stands in the path, nothing of the body changes
    return callTo(target, methodOf(task.path), std::move(body), task.stream);
}

PlainAnswer GeminiAdapter::readPlain(const ModelTask& task, std::string_view body) const
{
    JsonDocument document;
    PlainAnswer answer;
    if (!document.parse(body))
        return answer;
    const JsonValue root = document.root();
    answer.usage = geminiUsage(root["usageMetadata"]);
    switch (task.operation) {
    case Operation::CountTokens:
        answer.meaningful = root["totalTokens"].isNumber();
        answer.usage.emplace(); // counting is free
        return answer;
    case Operation::Embeddings:
        answer.meaningful = root["embedding"].isObject() || root["embeddings"].isArray();
        return answer;
    default: break;
    }
    answer.meaningful = root["candidates"].size() > 0 || root["promptFeedback"].isObject();
    answer.textBytes = root["candidates"].raw().size();
    return answer;
}

std::unique_ptr<StreamScanner> GeminiAdapter::makeScanner(const ModelTask&) const
{
    return std::make_unique<GeminiStreamScanner>();
}

const Capabilities& GeminiAdapter::capabilities() const
{
    static const Capabilities can{.user = false, .parallelSwitch = false, .maxStops = 5};
    return can;
}

Result<ProviderCall> GeminiAdapter::translate(const ProviderTarget& target, const ChatRequest& request, Adjustments& adjustments) const
{
    BodySlices body;
    body.addOwned(geminiChatBody(target.model, request, capabilities(), adjustments));
    return callTo(target, request.stream ? "streamGenerateContent" : "generateContent", std::move(body), request.stream);
}

Result<ChatAnswer> GeminiAdapter::readAnswer(std::string_view body, std::string_view requestId) const
{
    return readGeminiAnswer(body, requestId);
}

std::unique_ptr<StreamReader> GeminiAdapter::makeReader(std::string_view requestId) const
{
    return std::make_unique<GeminiStreamReader>(requestId);
}

Result<ProviderCall> GeminiAdapter::translateEmbeddings(const ProviderTarget& target, const EmbeddingRequest& request, Adjustments& adjustments) const
{
    BodySlices body;
    body.addOwned(geminiEmbeddingsBody(target.model, request, adjustments));
    return callTo(target, "batchEmbedContents", std::move(body), false);
}

Result<EmbeddingAnswer> GeminiAdapter::readEmbeddings(std::string_view body) const
{
    return readGeminiEmbeddings(body);
}

ProviderCall GeminiAdapter::models(const ProviderConfig& provider, const CredentialConfig& credential) const
{
    ProviderCall call{provider.baseUrl + "/models?pageSize=1000", headersFor(provider, credential), {}};
    call.headers.add("Accept", "application/json");
    return call;
}

std::vector<std::string> GeminiAdapter::modelNames(std::string_view body) const
{
    constexpr std::string_view kFolder = "models/";
    std::vector<std::string> names;
    JsonDocument document;
    (void)document.parse(body);
    for (const JsonValue model : document.root()["models"]) {
        const std::string name = model["name"].text();
        if (!name.empty())
            names.push_back(name.starts_with(kFolder) ? name.substr(kFolder.size()) : name);
    }
    return names;
}

ProviderFailure GeminiAdapter::failure(int status, const HttpHeaders& headers, std::string_view body) const
{
    return geminiFailure(status, headers, body);
}

} // namespace lanyard
