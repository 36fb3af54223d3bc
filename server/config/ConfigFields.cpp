#include "config/ConfigFields.h"

#include "config/FieldKinds.h"
#include "settings/NearestName.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

constexpr std::uint32_t kHighestWeight = 1'000'000;
constexpr std::uint64_t kMaxUint32 = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t kHighestTokens = 1'000'000'000'000'000;

using Weight = WholeNumber<std::uint32_t, 0, kHighestWeight>;
using RequestCount = OptionalNumber<std::uint32_t, 1, kMaxUint32>;
using TokenCount = OptionalNumber<std::uint64_t, 1, kHighestTokens>;
using LimitsGroup = FieldGroup<Limits, FieldShape::NumberMap>;
using TimeoutsGroup = FieldGroup<Timeouts, FieldShape::NumberMap>;
using CoolDownGroup = FieldGroup<CoolDown, FieldShape::NumberMap>;
using BreakerGroup = FieldGroup<BreakerRules, FieldShape::NumberMap>;
using BudgetGroup = FieldGroup<Budget, FieldShape::TextMap>;
using PriceGroup = FieldGroup<Price, FieldShape::TextMap>;

/// Keys of the file format, of any kind of object, that this version does not honour. Refused by name, because a limit
/// that is silently ignored is worse than none.
constexpr std::array<std::string_view, 14> kLaterKeys{
    "alerts", "budgets", "ceiling", "client_gone", "commands", "email", "fallback", "offline", "presets",
    "priority_class", "processors", "templates", "title_model", "tls"};

} // namespace

void reportUnknownKey(const std::string& key, const ConfigNode& value, const ConfigPath& path, std::vector<std::string_view> known,
                      const std::vector<std::string_view>& unsupported, ConfigProblems& problems)
{
    const auto has = [&](const auto& keys) { return std::find(keys.begin(), keys.end(), key) != keys.end(); };
    if (has(unsupported) || has(kLaterKeys))
        problems.add(value.line, path, "is not supported by this version", ErrorCode::Unsupported);
    else
        problems.add(value.line, path, "unknown key" + didYouMean(key, known));
}

template<>
const FieldTable<Limits>& fieldsOf()
{
    static const FieldTable<Limits> table{"limits", {
        field<RequestCount, &Limits::rpm>("rpm", "Requests in any 60 seconds."),
        field<TokenCount, &Limits::tpm>("tpm", "Tokens in any 60 seconds."),
        field<RequestCount, &Limits::rpd>("rpd", "Requests since local midnight."),
        field<TokenCount, &Limits::tpr>("tpr", "Tokens of one request."),
        field<RequestCount, &Limits::concurrency>("concurrency", "Requests at the same time."),
    }, {}};
    return table;
}

template<>
const FieldTable<CoolDown>& fieldsOf()
{
    static const FieldTable<CoolDown> table{"cool_down", {
        field<Milliseconds, &CoolDown::min>("min_ms", "The shortest rest."),
        field<Milliseconds, &CoolDown::max>("max_ms", "The longest rest; each is drawn anew in between."),
    }, {}};
    return table;
}

template<>
const FieldTable<BreakerRules>& fieldsOf()
{
    static const FieldTable<BreakerRules> table{"breaker", {
        field<WholeNumber<std::uint32_t, 1, 1000>, &BreakerRules::failures>("failures", "So many failures in a row pause the provider for this model."),
        field<WholeNumber<std::uint32_t, 0, 100>, &BreakerRules::successPercent>("success_percent", "So does a success rate of the last minute under this; 0 = never."),
        field<WholeNumber<std::uint32_t, 1, 1'000'000>, &BreakerRules::minRequests>("min_requests", "From how many attempts in the minute on the rate counts."),
        field<Milliseconds, &BreakerRules::slow>("slow_ms", "A first byte later than this is no success for the rate."),
        field<Milliseconds, &BreakerRules::pause>("pause_ms", "The first pause; each probe that fails doubles it."),
        field<Milliseconds, &BreakerRules::longestPause>("longest_pause_ms", "The longest pause."),
    }, {}};
    return table;
}

