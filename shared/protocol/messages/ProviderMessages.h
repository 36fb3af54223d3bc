#pragma once

#include "protocol/messages/CommonMessages.h"

namespace lanyard {

// Providers and their credentials. Field names are those of the declarative file.

/// Milliseconds; 0 = none.
struct TimeoutsInfo
{
    std::uint32_t connectMs = 0;
    std::uint32_t firstByteMs = 0;
    std::uint32_t wholeMs = 0;
    std::uint32_t idleMs = 0;
    std::uint32_t totalMs = 0;

    static constexpr auto fields()
    {
        using S = TimeoutsInfo;
        return std::tuple{must("connect_ms", &S::connectMs), must("first_byte_ms", &S::firstByteMs),
                          must("whole_ms", &S::wholeMs), must("idle_ms", &S::idleMs), must("total_ms", &S::totalMs)};
    }
    bool operator==(const TimeoutsInfo&) const = default;
};

struct TimeoutsPatch
{
    std::optional<std::uint32_t> connectMs;
    std::optional<std::uint32_t> firstByteMs;
    std::optional<std::uint32_t> wholeMs;
    std::optional<std::uint32_t> idleMs;
    std::optional<std::uint32_t> totalMs;

    static constexpr auto fields()
    {
        using S = TimeoutsPatch;
        return std::tuple{may("connect_ms", &S::connectMs), may("first_byte_ms", &S::firstByteMs),
                          may("whole_ms", &S::wholeMs), may("idle_ms", &S::idleMs), may("total_ms", &S::totalMs)};
    }
    bool operator==(const TimeoutsPatch&) const = default;
};

/// One of a provider's own limits, as its answers tell it.
struct AllowanceInfo
{
    std::uint64_t limit = 0; ///< 0 where the provider does not say it and nothing is left
    std::uint64_t remaining = 0;
    std::uint64_t resetInMs = 0;

    static constexpr auto fields()
    {
        using S = AllowanceInfo;
        return std::tuple{must("limit", &S::limit), must("remaining", &S::remaining), must("reset_in_ms", &S::resetInMs)};
    }
    bool operator==(const AllowanceInfo&) const = default;
};

/// What is left of a credential's limits at its provider, for one model.
struct HeadroomInfo
{
    QString model;
    std::optional<AllowanceInfo> requests;
    std::optional<AllowanceInfo> tokens;

    static constexpr auto fields()
    {
        using S = HeadroomInfo;
        return std::tuple{must("model", &S::model), may("requests", &S::requests), may("tokens", &S::tokens)};
    }
    bool operator==(const HeadroomInfo&) const = default;
};

struct CredentialInfo
{
    QString provider;
    QString name;
    QString keyPrefix; ///< first characters, for display; "" without a key
    std::uint32_t weight = 1;
    bool enabled = true;
    LimitsInfo limits;
    // Live
    QString state;  ///< "ready", "cooling", "out_of_quota", "disabled", "breaker_open", "locked"
    QString reason; ///< why it is not ready; the provider's own words where there are any
    std::optional<std::uint64_t> retryInMs;
    std::uint32_t inFlight = 0;
    std::uint64_t requests = 0; ///< since the service started
    std::uint64_t failures = 0;
    std::vector<HeadroomInfo> headroom; ///< as the provider told it with its answers, where it did

    static constexpr auto fields()
    {
        using S = CredentialInfo;
        return std::tuple{
            must("provider", &S::provider),  must("name", &S::name),         must("key_prefix", &S::keyPrefix),
            must("weight", &S::weight),      must("enabled", &S::enabled),   must("limits", &S::limits),
            must("state", &S::state),        must("reason", &S::reason),     may("retry_in_ms", &S::retryInMs),
            must("in_flight", &S::inFlight), must("requests", &S::requests), must("failures", &S::failures),
            may("headroom", &S::headroom)};
    }
    bool operator==(const CredentialInfo&) const = default;
};

struct ProviderInfo
{
    QString name;
    QString kind;
    QString baseUrl;
    QString proxy;
    TextMap headers;
    bool enabled = true;
    TimeoutsInfo timeouts;
    LimitsInfo limits;
    TextMap options;
    std::vector<CredentialInfo> credentials;

    static constexpr auto fields()
    {
        using S = ProviderInfo;
        return std::tuple{must("name", &S::name),         must("kind", &S::kind),
                          must("base_url", &S::baseUrl),  must("proxy", &S::proxy),
                          must("headers", &S::headers),   must("enabled", &S::enabled),
                          must("timeouts", &S::timeouts), must("limits", &S::limits),
                          must("options", &S::options),   must("credentials", &S::credentials)};
    }
    bool operator==(const ProviderInfo&) const = default;
};

struct ProviderListResult
{
    std::vector<ProviderInfo> providers;

    static constexpr auto fields() { return std::tuple{must("providers", &ProviderListResult::providers)}; }
    bool operator==(const ProviderListResult&) const = default;
};

/// A credential as it is written inside its provider.
struct CredentialFields
{
    QString name;
    std::optional<Secret> key;
    std::optional<std::uint32_t> weight;
    std::optional<bool> enabled;
    std::optional<LimitsPatch> limits;

