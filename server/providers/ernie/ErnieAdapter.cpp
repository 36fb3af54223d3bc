#include "providers/ernie/ErnieAdapter.h"

#include "llm/JsonDocument.h"
#include "llm/JsonWriter.h"
#include "providers/ernie/ErnieChatReader.h"
#include "providers/ernie/ErnieChatWriter.h"
#include "providers/ernie/ErnieWire.h"

#include <QByteArray>

namespace lanyard {
namespace {

constexpr std::string_view kTokenPath = "/oauth/2.0/token";
constexpr std::chrono::seconds kUsualLifetime{30 * 24 * 3600};

bool isSecondVersion(const ProviderConfig& provider)
{
    const auto option = provider.options.find("api");
    return option != provider.options.end() ? option->second == "v2" : provider.baseUrl.ends_with("/v2");
}

std::string encoded(std::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size())).toPercentEncoding().toStdString();
}

std::string_view originOf(std::string_view url)
{
    const std::size_t host = url.find("://");
    return url.substr(0, host == std::string_view::npos ? host : url.find('/', host + 3));
}

ProviderCall callTo(const ProviderTarget& target, std::string_view folder, std::string json)
{
    ProviderCall call{target.provider.baseUrl + std::string(folder) + encoded(erniePath(target.model)) + "?access_token=", {}, {}};
    call.body.addOwned(std::move(json));
    for (const auto& [name, value] : target.provider.headers)
        call.headers.set(name, value);
    call.headers.add("Content-Type", "application/json");
    return call;
}

/// Either version's, by what the first event looks like.
class EitherStreamReader final : public StreamReader
{
public:
    EitherStreamReader(std::string_view requestId, std::unique_ptr<StreamReader> second) : m_first(requestId), m_second(std::move(second)) {}

    State read(std::string_view event, std::string_view data, StreamSink& sink) override
    {
        if (!m_chosen)
            m_chosen = data.find("\"choices\"") != std::string_view::npos ? m_second.get() : &m_first;
        const State state = m_chosen->read(event, data, sink);
        m_finished = m_chosen->finished();
        m_failure = m_chosen->failure();
        return state;
    }

private:
    ErnieStreamReader m_first;
    std::unique_ptr<StreamReader> m_second;
    StreamReader* m_chosen = nullptr;
};

} // namespace

bool ErnieAdapter::passesThrough(const ProviderConfig& provider, const ModelTask& task) const
{
    return isSecondVersion(provider) && m_openAi.passesThrough(provider, task);
}

const Capabilities& ErnieAdapter::capabilities() const
{
    static const Capabilities can{.multipleChoices = false, .seed = false, .penalties = false, .topK = false, .logprobs = false, .parallelSwitch = false,
                                  .requiredToolChoice = false, .jsonSchema = false, .reasoning = false, .maxTemperature = 1.0, .maxStops = 4};
    return can;
}

Result<ProviderCall> ErnieAdapter::translate(const ProviderTarget& target, const ChatRequest& request, Adjustments& adjustments) const
{
    if (isSecondVersion(target.provider))
        return m_openAi.translate(target, request, adjustments);
    return callTo(target, "/chat/", ernieChatBody(request, capabilities(), adjustments));
}

Result<ChatAnswer> ErnieAdapter::readAnswer(std::string_view body, std::string_view requestId) const
{
    JsonDocument document;
    if (document.parse(body) && document.root()["choices"].isArray()) // version 2
        return m_openAi.readAnswer(body, requestId);
    return readErnieAnswer(body, requestId);
}

std::unique_ptr<StreamReader> ErnieAdapter::makeReader(std::string_view requestId) const
{
    return std::make_unique<EitherStreamReader>(requestId, m_openAi.makeReader(requestId));
}

Result<ProviderCall> ErnieAdapter::translateEmbeddings(const ProviderTarget& target, const EmbeddingRequest& request, Adjustments& adjustments) const
{
    if (isSecondVersion(target.provider))
        return m_openAi.translateEmbeddings(target, request, adjustments);
    if (request.dimensions)
        adjustments.dropped("dimensions");
    if (!request.purpose.empty())
        adjustments.dropped("taskType");
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("input").beginArray();
    for (const std::string& input : request.inputs)
        json.text(input);
    json.endArray().endObject();
    return callTo(target, "/embeddings/", std::move(out));
}

std::optional<ProviderCall> ErnieAdapter::tokenCall(const ProviderConfig& provider, const CredentialConfig& credential) const
{
    if (isSecondVersion(provider))
        return std::nullopt;
    const std::string_view pair = credential.key ? credential.key->reveal() : std::string_view{};
    const std::size_t colon = pair.find(':');
    const std::string_view secret = colon == std::string_view::npos ? std::string_view{} : pair.substr(colon + 1);
    return ProviderCall{std::string(originOf(provider.baseUrl)) + std::string(kTokenPath) + "?grant_type=client_credentials&client_id="
                            + encoded(pair.substr(0, colon)) + "&client_secret=" + encoded(secret),
                        {{"Accept", "application/json"}}, {}};
}

Result<AccessToken> ErnieAdapter::readToken(std::string_view body) const
{
    JsonDocument document;
    (void)document.parse(body);
    const JsonValue root = document.root();
    if (!root["access_token"].isString() || root["access_token"].is(""))
        return Error{ErrorCode::UpstreamFailed, "the provider gave no token"};
    const auto lifetime = root["expires_in"].whole();
    return AccessToken{root["access_token"].text(), lifetime ? std::chrono::seconds(*lifetime) : kUsualLifetime};
}

ProviderCall ErnieAdapter::models(const ProviderConfig& provider, const CredentialConfig& credential) const
{
    if (isSecondVersion(provider))
        return m_openAi.models(provider, credential);
    return *tokenCall(provider, credential); // there is no list; a token proves address and pair
}

std::vector<std::string> ErnieAdapter::modelNames(std::string_view body) const
{
    if (!readToken(body))
        return m_openAi.modelNames(body);
    return {ernieModels().begin(), ernieModels().end()};
}

ProviderFailure ErnieAdapter::failure(int status, const HttpHeaders& headers, std::string_view body) const
{
    if (auto failure = ernieFailure(body))
        return *failure;
    if (auto failure = ernieTokenFailure(body))
        return *failure;
    return m_openAi.failure(status, headers, body);
}

std::optional<ProviderFailure> ErnieAdapter::hiddenFailure(std::string_view body) const
{
    if (auto failure = ernieFailure(body))
        return failure;
    return ernieTokenFailure(body);
}

} // namespace lanyard
