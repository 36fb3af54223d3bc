#include "providers/openai/OpenAiFailures.h"

#include "providers/FailureWords.h"
#include "providers/openai/OpenAiWire.h"

namespace lanyard {
namespace {

/// The account is out of money or of its monthly quota, which no waiting of seconds mends.
bool saysQuotaIsGone(const OpenAiErrorWords& words)
{
    return words.code == "insufficient_quota" || words.type == "insufficient_quota" || words.code == "billing_hard_limit_reached"
        || words.code == "access_terminated" || mentions(words.message, "insufficient balance") || mentions(words.message, "exceeded your current quota");
}

bool saysModelIsMissing(const OpenAiErrorWords& words)
{
    return words.code == "model_not_found" || words.code == "DeploymentNotFound"
        || (mentions(words.message, "model") && mentions(words.message, "does not exist"));
}

FailureClass classify(int status, const OpenAiErrorWords& words)
{
    switch (status) {
    case 401:
    case 403: return FailureClass::BadCredential;
    case 402: return FailureClass::QuotaExhausted;
    case 404: return saysModelIsMissing(words) ? FailureClass::ModelUnavailable : FailureClass::ClientError;
    case 408: return FailureClass::Timeout;
    case 429: return saysQuotaIsGone(words) ? FailureClass::QuotaExhausted : FailureClass::RateLimited;
    case 503:
    case 529: return FailureClass::Overloaded;
    default: break;
    }
    if (status >= 400 && status < 500)
        return FailureClass::ClientError;
    return FailureClass::ServerError; // 5xx, and what makes no sense here: 1xx, 3xx
}

} // namespace

ProviderFailure openAiFailure(int status, const HttpHeaders& headers, std::string_view body)
{
    const OpenAiErrorWords words = openAiErrorWords(body);
    return {classify(status, words), words.message.substr(0, kLongestProviderMessage), retryAfterOf(headers)};
}

ProviderFailure openAiStreamFailure(std::string_view data)
{
    const OpenAiErrorWords words = openAiErrorWords(data);
    FailureClass failure = FailureClass::ServerError;
    if (saysQuotaIsGone(words))
        failure = FailureClass::QuotaExhausted;
    else if (mentions(words.type, "rate_limit") || mentions(words.code, "rate_limit") || words.code == "429")
        failure = FailureClass::RateLimited;
    else if (mentions(words.type, "invalid_request"))
        failure = FailureClass::ClientError;
    else if (mentions(words.type, "overloaded") || words.code == "503")
        failure = FailureClass::Overloaded;
    return {failure, words.message.substr(0, kLongestProviderMessage), std::nullopt};
}

} // namespace lanyard
