#include "providers/openai/OpenAiFailures.h"

#include "providers/openai/OpenAiWire.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <charconv>

namespace lanyard {
namespace {

constexpr std::size_t kLongestMessage = 500;
constexpr double kLongestRetryAfterSeconds = 31 * 24 * 3600.0;

bool mentions(std::string_view text, std::string_view word)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::search(text.begin(), text.end(), word.begin(), word.end(),
                       [&](char a, char b) { return lower(a) == b; }) != text.end();
}

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

std::optional<double> plainNumber(std::string_view text)
{
    double value = 0;
    const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || rest != text.data() + text.size() || !(value >= 0))
        return std::nullopt;
    return value;
}

std::chrono::milliseconds fromSeconds(double seconds)
{
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::min(seconds, kLongestRetryAfterSeconds) * 1000));
}

QDateTime httpDate(std::string_view text)
{
    // The one form that HTTP still writes (RFC 9110, 5.6.7): always GMT, English names.
    return QLocale::c().toDateTime(QString::fromLatin1(text.data(), static_cast<int>(text.size())), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
}

} // namespace

std::optional<std::chrono::milliseconds> retryAfterOf(const HttpHeaders& headers)
{
    if (const auto inMs = headers.find("retry-after-ms")) {
        if (const auto value = plainNumber(*inMs))
            return fromSeconds(*value / 1000);
    }
    const auto header = headers.find("retry-after");
    if (!header)
        return std::nullopt;
    if (const auto seconds = plainNumber(*header))
        return fromSeconds(*seconds);
    // A date is only as good as the clock it was written by: the difference to the answer's own Date needs none of ours.
    const QDateTime until = httpDate(*header);
    const QDateTime answered = httpDate(headers.value("date"));
    if (!until.isValid() || !answered.isValid())
        return std::nullopt;
    return fromSeconds(std::max<double>(0, static_cast<double>(answered.secsTo(until))));
}

ProviderFailure openAiFailure(int status, const HttpHeaders& headers, std::string_view body)
{
    const OpenAiErrorWords words = openAiErrorWords(body);
    return {classify(status, words), words.message.substr(0, kLongestMessage), retryAfterOf(headers)};
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
    return {failure, words.message.substr(0, kLongestMessage), std::nullopt};
}

} // namespace lanyard
