#pragma once

#include "protocol/messages/CommonMessages.h"

namespace lanyard {

// Models, their routes and prices. Field names are those of the declarative file.

/// Other prices for prompts of more than `above` tokens; absent = as below.
struct PriceTierInfo
{
    std::uint64_t above = 0;
    std::optional<Money> input;
    std::optional<Money> output;
    std::optional<Money> cachedInput;
    std::optional<Money> cacheWrite5m = {};
    std::optional<Money> cacheWrite1h = {};
    std::optional<Money> reasoning = {};
    std::optional<Money> audioInput = {};
    std::optional<Money> audioOutput = {};

    static constexpr auto fields()
    {
        using S = PriceTierInfo;
        return std::tuple{must("above", &S::above),
                          may("input", &S::input),
                          may("output", &S::output),
                          may("cached_input", &S::cachedInput),
                          may("cache_write_5m", &S::cacheWrite5m),
                          may("cache_write_1h", &S::cacheWrite1h),
                          may("reasoning", &S::reasoning),
                          may("audio_input", &S::audioInput),
                          may("audio_output", &S::audioOutput)};
    }
    bool operator==(const PriceTierInfo&) const = default;
};

/// What a price will be from a date on.
struct PriceChangeInfo
{
    WallTime effective{};
    Money input;
    Money output;
    std::optional<Money> cachedInput;
    std::optional<Money> cacheWrite5m;
    std::optional<Money> cacheWrite1h;
    std::optional<Money> reasoning;
    std::optional<Money> audioInput;
    std::optional<Money> audioOutput;
    std::optional<Money> perCall;
    std::optional<Money> image = {};
    std::optional<std::vector<PriceTierInfo>> tiers = {};

    static constexpr auto fields()
    {
        using S = PriceChangeInfo;
        return std::tuple{must("effective", &S::effective),
                          must("input", &S::input),
                          must("output", &S::output),
                          may("cached_input", &S::cachedInput),
                          may("cache_write_5m", &S::cacheWrite5m),
                          may("cache_write_1h", &S::cacheWrite1h),
                          may("reasoning", &S::reasoning),
                          may("audio_input", &S::audioInput),
                          may("audio_output", &S::audioOutput),
                          may("per_call", &S::perCall),
                          may("image", &S::image),
                          may("tiers", &S::tiers)};
    }
    bool operator==(const PriceChangeInfo&) const = default;
};

/// USD per million tokens; absent = the neighbouring bucket's price.
struct PriceInfo
{
    Money input;
    Money output;
    std::optional<Money> cachedInput;
    std::optional<Money> cacheWrite5m;
    std::optional<Money> cacheWrite1h;
    std::optional<Money> reasoning;
    std::optional<Money> audioInput;
    std::optional<Money> audioOutput;
    std::optional<Money> perCall; ///< USD for each request
    std::optional<std::vector<PriceTierInfo>> tiers = {};
    std::optional<Money> image = {}; ///< USD for each picture that is made
    std::optional<std::vector<PriceChangeInfo>> changes = {};

    static constexpr auto fields()
    {
        using S = PriceInfo;
        return std::tuple{must("input", &S::input),
                          must("output", &S::output),
                          may("cached_input", &S::cachedInput),
                          may("cache_write_5m", &S::cacheWrite5m),
                          may("cache_write_1h", &S::cacheWrite1h),
                          may("reasoning", &S::reasoning),
                          may("audio_input", &S::audioInput),
                          may("audio_output", &S::audioOutput),
                          may("per_call", &S::perCall),
                          may("tiers", &S::tiers),
                          may("image", &S::image),
                          may("changes", &S::changes)};
    }
    bool operator==(const PriceInfo&) const = default;
};

/// A change of a price: each part may be left alone, taken away (null) or set.
struct PricePatch
{
    Patch<Money> input;
    Patch<Money> output;
    Patch<Money> cachedInput;
    Patch<Money> cacheWrite5m;
    Patch<Money> cacheWrite1h;
    Patch<Money> reasoning;
    Patch<Money> audioInput;
    Patch<Money> audioOutput;
    Patch<Money> perCall;
    Patch<Money> image = {};
    std::optional<std::vector<PriceTierInfo>> tiers = {}; ///< replaces the list