    static constexpr auto fields()
    {
        using S = CredentialFields;
        return std::tuple{must("name", &S::name), may("key", &S::key), may("weight", &S::weight),
                          may("enabled", &S::enabled), may("limits", &S::limits)};
    }
    bool operator==(const CredentialFields&) const = default;
};

/// add and set; what is absent is left alone (set) or takes its default (add).
struct ProviderParams
{
    QString name;
    std::optional<QString> kind;
    std::optional<QString> baseUrl;
    Patch<QString> proxy; ///< null = none
    std::optional<TextMap> headers;
    std::optional<bool> enabled;
    std::optional<TimeoutsPatch> timeouts;
    std::optional<LimitsPatch> limits;
    std::optional<TextMap> options;
    std::optional<std::vector<CredentialFields>> credentials;

    static constexpr auto fields()
    {
        using S = ProviderParams;
        return std::tuple{must("name", &S::name),        may("kind", &S::kind),
                          may("base_url", &S::baseUrl),  may("proxy", &S::proxy),
                          may("headers", &S::headers),   may("enabled", &S::enabled),
                          may("timeouts", &S::timeouts), may("limits", &S::limits),
                          may("options", &S::options),   may("credentials", &S::credentials)};
    }
    bool operator==(const ProviderParams&) const = default;
};

/// One small request to the provider itself.
struct ProviderCheckParams
{
    QString name;
    std::optional<QString> credential; ///< absent: the first usable one
    std::optional<QString> model = {}; ///< the provider's own name: asks it for one word; absent: asks for the list of models

    static constexpr auto fields()
    {
        return std::tuple{must("name", &ProviderCheckParams::name),
                          may("credential", &ProviderCheckParams::credential), may("model", &ProviderCheckParams::model)};
    }
    bool operator==(const ProviderCheckParams&) const = default;
};

struct ProviderCheckResult
{
    bool ok = false;
    int status = 0; ///< HTTP; 0 = no answer
    std::uint64_t ms = 0;
    QString message;    ///< the provider's own words when it is not ok
    QStringList models; ///< what the provider offers, as it lists them

    static constexpr auto fields()
    {
        using S = ProviderCheckResult;
        return std::tuple{must("ok", &S::ok), must("status", &S::status), must("ms", &S::ms),
                          must("message", &S::message), must("models", &S::models)};
    }
    bool operator==(const ProviderCheckResult&) const = default;
};

/// A model server that answers on one of the usual ports of the service's own machine.
struct DiscoveredServer
{
    QString preset; ///< "ollama", "lm-studio", "llama-cpp", "vllm"
    QString title;  ///< for people
    QString kind;
    QString baseUrl;
    std::uint64_t ms = 0;
    QStringList models;
    QString provider; ///< the one that has this address already; "" = none

    static constexpr auto fields()
    {
        using S = DiscoveredServer;
        return std::tuple{must("preset", &S::preset), must("title", &S::title), must("kind", &S::kind), must("base_url", &S::baseUrl),
                          must("ms", &S::ms), must("models", &S::models), must("provider", &S::provider)};
    }
    bool operator==(const DiscoveredServer&) const = default;
};

struct DiscoverResult
{
    std::vector<DiscoveredServer> servers;

    static constexpr auto fields() { return std::tuple{must("servers", &DiscoverResult::servers)}; }
    bool operator==(const DiscoverResult&) const = default;
};

struct CredentialListParams
{
    std::optional<QString> provider; ///< absent = of all

    static constexpr auto fields() { return std::tuple{may("provider", &CredentialListParams::provider)}; }
    bool operator==(const CredentialListParams&) const = default;
};

struct CredentialListResult
{
    std::vector<CredentialInfo> credentials;

    static constexpr auto fields() { return std::tuple{must("credentials", &CredentialListResult::credentials)}; }
    bool operator==(const CredentialListResult&) const = default;
};

struct CredentialRef
{
    QString provider;
    QString name;

    static constexpr auto fields()
    {
        return std::tuple{must("provider", &CredentialRef::provider), must("name", &CredentialRef::name)};
    }
    bool operator==(const CredentialRef&) const = default;
};

struct CredentialParams
{
    QString provider;
    QString name;
    std::optional<Secret> key;
    std::optional<std::uint32_t> weight;
    std::optional<bool> enabled;
    std::optional<LimitsPatch> limits;

    static constexpr auto fields()
    {
        using S = CredentialParams;
        return std::tuple{must("provider", &S::provider), must("name", &S::name),      may("key", &S::key),
                          may("weight", &S::weight),      may("enabled", &S::enabled), may("limits", &S::limits)};
    }
    bool operator==(const CredentialParams&) const = default;
};

/// Either all, or those of one provider, or one.
struct CredentialResetParams
{
    std::optional<QString> provider;
    std::optional<QString> name;
    bool all = false;

    static constexpr auto fields()
    {
        using S = CredentialResetParams;
        return std::tuple{may("provider", &S::provider), may("name", &S::name), may("all", &S::all)};
    }
    bool operator==(const CredentialResetParams&) const = default;
};

struct CredentialResetResult
{
    int reset = 0; ///< how many credentials

    static constexpr auto fields() { return std::tuple{must("reset", &CredentialResetResult::reset)}; }
    bool operator==(const CredentialResetResult&) const = default;
};

} // namespace lanyard
