#include "providers/aliyunocr/AliyunOcrAdapter.h"

#include "llm/JsonDocument.h"
#include "llm/JsonWriter.h"
#include "providers/FailureWords.h"
#include "providers/aliyunocr/AliyunSignature.h"

namespace lanyard {
namespace {

constexpr std::string_view kVersion = "2021-07-07";

std::string_view actionOf(std::string_view kind)
{
    if (kind == "advanced")
        return "RecognizeAdvanced";
    if (kind == "handwriting")
        return "RecognizeHandwriting";
    return kind == "basic" ? "RecognizeBasic" : "RecognizeGeneral";
}

std::string_view hostOf(std::string_view url)
{
    const std::size_t scheme = url.find("://");
    url = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
    return url.substr(0, url.find('/'));
}

void writeBlock(JsonWriter& json, const JsonValue& word)
{
    const auto number = [&](std::string_view name, std::string_view theirs) {
        json.key(name).number(static_cast<std::int64_t>(word[theirs].number().value_or(0)));
    };
    json.beginObject().key("content").text(word["word"].text());
    number("confidence", "prob");
    for (const std::string_view name : {"angle", "direction", "height", "width", "x", "y"})
        number(name, name);
    json.endObject();
}

FailureClass classOf(int status, const std::string& code)
{
    const auto says = [&](std::string_view word) { return code.find(word) != std::string::npos; };
    if (says("Throttling") || status == 429)
        return FailureClass::RateLimited;
    if (says("InsufficientBalance") || says("Arrears") || says("overdue") || status == 402)
        return FailureClass::QuotaExhausted;
    if (says("AccessKey") || says("Signature") || says("Forbidden") || says("NoPermission") || says("ServiceNotOpen") || status == 401 || status == 403)
        return FailureClass::BadCredential;
    if (status == 503)
        return FailureClass::Overloaded;
    return status >= 400 && status < 500 ? FailureClass::ClientError : FailureClass::ServerError;
}

} // namespace

const Capabilities& AliyunOcrAdapter::capabilities() const
{
    static const Capabilities none{};
    return none;
}

Result<ProviderCall> AliyunOcrAdapter::translate(const ProviderTarget&, const ChatRequest&, Adjustments&) const
{
    return Error{ErrorCode::InvalidArgument, "the provider of this model only reads pictures (POST /v1/ocr); ask for another model"};
}

Result<ChatAnswer> AliyunOcrAdapter::readAnswer(std::string_view, std::string_view) const
{
    return Error{ErrorCode::UpstreamFailed, "the provider only reads pictures"};
}

std::unique_ptr<StreamReader> AliyunOcrAdapter::makeReader(std::string_view) const
{
    return nullptr;
}

ProviderCall AliyunOcrAdapter::recognize(const ProviderTarget& target, std::string_view kind, std::string image, const SigningFacts& facts) const
{
    const std::string_view pair = target.credential.key ? target.credential.key->reveal() : std::string_view{};
    const std::size_t colon = pair.find(':');
    const AliyunAction action{hostOf(target.provider.baseUrl), actionOf(kind), kVersion, {}, pair.substr(0, colon),
                              colon == std::string_view::npos ? std::string_view{} : pair.substr(colon + 1)};
    ProviderCall call{target.provider.baseUrl + "/", aliyunSignedHeaders(action, image, facts), {}};
    call.headers.add("Content-Type", "application/octet-stream");
    call.headers.add("Accept", "application/json");
    call.body.addOwned(std::move(image));
    return call;
}

Result<std::string> AliyunOcrAdapter::readRecognized(std::string_view body) const
{
    JsonDocument outer;
    JsonDocument inner;
    const bool parsed = outer.parse(body).has_value();
    const JsonValue data = outer.root()["Data"];
    const std::string text = data.isObject() ? std::string(data.raw()) : data.text(); // JSON inside a string
    if (!parsed || !inner.parse(text) || !inner.root()["content"].isString())
        return Error{ErrorCode::UpstreamFailed, "the provider answered with something that is no recognised text"};
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("content").text(inner.root()["content"].text()).key("blocks").beginArray();
    for (const JsonValue word : inner.root()["prism_wordsInfo"])
        writeBlock(json, word);
    json.endArray().endObject();
    return out;
}

ProviderCall AliyunOcrAdapter::models(const ProviderConfig& provider, const CredentialConfig&) const
{
    return {provider.baseUrl + "/", {}, {}};
}

ProviderFailure AliyunOcrAdapter::failure(int status, const HttpHeaders& headers, std::string_view body) const
{
    JsonDocument document;
    (void)document.parse(body);
    const std::string code = document.root()["Code"].text();
    std::string words = document.root()["Message"].text();
    if (words.empty())
        words = code;
    return {classOf(status, code), words.substr(0, kLongestProviderMessage), retryAfterOf(headers)};
}

} // namespace lanyard
