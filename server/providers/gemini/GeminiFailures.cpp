#include "providers/gemini/GeminiFailures.h"

#include "providers/FailureWords.h"
#include "providers/gemini/GeminiWire.h"

namespace lanyard {
namespace {

FailureClass classify(int status, const GeminiErrorWords& words)
{
    if (words.reason == "API_KEY_INVALID" || words.reason == "API_KEY_EXPIRED") // comes as a 400
        return FailureClass::BadCredential;
    switch (status) {
    case 401:
    case 403: return FailureClass::BadCredential;
    case 402: return FailureClass::QuotaExhausted;
    case 404: return mentions(words.message, "model") ? FailureClass::ModelUnavailable : FailureClass::ClientError;
    case 408:
    case 504: return FailureClass::Timeout;
    case 429: return mentions(words.message, "perday") || mentions(words.message, "billing details") ? FailureClass::QuotaExhausted : FailureClass::RateLimited;
    case 503: return FailureClass::Overloaded;
    default: break;
    }
    return status >= 400 && status < 500 ? FailureClass::ClientError : FailureClass::ServerError;
}

std::optional<std::chrono::milliseconds> waitOf(const GeminiErrorWords& words)
{
    constexpr double kLongestSeconds = 31 * 24 * 3600.0;
    if (!words.retrySeconds)
        return std::nullopt;
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::min(*words.retrySeconds, kLongestSeconds) * 1000));
}

} // namespace

ProviderFailure geminiFailure(int status, const HttpHeaders& headers, std::string_view body)
{
    const GeminiErrorWords words = geminiErrorWords(body);
    const auto wait = waitOf(words);
    return {classify(status, words), words.message.substr(0, kLongestProviderMessage), wait ? wait : retryAfterOf(headers)};
}

ProviderFailure geminiStreamFailure(std::string_view data)
{
    const GeminiErrorWords words = geminiErrorWords(data);
    FailureClass failure = FailureClass::ServerError;
    if (words.status == "RESOURCE_EXHAUSTED")
        failure = FailureClass::RateLimited;
    else if (words.status == "UNAVAILABLE")
        failure = FailureClass::Overloaded;
    else if (words.status == "INVALID_ARGUMENT" || words.status == "FAILED_PRECONDITION")
        failure = FailureClass::ClientError;
    return {failure, words.message.substr(0, kLongestProviderMessage), waitOf(words)};
}

} // namespace lanyard
