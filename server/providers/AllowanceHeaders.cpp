#include "providers/AllowanceHeaders.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace lanyard {
namespace {

using Milliseconds = std::chrono::milliseconds;

constexpr double kLongestResetMs = 31 * 24 * 3600.0 * 1000;
/// A bare number above it is a moment since 1970 and not a duration: in seconds, and from the second on in milliseconds.
constexpr double kLeastEpochSeconds = 1e9;
constexpr double kLeastEpochMs = 1e11;

enum class Part : std::uint8_t { None, Limit, Remaining, Reset };
enum class Kind : std::uint8_t { Requests, Tokens };

/// Which of possibly several windows a field is about.
struct FieldName
{
    Part part = Part::None;
    Kind kind = Kind::Requests;
    std::uint32_t window = 0; ///< one bit for each qualifying word
};

struct Prefix
{
    std::string_view text;
    Kind kind;
};
constexpr std::array kPrefixes{Prefix{"x-ratelimit-", Kind::Requests}, Prefix{"anthropic-ratelimit-", Kind::Requests},
                               Prefix{"ratelimit-", Kind::Requests}, Prefix{"x-tokenlimit-", Kind::Tokens},
                               Prefix{"x-ratelimitbysize-", Kind::Tokens}, Prefix{"ratelimitbysize-", Kind::Tokens}};
constexpr std::array<std::string_view, 12> kQualifiers{"second", "minute", "hour", "day", "month", "input", "output", "1s", "1m", "1h", "1d", "min"};

bool startsWithIgnoringCase(std::string_view text, std::string_view prefix)
{
    return text.size() > prefix.size() && equalsIgnoringCase(text.substr(0, prefix.size()), prefix);
}

/// Part::None for a field that is not about a limit, or about one that we do not know.
FieldName fieldName(std::string_view name)
{
    FieldName field;
    const auto prefix = std::find_if(kPrefixes.begin(), kPrefixes.end(), [name](const Prefix& p) { return startsWithIgnoringCase(name, p.text); });
    if (prefix == kPrefixes.end())
        return field;
    field.kind = prefix->kind;
    name.remove_prefix(prefix->text.size());
    while (!name.empty()) {
        const std::string_view word = name.substr(0, name.find('-'));
        name.remove_prefix(std::min(word.size() + 1, name.size()));
        const auto is = [word](std::string_view known) { return equalsIgnoringCase(word, known); };
        const auto qualifier = std::find_if(kQualifiers.begin(), kQualifiers.end(), is);
        if (is("limit"))
            field.part = Part::Limit;
        else if (is("remaining"))
            field.part = Part::Remaining;
        else if (is("reset"))
            field.part = Part::Reset;
        else if (is("tokens") || is("token"))
            field.kind = Kind::Tokens;
        else if (qualifier != kQualifiers.end())
            field.window |= 1U << (qualifier - kQualifiers.begin());
        else if (!is("requests") && !is("request") && !is("req"))
            return {};
    }
    return field;
}

/// The number that `text` begins with, and how much of it that is.
std::optional<double> leadingNumber(std::string_view& text)
{
    double value = 0;
    const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || !(value >= 0 || value < 0))
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
    return value;
}

std::optional<std::uint64_t> count(std::string_view text)
{
    const std::optional<double> value = leadingNumber(text); // "100", "100;w=60", "100, 100;window=60"
    if (!value || *value > 1e18)
        return std::nullopt;
    return *value <= 0 ? 0 : static_cast<std::uint64_t>(*value);
}

Milliseconds fromMs(double ms)
{
    return Milliseconds{std::llround(std::clamp(ms, 0.0, kLongestResetMs))};
}

struct Unit
{
    std::string_view name;
    double ms;
};
constexpr std::array kUnits{Unit{"ms", 1}, Unit{"us", 0.001}, Unit{"\u00b5s", 0.001}, Unit{"ns", 0.000'001}, Unit{"d", 86'400'000},
                            Unit{"h", 3'600'000}, Unit{"m", 60'000}, Unit{"s", 1'000}};

/// "6m0s", "1h2m3.5s", "20ms".
std::optional<Milliseconds> unitDuration(std::string_view text)
{
    double sum = 0;
    while (!text.empty()) {
        const std::optional<double> value = leadingNumber(text);
        const auto unit = std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& u) { return text.starts_with(u.name); });
        if (!value || unit == kUnits.end())
            return std::nullopt;
        sum += *value * unit->ms;
        text.remove_prefix(unit->name.size());
    }
    return fromMs(sum);
}

std::optional<Milliseconds> resetOf(std::string_view text, WallTime now)
{
    std::string_view rest = text;
    const std::optional<double> number = leadingNumber(rest);
    if (!number)
        return std::nullopt;
    const auto nowMs = static_cast<double>(now.time_since_epoch().count());
    if (rest.empty() && *number >= kLeastEpochMs)
        return fromMs(*number - nowMs);
    if (rest.empty() && *number >= kLeastEpochSeconds)
        return fromMs(*number * 1000 - nowMs);
    if (rest.empty())
        return fromMs(*number * 1000);
    if (const auto duration = unitDuration(text))
        return duration;
    const QDateTime moment = QDateTime::fromString(QString::fromLatin1(text.data(), static_cast<int>(text.size())), Qt::ISODateWithMs);
    return moment.isValid() ? std::optional(fromMs(static_cast<double>(moment.toMSecsSinceEpoch()) - nowMs)) : std::nullopt;
}

struct Gathered
{
    FieldName name;
    std::optional<std::uint64_t> limit, remaining;
    std::optional<Milliseconds> resetIn;
};

double shareLeft(const Allowance::Window& window)
{
    if (window.remaining == 0)
        return 0;
    return window.limit && *window.limit > 0 ? static_cast<double>(window.remaining) / static_cast<double>(*window.limit) : 1.0;
}

void keepTightest(std::optional<Allowance::Window>& kept, const Allowance::Window& window)
{
    if (!kept || shareLeft(window) < shareLeft(*kept))
        kept = window;
}

} // namespace

Allowance allowanceOf(const HttpHeaders& headers, WallTime now)
{
    std::array<Gathered, 8> windows;
    std::size_t used = 0;
    for (const auto& [name, value] : headers) {
        const FieldName field = fieldName(name);
        if (field.part == Part::None)
            continue;
        const auto end = windows.begin() + static_cast<std::ptrdiff_t>(used);
        auto window = std::find_if(windows.begin(), end, [&](const Gathered& g) { return g.name.kind == field.kind && g.name.window == field.window; });
        if (window == end) {
            if (used == windows.size())
                continue;
            window->name = field;
            ++used;
        }
        if (field.part == Part::Limit)
            window->limit = count(value);
        else if (field.part == Part::Remaining)
            window->remaining = count(value);
        else
            window->resetIn = resetOf(value, now);
    }
    Allowance allowance;
    for (std::size_t i = 0; i < used; ++i) {
        if (windows[i].remaining) // a limit alone says nothing about what is left
            keepTightest(windows[i].name.kind == Kind::Tokens ? allowance.tokens : allowance.requests,
                         {windows[i].limit, *windows[i].remaining, windows[i].resetIn});
    }
    return allowance;
}

} // namespace lanyard