template<>
const FieldTable<Timeouts>& fieldsOf()
{
    static const FieldTable<Timeouts> table{"timeouts", {
        field<Milliseconds, &Timeouts::connect>("connect_ms", "Until the connection stands, TLS included."),
        field<Milliseconds, &Timeouts::firstByte>("first_byte_ms", "Streams: until the first byte of the answer."),
        field<Milliseconds, &Timeouts::whole>("whole_ms", "Plain answers: until the last byte."),
        field<Milliseconds, &Timeouts::idle>("idle_ms", "Streams: between two pieces."),
        field<Milliseconds, &Timeouts::total>("total_ms", "The whole call, streams included."),
    }, {}};
    return table;
}

template<>
const FieldTable<Price>& fieldsOf()
{
    static const FieldTable<Price> table{"price", {
        field<Amount, &Price::input>("input", "Per million prompt tokens."),
        field<Amount, &Price::output>("output", "Per million completion tokens."),
        field<OptionalAmount, &Price::cachedInput>("cached_input", "Per million prompt tokens read from the provider's cache; else as input."),
        field<OptionalAmount, &Price::cacheWrite5m>("cache_write_5m", "Per million prompt tokens written to a five-minute cache; else as input."),
        field<OptionalAmount, &Price::cacheWrite1h>("cache_write_1h", "Per million prompt tokens written to a one-hour cache; else as cache_write_5m."),
        field<OptionalAmount, &Price::reasoning>("reasoning", "Per million tokens spent on thinking; else as output."),
        field<OptionalAmount, &Price::audioInput>("audio_input", "Per million audio tokens of the prompt; else as input."),
        field<OptionalAmount, &Price::audioOutput>("audio_output", "Per million audio tokens of the answer; else as output."),
        field<Amount, &Price::perCall>("per_call", "For each request that is paid for."),
        field<Amount, &Price::image>("image", "For each picture that is made."),
        field<TierList, &Price::tiers>("tiers", "Other prices for long prompts, by their length."),
        field<ChangeList, &Price::changes>("changes", "What the price will be from a date on, whole."),
    }, {}};
    return table;
}

template<>
const FieldTable<PriceTier>& fieldsOf()
{
    static const FieldTable<PriceTier> table{"tier", {
        field<WholeNumber<std::uint64_t, 1, kHighestTokens>, &PriceTier::above>("above", "For prompts of more tokens than this."),
        field<OptionalAmount, &PriceTier::input>("input", "Per million prompt tokens; what is absent stays as it is below."),
        field<OptionalAmount, &PriceTier::output>("output", "Per million completion tokens."),
        field<OptionalAmount, &PriceTier::cachedInput>("cached_input", "Per million prompt tokens read from the provider's cache."),
        field<OptionalAmount, &PriceTier::cacheWrite5m>("cache_write_5m", "Per million prompt tokens written to a five-minute cache."),
        field<OptionalAmount, &PriceTier::cacheWrite1h>("cache_write_1h", "Per million prompt tokens written to a one-hour cache."),
        field<OptionalAmount, &PriceTier::reasoning>("reasoning", "Per million tokens spent on thinking."),
        field<OptionalAmount, &PriceTier::audioInput>("audio_input", "Per million audio tokens of the prompt."),
        field<OptionalAmount, &PriceTier::audioOutput>("audio_output", "Per million audio tokens of the answer."),
    }, {}};
    return table;
}

template<>
const FieldTable<Budget>& fieldsOf()
{
    static const FieldTable<Budget> table{"budget", {
        field<OptionalAmount, &Budget::amount>("amount", "US dollars that may be spent in a period."),
        field<TokenCount, &Budget::tokens>("tokens", "Tokens that may be spent in a period, of prompts and answers together."),
        field<PeriodWord, &Budget::period>("period", "When it begins anew."),
        field<ZoneName, &Budget::timeZone>("time_zone", "Where its midnight is; empty = where the service runs."),
    }, {}};
    return table;
}

template<>
const FieldTable<ProxyConfig>& fieldsOf()
{
    static const FieldTable<ProxyConfig> table{"proxy", {
        special<ProxyConfig>("name", "text", "Providers name it."),
        field<PlainText, &ProxyConfig::url>("url", "http://, https://, socks5:// or socks5h:// with host and port."),
        field<PlainText, &ProxyConfig::username>("username", "For proxies that ask for one."),
        field<HiddenText, &ProxyConfig::password>("password", "Kept sealed, never exported."),
    }, {}};
    return table;
}

