#include "providers/FailureWords.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <charconv>

namespace lanyard {
namespace {

constexpr double kLongestRetryAfterSeconds = 31 * 24 * 3600.0;

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

bool mentions(std::string_view text, std::string_view word)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::search(text.begin(), text.end(), word.begin(), word.end(), [&](char a, char b) { return lower(a) == b; }) != text.end();
}

} // namespace lanyard
