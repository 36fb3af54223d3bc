#include "providers/dashscope/DashScopeAdapter.h"

#include "llm/JsonWriter.h"
#include "providers/FailureWords.h"
#include "providers/dashscope/DashScopeChatReader.h"
#include "providers/dashscope/DashScopeChatWriter.h"
#include "providers/dashscope/DashScopeWire.h"

#include <algorithm>

namespace lanyard {
namespace {

HttpHeaders headersFor(const ProviderConfig& provider, const CredentialConfig& credential)
{
    HttpHeaders headers;
    if (credential.key && !credential.key->empty())
        headers.add("Authorization", "Bearer " + std::string(credential.key->reveal()));
    for (const auto& [name, value] : provider.headers)
        headers.set(name, value);
    return headers;
}

ProviderCall callTo(const ProviderTarget& target, std::string_view service, std::string json)
{
    ProviderCall call{target.provider.baseUrl + "/services/" + std::string(service), headersFor(target.provider, target.credential), {}};
    call.body.addOwned(std::move(json));
    call.headers.add("Content-Type", "application/json");
    return call;
}

} // namespace

ProviderCall DashScopeAdapter::passThrough(const ProviderTarget& target, const ModelTask&) const
{
    return callTo(target, {}, {}); // never asked: nothing passes through
}

PlainAnswer DashScopeAdapter::readPlain(const ModelTask&, std::string_view) const
{
    return {};
}

std::unique_ptr<StreamScanner> DashScopeAdapter::makeScanner(const ModelTask&) const
{
    return nullptr;
}

const Capabilities& DashScopeAdapter::capabilities() const
{
    static const Capabilities can{.logprobs = false, .user = false, .requiredToolChoice = false, .jsonSchema = false, .maxTemperature = 1.99};
    return can;
}

Result<ProviderCall> DashScopeAdapter::translate(const ProviderTarget& target, const ChatRequest& request, Adjustments& adjustments) const
{
    const std::string_view service = isDashScopeMultimodal(target.model) ? "aigc/multimodal-generation/generation" : "aigc/text-generation/generation";
    ProviderCall call = callTo(target, service, dashScopeChatBody(target.model, request, capabilities(), adjustments));
    if (request.stream)
        call.headers.add("X-DashScope-SSE", "enable");
    return call;
}

Result<ChatAnswer> DashScopeAdapter::readAnswer(std::string_view body, std::string_view requestId) const
{
    return readDashScopeAnswer(body, requestId);
}

std::unique_ptr<StreamReader> DashScopeAdapter::makeReader(std::string_view requestId) const
{
    return std::make_unique<DashScopeStreamReader>(requestId);
}

Result<ProviderCall> DashScopeAdapter::translateEmbeddings(const ProviderTarget& target, const EmbeddingRequest& request, Adjustments& adjustments) const
{
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("model").text(target.model).key("input").beginObject().key("texts").beginArray();
    for (const std::string& input : request.inputs)
        json.text(input);
    json.endArray().endObject().key("parameters").beginObject();
    if (request.purpose == "RETRIEVAL_QUERY" || request.purpose == "RETRIEVAL_DOCUMENT")
        json.key("text_type").text(request.purpose == "RETRIEVAL_QUERY" ? "query" : "document");
    else if (!request.purpose.empty())
        adjustments.dropped("taskType");
    if (request.dimensions)
        json.key("dimension").number(*request.dimensions);
    json.endObject().endObject();
    return callTo(target, "embeddings/text-embedding/text-embedding", std::move(out));
}

Result<EmbeddingAnswer> DashScopeAdapter::readEmbeddings(std::string_view body) const
{
    JsonDocument document;
    const bool parsed = document.parse(body).has_value();
    const JsonValue list = document.root()["output"]["embeddings"];
    EmbeddingAnswer answer;
    answer.vectors.resize(list.size());
    for (const JsonValue item : list) {
        const auto index = static_cast<std::size_t>(item["text_index"].whole().value_or(0));
        if (index < answer.vectors.size() && item["embedding"].isArray())
            answer.vectors[index] = std::string(item["embedding"].raw());
    }
    if (!parsed || answer.vectors.empty() || std::any_of(answer.vectors.begin(), answer.vectors.end(), [](const std::string& v) { return v.empty(); }))
        return Error{ErrorCode::UpstreamFailed, "the provider answered with something that is no list of embeddings"};
    answer.usage = dashScopeUsage(document.root()["usage"]);
    return answer;
}

ProviderCall DashScopeAdapter::models(const ProviderConfig& provider, const CredentialConfig& credential) const
{
    // The native API has no list; the compatible mode beside it has.
    constexpr std::string_view kNative = "/api/v1";
    std::string base = provider.baseUrl;
    if (base.ends_with(kNative))
        base.replace(base.size() - kNative.size(), kNative.size(), "/compatible-mode/v1");
    return {base + "/models", headersFor(provider, credential), {}};
}

std::vector<std::string> DashScopeAdapter::modelNames(std::string_view body) const
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

ProviderFailure DashScopeAdapter::failure(int status, const HttpHeaders& headers, std::string_view body) const
{
    ProviderFailure failure = dashScopeFailure(status, body);
    failure.retryAfter = retryAfterOf(headers);
    return failure;
}

} // namespace lanyard