template<>
const FieldTable<ProviderConfig>& fieldsOf()
{
    static const FieldTable<ProviderConfig> table{"provider", {
        special<ProviderConfig>("name", "text without : and /", "Routes name it."),
        special<ProviderConfig>("preset", "name of a well-known service", "Fills in kind, base_url and options where they are not given; never exported."),
        required(field<KindWord, &ProviderConfig::kind>("kind", "What the service speaks; a new provider needs it or a preset.")),
        field<PlainText, &ProviderConfig::baseUrl>("base_url", "Where the service is; without a path it gets the kind's own (/v1)."),
        field<PlainText, &ProviderConfig::proxy>("proxy", "Name of the proxy to go through."),
        headerFields("headers", "Header fields sent with each call; one whose value comes from a variable is kept sealed, never exported, and stays as it is while its value is null."),
        field<Flag, &ProviderConfig::enabled>("enabled", "Whether it is used."),
        field<TimeoutsGroup, &ProviderConfig::timeouts>("timeouts", "How long a call may take."),
        field<LimitsGroup, &ProviderConfig::limits>("limits", "What all credentials together may do."),
        field<CoolDownGroup, &ProviderConfig::coolDown>("cool_down", "How long a slot rests after each request, for credentials without one of their own."),
        field<KindOptions, &ProviderConfig::options>("options", "What only this kind knows."),
        special<ProviderConfig>("credentials", "list: see credential", "The pool of secrets.", FieldShape::ObjectList),
    }, {"balance", "models", "multiplier"}};
    return table;
}

template<>
const FieldTable<CredentialConfig>& fieldsOf()
{
    static const FieldTable<CredentialConfig> table{"credential", {
        special<CredentialConfig>("name", "text without /", "Unique in its provider."),
        special<CredentialConfig>("id", "text without :", "The first half of a pair (ernie, aliyun-ocr); stands before the key, with a colon between them."),
        special<CredentialConfig>("key", "secret text", "Kept sealed, never exported; empty for services without one; absent leaves it as it is."),
        field<PlainText, &CredentialConfig::proxy>("proxy", "Name of the proxy to go through instead of the provider's."),
        field<Weight, &CredentialConfig::weight>("weight", "Its share among the credentials."),
        field<Flag, &CredentialConfig::enabled>("enabled", "Whether it is used."),
        field<LimitsGroup, &CredentialConfig::limits>("limits", "What it may do."),
        field<CoolDownGroup, &CredentialConfig::coolDown>("cool_down", "How long a slot (limits.concurrency) rests after each request."),
    }, {}};
    return table;
}

template<>
const FieldTable<RouteConfig>& fieldsOf()
{
    static const FieldTable<RouteConfig> table{"route", {
        special<RouteConfig>("provider", "text", "Name of the provider."),
        special<RouteConfig>("model", "text", "The provider's own name for the model; absent = the model's name."),
        field<WholeNumber<std::uint32_t, 0, kHighestWeight>, &RouteConfig::priority>("priority", "0 is asked first."),
        field<Weight, &RouteConfig::weight>("weight", "Its share where the strategy goes by weight."),
        field<Flag, &RouteConfig::enabled>("enabled", "Whether it is used."),
        field<PriceGroup, &RouteConfig::upstreamPrice>("upstream_price", "What the provider bills, for reports; else the shipped list's price, else what the user pays."),
    }, {}};
    return table;
}