    static constexpr auto fields()
    {
        using S = PricePatch;
        return std::tuple{may("input", &S::input),
                          may("output", &S::output),
                          may("cached_input", &S::cachedInput),
                          may("cache_write_5m", &S::cacheWrite5m),
                          may("cache_write_1h", &S::cacheWrite1h),
                          may("reasoning", &S::reasoning),
                          may("audio_input", &S::audioInput),
                          may("audio_output", &S::audioOutput),
                          may("per_call", &S::perCall),
                          may("image", &S::image),
                          may("tiers", &S::tiers)};
    }
    bool operator==(const PricePatch&) const = default;
};

struct RouteInfo
{
    QString provider;
    QString model; ///< the provider's own name
    std::uint32_t priority = 0;
    std::uint32_t weight = 1;
    bool enabled = true;
    std::optional<PriceInfo> upstreamPrice = {}; ///< what the provider bills, where the owner says it

    static constexpr auto fields()
    {
        using S = RouteInfo;
        return std::tuple{must("provider", &S::provider), must("model", &S::model),     may("priority", &S::priority),
                          may("weight", &S::weight),      may("enabled", &S::enabled), may("upstream_price", &S::upstreamPrice)};
    }
    bool operator==(const RouteInfo&) const = default;
};

struct ModelInfo
{
    QString name;
    bool enabled = true;
    QString strategy;
    QStringList aliases;
    std::vector<RouteInfo> routes;
    std::optional<PriceInfo> price;
    std::optional<std::uint32_t> maxOutput;
    bool affinity = true; ///< a conversation stays with one credential
    bool hedging = false; ///< a stream that is late to begin is asked for a second time
    bool cache = false;   ///< whole answers are kept for the same user's same request

    static constexpr auto fields()
    {
        using S = ModelInfo;
        return std::tuple{must("name", &S::name),          must("enabled", &S::enabled), must("strategy", &S::strategy),
                          must("aliases", &S::aliases),    must("routes", &S::routes),   may("price", &S::price),
                          may("max_output", &S::maxOutput), may("affinity", &S::affinity), may("hedging", &S::hedging),
                          may("cache", &S::cache)};
    }
    bool operator==(const ModelInfo&) const = default;
};

struct ModelListResult
{
    std::vector<ModelInfo> models;

    static constexpr auto fields() { return std::tuple{must("models", &ModelListResult::models)}; }
    bool operator==(const ModelListResult&) const = default;
};

/// A route as add and set take it.
struct RouteFields
{
    QString provider;
    QString model;
    std::optional<std::uint32_t> priority;
    std::optional<std::uint32_t> weight;
    std::optional<bool> enabled;

    static constexpr auto fields()
    {
        using S = RouteFields;
        return std::tuple{must("provider", &S::provider), must("model", &S::model), may("priority", &S::priority),
                          may("weight", &S::weight), may("enabled", &S::enabled)};
    }
    bool operator==(const RouteFields&) const = default;
};

struct RouteRef
{
    QString provider;
    QString model;

    static constexpr auto fields()
    {
        return std::tuple{must("provider", &RouteRef::provider), must("model", &RouteRef::model)};
    }
    bool operator==(const RouteRef&) const = default;
};

struct ModelParams
{
    QString name;
    std::optional<bool> enabled;
    std::optional<QString> strategy;
    std::optional<QStringList> aliases;
    std::optional<std::vector<RouteFields>> routes;    ///< replaces the whole list
    std::optional<std::vector<RouteRef>> removeRoutes; ///< set only, instead of `routes`
    Patch<PricePatch> price;                           ///< null = none
    Patch<std::uint32_t> maxOutput;
    std::optional<bool> affinity;
    std::optional<bool> hedging;
    std::optional<bool> cache;

