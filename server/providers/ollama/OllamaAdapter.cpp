#include "providers/ollama/OllamaAdapter.h"

#include "llm/BodyEdit.h"
#include "llm/JsonDocument.h"
#include "llm/JsonScan.h"
#include "providers/FailureWords.h"
#include "providers/ollama/OllamaChatReader.h"
#include "providers/ollama/OllamaChatWriter.h"
#include "providers/ollama/OllamaEmbeddings.h"
#include "providers/ollama/OllamaStreamScanner.h"

namespace lanyard {
namespace {

HttpHeaders headersFor(const ProviderConfig& provider, const CredentialConfig& credential)
{
    HttpHeaders headers;
    if (credential.key && !credential.key->empty()) // behind a proxy, or ollama.com
        headers.add("Authorization", "Bearer " + std::string(credential.key->reveal()));
    for (const auto& [name, value] : provider.headers)
        headers.set(name, value);
    return headers;
}

ProviderCall callTo(const ProviderTarget& target, std::string_view path, BodySlices body)
{
    ProviderCall call{target.provider.baseUrl + std::string(path), headersFor(target.provider, target.credential), std::move(body)};
    call.headers.add("Content-Type", "application/json");
    return call;
}

} // namespace

bool OllamaAdapter::passesThrough(const ProviderConfig&, const ModelTask& task) const
{
    return task.protocol == Protocol::Ollama;
}

ProviderCall OllamaAdapter::passThrough(const ProviderTarget& target, const ModelTask& task) const
{
    std::vector<BodyEdit> edits;
    if (task.modelRaw.empty())
        edits.push_back(appendMember(task.body, task.body, "\"model\":" + jsonQuoted(target.model)));
    else if (task.model != target.model)
        edits.push_back(replaceSlice(task.body, task.modelRaw, jsonQuoted(target.model)));
    return callTo(target, task.path, editedBody(task.body, std::move(edits)));
}

PlainAnswer OllamaAdapter::readPlain(const ModelTask& task, std::string_view body) const
{
    JsonDocument document;
    PlainAnswer answer;
    if (!document.parse(body))
        return answer;
    const JsonValue root = document.root();
    answer.usage = ollamaUsage(root);
    answer.meaningful = task.operation == Operation::Embeddings ? root["embeddings"].isArray() || root["embedding"].isArray()
                                                                : root["message"].isObject() || root["response"].isString();
    answer.textBytes = root["message"].raw().size() + root["response"].raw().size();
    return answer;
}

std::unique_ptr<StreamScanner> OllamaAdapter::makeScanner(const ModelTask&) const
{
    return std::make_unique<OllamaStreamScanner>();
}

const Capabilities& OllamaAdapter::capabilities() const
{
    static const Capabilities can{.multipleChoices = false, .user = false, .parallelSwitch = false, .namedToolChoice = false, .requiredToolChoice = false};
    return can;
}

Result<ProviderCall> OllamaAdapter::translate(const ProviderTarget& target, const ChatRequest& request, Adjustments& adjustments) const
{
    BodySlices body;
    body.addOwned(ollamaChatBody(target.model, request, capabilities(), adjustments));
    return callTo(target, "/api/chat", std::move(body));
}

Result<ChatAnswer> OllamaAdapter::readAnswer(std::string_view body, std::string_view requestId) const
{
    return readOllamaAnswer(body, requestId);
}

std::unique_ptr<StreamReader> OllamaAdapter::makeReader(std::string_view requestId) const
{
    return std::make_unique<OllamaStreamReader>(requestId);
}

Result<ProviderCall> OllamaAdapter::translateEmbeddings(const ProviderTarget& target, const EmbeddingRequest& request, Adjustments& adjustments) const
{
    BodySlices body;
    body.addOwned(ollamaEmbeddingsBody(target.model, request, adjustments));
    return callTo(target, "/api/embed", std::move(body));
}

Result<EmbeddingAnswer> OllamaAdapter::readEmbeddings(std::string_view body) const
{
    return readOllamaEmbeddings(body);
}

ProviderCall OllamaAdapter::models(const ProviderConfig& provider, const CredentialConfig& credential) const
{
    return {provider.baseUrl + "/api/tags", headersFor(provider, credential), {}};
}

std::vector<std::string> OllamaAdapter::modelNames(std::string_view body) const
{
    std::vector<std::string> names;
    JsonDocument document;
    (void)document.parse(body);
    for (const JsonValue model : document.root()["models"]) {
        if (model["name"].isString())
            names.push_back(model["name"].text());
    }
    return names;
}

ProviderFailure OllamaAdapter::failure(int status, const HttpHeaders& headers, std::string_view body) const
{
    const std::string words = ollamaErrorText(body);
    FailureClass failure = status >= 400 && status < 500 ? FailureClass::ClientError : FailureClass::ServerError;
    if (status == 401 || status == 403)
        failure = FailureClass::BadCredential;
    else if (status == 404 && mentions(words, "not found"))
        failure = FailureClass::ModelUnavailable; // "model 'x' not found, try pulling it first"
    else if (status == 429)
        failure = FailureClass::RateLimited;
    else if (status == 503)
        failure = FailureClass::Overloaded;
    return {failure, words, retryAfterOf(headers)};
}

} // namespace lanyard
