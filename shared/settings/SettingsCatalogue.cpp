#include "settings/SettingsCatalogue.h"

#include "base/Money.h"
#include "settings/NearestName.h"
#include "settings/QuotedText.h"
#include "settings/SettingChecks.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>

namespace lanyard {
namespace {

constexpr std::int64_t kKiB = 1024;
constexpr std::int64_t kMiB = 1024 * kKiB;
constexpr std::int64_t kSecondMs = 1000;
constexpr std::int64_t kHourMs = 3600 * kSecondMs;

std::vector<Setting> makeCatalogue()
{
    using enum SettingKind;
    return {
        {.key = "default_model", .kind = Text, .defaultValue = "",
         .text = "The model that answers a request which names none; empty means that such a request is refused.",
         .maximum = 200, .check = checkPlainLine},
        {.key = "open_mode", .kind = Bool, .defaultValue = "false",
         .text = "Whether requests are served whatever API key they bring, or none."},
        {.key = "unpriced_models", .kind = Choice, .defaultValue = "free",
         .text = "What happens to requests for a model without a price: they are free, cost as much as the dearest model, or are refused.",
         .choices = {"free", "ceiling", "block"}},
        {.key = "adjustments", .kind = Choice, .defaultValue = "tell",
         .text = "What happens to a request for something that its provider cannot do: the rest is done and X-Lanyard-Adjusted tells what was left out, or it is refused with 400.",
         .choices = {"tell", "refuse"}},
        {.key = "fetch_private", .kind = Bool, .defaultValue = "false",
         .text = "Whether files that clients name by URL (for /v1/ocr) are also fetched from private addresses, such as this network's."},
        {.key = "price_catalogue", .kind = Bool, .defaultValue = "true",
         .text = "Whether a model without a price of its own costs what the shipped list says for its provider."},
        {.key = "default_strategy", .kind = Choice, .defaultValue = "priority",
         .text = "How a route is picked for models that name no strategy of their own.",
         .choices = {"priority", "weighted", "random", "least-busy", "fastest", "headroom"}},
        {.key = "error_style", .kind = Choice, .defaultValue = "status",
         .text = "How a chat is told that its user is frozen or out of money: as an error with its status, or as an answer that says so.",
         .choices = {"status", "chat"}},
        {.key = "display_currency", .kind = Text, .defaultValue = "USD",
         .text = "The currency that statements and balances are shown in, like EUR; the book itself is in US dollars.",
         .minimum = 3, .maximum = 3, .check = checkCurrency},
        {.key = "display_rate", .kind = Money, .defaultValue = "1.000000000",
         .text = "How much of that currency one US dollar is; for showing only."},
        {.key = "charge_months", .kind = Integer, .defaultValue = "0",
         .text = "For how many months single charges are kept before they are folded into a sum a month; 0 keeps them for ever.",
         .minimum = 0, .maximum = 1200},
        {.key = "reserve_output_tokens", .kind = Integer, .defaultValue = "4096",
         .text = "Output tokens that are set aside for a request when neither it nor its model names a limit.",
         .minimum = 1, .maximum = 10'000'000},
        {.key = "max_attempts", .kind = Integer, .defaultValue = "3",
         .text = "How many times one request is tried at most, over all routes.", .minimum = 1, .maximum = 20},
        {.key = "retry_deadline_ms", .kind = Duration, .defaultValue = "120000",
         .text = "After this long, a request that failed is not tried once more.", .minimum = 0, .maximum = kHourMs},
        {.key = "queue_wait_ms", .kind = Duration, .defaultValue = "20000",
         .text = "How long a request waits at most while every provider for it is busy; 0 = not at all.", .minimum = 0, .maximum = kHourMs,
         .aliases = {"queue_wait"}},
        {.key = "queue_length", .kind = Integer, .defaultValue = "1000",
         .text = "How many requests wait at the same time at most.", .minimum = 1, .maximum = 1'000'000},
        {.key = "cache_ttl_ms", .kind = Duration, .defaultValue = "3600000",
         .text = "How long an answer is kept for models and keys that have a cache.", .minimum = kSecondMs, .maximum = 31 * 24 * kHourMs},
        {.key = "cache_bytes", .kind = Bytes, .defaultValue = "67108864",
         .text = "Memory for cached answers; what was not used for longest goes first.", .minimum = 0, .maximum = 65536 * kMiB},
        {.key = "cache_hit_percent", .kind = Integer, .defaultValue = "0",
         .text = "What a user pays for a cached answer, in percent of the price.", .minimum = 0, .maximum = 100},
        {.key = "idempotency_ttl_ms", .kind = Duration, .defaultValue = "86400000",
         .text = "How long a request with an Idempotency-Key may be repeated and gets the first one's answer.", .minimum = kSecondMs,
         .maximum = 31 * 24 * kHourMs},
        {.key = "idempotency_bytes", .kind = Bytes, .defaultValue = "67108864",
         .text = "Memory, and space in the database, for the answers of such requests; the oldest go first.", .minimum = 0, .maximum = 65536 * kMiB},
        {.key = "time_zone", .kind = Text, .defaultValue = "",
         .text = "Where the midnight of daily limits is, like Europe/Berlin; empty means the system's time zone.",
         .maximum = 100, .check = checkTimeZone},
        {.key = "keep_alive_ping_ms", .kind = Duration, .defaultValue = "15000",
         .text = "How long a stream may be silent before the client is sent a ping.",
         .minimum = kSecondMs, .maximum = kHourMs},
        {.key = "contact", .kind = Text, .defaultValue = "",
         .text = "Whom to ask about keys and balances; shown in refusals.", .maximum = 500, .check = checkPlainLine},
        {.key = "trial_credit", .kind = Money, .defaultValue = "0.000000000",
         .text = "US dollars that every new user gets once, beside an opening balance."},
        {.key = "request_log_days", .kind = Integer, .defaultValue = "30",
         .text = "For how many days single requests are kept; statements and balances are kept for ever.", .minimum = 1, .maximum = 3650},
        {.key = "request_log_bytes", .kind = Bytes, .defaultValue = "2147483648",
         .text = "How large the log of single requests may grow before its oldest days go; 0 means no limit.",
         .minimum = 0, .maximum = kMiB * kMiB},
        {.key = "backup_hours", .kind = Integer, .defaultValue = "24",
         .text = "How many hours lie between two backups of the database; 0 means none are made.", .minimum = 0, .maximum = 8760},
        {.key = "backup_count", .kind = Integer, .defaultValue = "7",
         .text = "How many backups are kept; the oldest goes when another is made.", .minimum = 1, .maximum = 1000},
        {.key = "trusted_proxies", .kind = List, .defaultValue = "",
         .text = "Addresses and blocks of reverse proxies in front, like 10.0.0.2; only from them X-Forwarded-For is believed.",
         .maximum = 16 * kKiB},
        {.key = "header_bytes", .kind = Bytes, .defaultValue = "32768",
         .text = "The largest request head that is accepted.", .minimum = kKiB, .maximum = kMiB},
        {.key = "body_bytes", .kind = Bytes, .defaultValue = "52428800",
         .text = "The largest request body that is accepted.", .minimum = kKiB, .maximum = 2048 * kMiB,
         .aliases = {"max_body_bytes"}},
        {.key = "max_buffered_bytes", .kind = Bytes, .defaultValue = "536870912",
         .text = "What requests and answers may hold in memory at once, in all; above it new requests are asked to come back (503).",
         .minimum = 16 * kMiB, .maximum = 1024 * 1024 * kMiB},
        {.key = "max_spooled_bytes", .kind = Bytes, .defaultValue = "4294967296",
         .text = "What large request bodies may take on the disk at once, in all; 0 refuses every body above 1 MiB.",
         .maximum = 1024 * 1024 * kMiB},
        {.key = "header_timeout_ms", .kind = Duration, .defaultValue = "15000",
         .text = "How long a client may take to send a request head.", .minimum = 100, .maximum = kHourMs},
        {.key = "idle_timeout_ms", .kind = Duration, .defaultValue = "75000",
         .text = "How long a connection without a request stays open.", .minimum = 100, .maximum = 24 * kHourMs},
        {.key = "write_timeout_ms", .kind = Duration, .defaultValue = "60000",
         .text = "How long a client may read nothing of its answer before it is dropped.",
         .minimum = 100, .maximum = 24 * kHourMs},
        {.key = "max_connections", .kind = Integer, .defaultValue = "20000",
         .text = "Client connections in all.", .minimum = 1, .maximum = 1'000'000},
        {.key = "max_connections_per_address", .kind = Integer, .defaultValue = "256",
         .text = "Client connections from one address; this machine itself is not limited.",
         .minimum = 1, .maximum = 1'000'000},
        {.key = "cors_origins", .kind = List, .defaultValue = "",
         .text = "Web origins whose pages may call the API, like https://chat.example.com; * allows every page.",
         .maximum = 16 * kKiB, .check = checkOrigin},
        {.key = "listen_address", .kind = Text, .defaultValue = "127.0.0.1:11480",
         .text = "The address and port that clients connect to; 0.0.0.0:11480 shares it with the network.",
         .minimum = 1, .maximum = 100, .aliases = {"listen"}, .needsRestart = true, .check = checkListenAddress},
    };
}

Error unexpected(const Setting& setting, std::string_view expected, std::string_view found)
{
    std::string message = "expected " + std::string(expected);
    if (!setting.secret)
        message += ", found " + quotedText(found);
    return {ErrorCode::InvalidArgument, std::move(message)};
}

struct Unit
{
    std::string_view name;
    std::int64_t factor;
};
constexpr std::array kDurationUnits{Unit{"ms", 1}, Unit{"s", kSecondMs}, Unit{"m", 60 * kSecondMs}, Unit{"h", kHourMs}};
constexpr std::array kByteUnits{Unit{"KiB", kKiB}, Unit{"MiB", kMiB}, Unit{"GiB", 1024 * kMiB}};

std::string range(const Setting& setting)
{
    return " from " + std::to_string(setting.minimum) + " to " + std::to_string(setting.maximum);
}

Result<std::string> normaliseNumber(const Setting& setting, std::string_view text, std::span<const Unit> units)
{
    std::string expected = setting.kind == SettingKind::Duration ? "milliseconds" + range(setting) + " (or a number with ms, s, m or h)"
        : setting.kind == SettingKind::Bytes ? "bytes" + range(setting) + " (or a number with KiB, MiB or GiB)"
                                             : "a whole number" + range(setting);
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, failure] = std::from_chars(text.data(), end, value);
    std::int64_t factor = rest == end ? 1 : 0;
    for (const Unit& unit : units) {
        if (std::string_view(rest, static_cast<std::size_t>(end - rest)) == unit.name)
            factor = unit.factor;
    }
    const bool inRange = failure == std::errc{} && factor != 0 && value >= 0 && value <= setting.maximum / factor
        && value * factor >= setting.minimum;
    if (!inRange)
        return unexpected(setting, expected, text);
    return std::to_string(value * factor);
}

Result<std::string> normaliseChoice(const Setting& setting, std::string_view text)
{
    if (std::find(setting.choices.begin(), setting.choices.end(), text) != setting.choices.end())
        return std::string(text);
    std::string expected;
    for (const std::string_view choice : setting.choices)
        expected += (expected.empty() ? "" : choice == setting.choices.back() ? " or " : ", ") + std::string(choice);
    return unexpected(setting, expected, text);
}

Result<std::string> normaliseText(const Setting& setting, std::string_view text)
{
    const auto size = static_cast<std::int64_t>(text.size());
    if (size < setting.minimum || size > setting.maximum)
        return unexpected(setting, "at most " + std::to_string(setting.maximum) + " bytes of text", text);
    if (setting.check) {
        if (const std::string_view expected = setting.check(text); !expected.empty())
            return unexpected(setting, expected, text);
    }
    return std::string(text);
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

std::vector<std::string> splitList(std::string_view text)
{
    std::vector<std::string> items;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        items.emplace_back(trimmed(text.substr(0, comma)));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return items;
}

Result<std::string> normaliseList(const Setting& setting, std::string_view text)
{
    std::string joined;
    for (const std::string& item : splitList(text)) {
        if (const std::string_view expected = setting.check ? setting.check(item) : ""; !expected.empty())
            return unexpected(setting, expected, item);
        joined += (joined.empty() ? "" : ",") + item;
    }
    if (static_cast<std::int64_t>(joined.size()) > setting.maximum)
        return unexpected(setting, "at most " + std::to_string(setting.maximum) + " bytes of text", joined);
    return joined;
}

Result<std::string> normaliseMoney(const Setting& setting, std::string_view text)
{
    const Result<Money> money = Money::parse(text);
    if (!money || money->isNegative())
        return unexpected(setting, "an amount like \"2.50\"", text);
    return money->toString();
}

} // namespace

std::string_view toString(SettingKind kind)
{
    switch (kind) {
    case SettingKind::Bool: return "true or false";
    case SettingKind::Integer: return "whole number";
    case SettingKind::Duration: return "milliseconds";
    case SettingKind::Bytes: return "bytes";
    case SettingKind::Text: return "text";
    case SettingKind::Choice: return "choice";
    case SettingKind::Money: return "amount";
    case SettingKind::List: return "list";
    }
    return "";
}

std::span<const Setting> SettingsCatalogue::all()
{
    static const std::vector<Setting> catalogue = makeCatalogue();
    return catalogue;
}

const Setting* SettingsCatalogue::find(std::string_view key)
{
    for (const Setting& setting : all()) {
        if (setting.key == key || std::find(setting.aliases.begin(), setting.aliases.end(), key) != setting.aliases.end())
            return &setting;
    }
    return nullptr;
}

std::vector<std::string_view> SettingsCatalogue::keys()
{
    std::vector<std::string_view> keys;
    for (const Setting& setting : all())
        keys.push_back(setting.key);
    return keys;
}

Result<std::string> SettingsCatalogue::normalise(std::string_view key, std::string_view text)
{
    if (const Setting* setting = find(key))
        return normalise(*setting, text);
    return Error{ErrorCode::NotFound, "there is no setting " + quotedText(key) + didYouMean(key, keys())};
}

Result<std::string> SettingsCatalogue::normalise(const Setting& setting, std::string_view text)
{
    switch (setting.kind) {
    case SettingKind::Bool:
        return text == "true" || text == "false" ? Result<std::string>(std::string(text))
                                                 : unexpected(setting, "true or false", text);
    case SettingKind::Integer: return normaliseNumber(setting, text, {});
    case SettingKind::Duration: return normaliseNumber(setting, text, kDurationUnits);
    case SettingKind::Bytes: return normaliseNumber(setting, text, kByteUnits);
    case SettingKind::Text: return normaliseText(setting, text);
    case SettingKind::Choice: return normaliseChoice(setting, text);
    case SettingKind::Money: return normaliseMoney(setting, text);
    case SettingKind::List: return normaliseList(setting, text);
    }
    return Error{ErrorCode::Internal, "a setting of an unknown kind"};
}

std::string SettingValues::text(std::string_view key) const
{
    if (const auto found = m_stored.find(std::string(key)); found != m_stored.end())
        return found->second;
    const Setting* setting = SettingsCatalogue::find(key);
    assert(setting);
    return setting ? std::string(setting->defaultValue) : std::string();
}

bool SettingValues::flag(std::string_view key) const
{
    return text(key) == "true";
}

std::int64_t SettingValues::number(std::string_view key) const
{
    const std::string digits = text(key);
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

std::chrono::milliseconds SettingValues::duration(std::string_view key) const
{
    return std::chrono::milliseconds{number(key)};
}

std::vector<std::string> SettingValues::list(std::string_view key) const
{
    return splitList(text(key));
}

} // namespace lanyard