template<>
const FieldTable<ModelConfig>& fieldsOf()
{
    static const FieldTable<ModelConfig> table{"model", {
        special<ModelConfig>("name", "text", "What clients ask for; with * it answers every name that fits."),
        field<Flag, &ModelConfig::enabled>("enabled", "Whether it is served."),
        field<StrategyWord, &ModelConfig::strategy>("strategy", "How a route is picked; else as the setting default_strategy says."),
        field<TextList, &ModelConfig::aliases>("aliases", "Other names for it."),
        field<OptionalNumber<std::uint32_t, 1, 1'000'000'000>, &ModelConfig::maxOutput>("max_output", "Output tokens set aside for a request that names no limit."),
        field<BreakerGroup, &ModelConfig::breaker>("breaker", "When a provider is no longer asked for it, for a while."),
        field<Flag, &ModelConfig::affinity>("affinity", "Whether a conversation stays with one credential, for its prompt cache."),
        field<Flag, &ModelConfig::hedging>("hedging", "Whether a stream that is late to begin is asked for a second time."),
        field<Flag, &ModelConfig::cache>("cache", "Whether whole answers are kept for the same user's same request."),
        field<PriceGroup, &ModelConfig::price>("price", "US dollars per million tokens; null takes it away."),
        special<ModelConfig>("routes", "list: see route", "Where it can be had, in order; replaces the list.", FieldShape::ObjectList),
    }, {"context", "upstream_price", "limits", "rpm_per_user"}};
    return table;
}

template<>
const FieldTable<GroupConfig>& fieldsOf()
{
    static const FieldTable<GroupConfig> table{"group", {
        special<GroupConfig>("name", "text", "Users name it."),
        field<Multiplier, &GroupConfig::multiplierMicro>("multiplier", "Factor on every price."),
        field<TextList, &GroupConfig::models>("models", "Models its users may use, * allowed; empty = all."),
        field<LimitsGroup, &GroupConfig::limits>("limits", "What all its users together may do."),
        field<BudgetGroup, &GroupConfig::budget>("budget", "What all its users together may spend; null takes it away."),
        field<LimitsByModel, &GroupConfig::modelLimits>("model_limits", "What each of its users may do with a model, * allowed in its name."),
    }, {}};
    return table;
}

template<>
const FieldTable<UserConfig>& fieldsOf()
{
    static const FieldTable<UserConfig> table{"user", {
        special<UserConfig>("name", "text", "Unique."),
        field<PlainText, &UserConfig::group>("group", "Name of the group."),
        field<Flag, &UserConfig::enabled>("enabled", "Whether requests are served."),
        field<Flag, &UserConfig::frozen>("frozen", "Frozen by hand: requests are refused with that reason."),
        special<UserConfig>("balance", "US dollars", "The opening deposit, booked once when the user is created; ignored afterwards."),
        field<LimitsGroup, &UserConfig::limits>("limits", "What all keys together may do."),
        field<WholeNumber<std::uint32_t, 1, 1000>, &UserConfig::queueWeight>("queue_weight", "Share of what comes free while requests wait."),
        field<BudgetGroup, &UserConfig::budget>("budget", "What all keys together may spend; null takes it away."),
        field<LimitsByModel, &UserConfig::modelLimits>("model_limits", "What the user may do with a model, * allowed in its name; before the group's."),
        special<UserConfig>("keys", "list: see key", "The user's API keys.", FieldShape::ObjectList),
    }, {"models", "password", "language"}};
    return table;
}

template<>
const FieldTable<ApiKeyConfig>& fieldsOf()
{
    static const FieldTable<ApiKeyConfig> table{"key", {
        special<ApiKeyConfig>("name", "text", "Unique among the user's keys."),
        special<ApiKeyConfig>("key", "secret text of 8 to 256 characters", "Stored as a hash only; absent: a new key is made and shown once."),
        field<Flag, &ApiKeyConfig::enabled>("enabled", "Whether requests are served."),
        special<ApiKeyConfig>("revoked", "true or false", "Revoked for ever.", FieldShape::Bool),
        field<TextList, &ApiKeyConfig::models>("models", "Models it may use, * allowed; empty = all."),
        field<TextList, &ApiKeyConfig::ips>("ips", "Addresses and blocks (192.168.1.0/24) it may be used from; empty = everywhere."),
        field<Moment, &ApiKeyConfig::expires>("expires", "From when on it is refused."),
        field<LimitsGroup, &ApiKeyConfig::limits>("limits", "What it may do."),
        field<Flag, &ApiKeyConfig::cache>("cache", "Whether whole answers are kept for the same user's same request."),
        field<BudgetGroup, &ApiKeyConfig::budget>("budget", "What it may spend; null takes it away."),
        field<ErrorStyleWord, &ApiKeyConfig::errorStyle>("error_style", "How its chats are told that they are refused; else as the setting error_style says."),
    }, {}};
    return table;
}

} // namespace lanyard