    static constexpr auto fields()
    {
        using S = ModelParams;
        return std::tuple{must("name", &S::name),        may("enabled", &S::enabled),
                          may("strategy", &S::strategy), may("aliases", &S::aliases),
                          may("routes", &S::routes),     may("remove_routes", &S::removeRoutes),
                          may("price", &S::price),       may("max_output", &S::maxOutput),
                          may("affinity", &S::affinity), may("hedging", &S::hedging), may("cache", &S::cache)};
    }
    bool operator==(const ModelParams&) const = default;
};

struct PriceRow
{
    QString model;
    std::optional<PriceInfo> price; ///< absent: none is set
    QString from = {};                   ///< "owner", "catalogue", "ceiling"; "" = there is none
    std::optional<QString> page = {};    ///< of the catalogue: where the service tells its prices
    std::optional<QString> asOf = {};    ///< of the catalogue: the figures' date

    static constexpr auto fields()
    {
        using S = PriceRow;
        return std::tuple{must("model", &S::model), may("price", &S::price), may("from", &S::from), may("page", &S::page), may("as_of", &S::asOf)};
    }
    bool operator==(const PriceRow&) const = default;
};

struct PriceListResult
{
    std::vector<PriceRow> prices;

    static constexpr auto fields() { return std::tuple{must("prices", &PriceListResult::prices)}; }
    bool operator==(const PriceListResult&) const = default;
};

/// One row of the prices that are shipped.
struct CatalogueInfo
{
    QString service;
    QString model; ///< the service's own name
    PriceInfo price;
    QString page;
    QString asOf;

    static constexpr auto fields()
    {
        using S = CatalogueInfo;
        return std::tuple{must("service", &S::service), must("model", &S::model), must("price", &S::price), must("page", &S::page), must("as_of", &S::asOf)};
    }
    bool operator==(const CatalogueInfo&) const = default;
};

struct CatalogueResult
{
    std::vector<CatalogueInfo> prices;

    static constexpr auto fields() { return std::tuple{must("prices", &CatalogueResult::prices)}; }
    bool operator==(const CatalogueResult&) const = default;
};

struct ModelRef
{
    QString model;

    static constexpr auto fields() { return std::tuple{must("model", &ModelRef::model)}; }
    bool operator==(const ModelRef&) const = default;
};

struct PriceSetParams
{
    QString model;
    PricePatch price;
    std::optional<WallTime> effective = {}; ///< from when on; absent = at once. What is not named stays as it will be then

    static constexpr auto fields()
    {
        using S = PriceSetParams;
        return std::tuple{must("model", &S::model), must("price", &S::price), may("effective", &S::effective)};
    }
    bool operator==(const PriceSetParams&) const = default;
};

struct ExplainParams
{
    QString model;               ///< as a client would ask for it; "" = the default model
    std::optional<QString> user; ///< as whom; absent = without any restriction
    std::optional<QString> key;  ///< name of one of the user's API keys

    static constexpr auto fields()
    {
        using S = ExplainParams;
        return std::tuple{must("model", &S::model), may("user", &S::user), may("key", &S::key)};
    }
    bool operator==(const ExplainParams&) const = default;
};

struct ExplainCandidate
{
    QString provider;
    QString model; ///< the provider's own name
    std::uint32_t priority = 0;
    std::uint32_t weight = 1;
    QString credential; ///< that would be used now; "" = none is usable
    QString reason;     ///< why it stands where it stands, or why it is skipped

    static constexpr auto fields()
    {
        using S = ExplainCandidate;
        return std::tuple{must("provider", &S::provider),     must("model", &S::model),
                          must("priority", &S::priority),     must("weight", &S::weight),
                          must("credential", &S::credential), must("reason", &S::reason)};
    }
    bool operator==(const ExplainCandidate&) const = default;
};

/// What would happen to a request now. Nothing is sent and nothing is taken.
struct ExplainResult
{
    QString requested;
    QString model; ///< the public name it means; "" for a pin that names no model of ours
    QString strategy;
    std::vector<ExplainCandidate> candidates; ///< in the order they would be tried

    static constexpr auto fields()
    {
        using S = ExplainResult;
        return std::tuple{must("requested", &S::requested), must("model", &S::model), must("strategy", &S::strategy),
                          must("candidates", &S::candidates)};
    }
    bool operator==(const ExplainResult&) const = default;
};

} // namespace lanyard
