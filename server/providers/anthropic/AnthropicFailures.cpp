#include "providers/anthropic/AnthropicFailures.h"

#include "providers/FailureWords.h"
#include "providers/anthropic/AnthropicWire.h"

namespace lanyard {
namespace {

bool saysMoneyIsGone(const AnthropicErrorWords& words)
{
    return words.type == "billing_error" || mentions(words.message, "credit balance is too low");
}

FailureClass classify(int status, const AnthropicErrorWords& words)
{
    if (saysMoneyIsGone(words)) // comes as a 400
        return FailureClass::QuotaExhausted;
    switch (status) {
    case 401:
    case 403: return FailureClass::BadCredential;
    case 402: return FailureClass::QuotaExhausted;
    case 404: return words.type == "not_found_error" && mentions(words.message, "model") ? FailureClass::ModelUnavailable : FailureClass::ClientError;
    case 408: return FailureClass::Timeout;
    case 429: return FailureClass::RateLimited;
    case 503:
    case 529: return FailureClass::Overloaded;
    default: break;
    }
    return status >= 400 && status < 500 ? FailureClass::ClientError : FailureClass::ServerError;
}

} // namespace

ProviderFailure anthropicFailure(int status, const HttpHeaders& headers, std::string_view body)
{
    const AnthropicErrorWords words = anthropicErrorWords(body);
    return {classify(status, words), words.message.substr(0, kLongestProviderMessage), retryAfterOf(headers)};
}

ProviderFailure anthropicStreamFailure(std::string_view data)
{
    const AnthropicErrorWords words = anthropicErrorWords(data);
    FailureClass failure = FailureClass::ServerError;
    if (saysMoneyIsGone(words))
        failure = FailureClass::QuotaExhausted;
    else if (words.type == "overloaded_error")
        failure = FailureClass::Overloaded;
    else if (words.type == "rate_limit_error")
        failure = FailureClass::RateLimited;
    else if (words.type == "invalid_request_error")
        failure = FailureClass::ClientError;
    return {failure, words.message.substr(0, kLongestProviderMessage), std::nullopt};
}

} // namespace lanyard
