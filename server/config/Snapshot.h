#pragma once

#include "base/Clock.h"
#include "config/Configuration.h"
#include "config/IpRange.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lanyard {

/// The settings that the hot path reads, parsed once when a snapshot is built.
struct HotSettings
{
    enum class UnpricedModels : std::uint8_t { Free, Ceiling, Block };

    std::string defaultModel;
    bool openMode = false;
    UnpricedModels unpricedModels = UnpricedModels::Free;
    bool fetchPrivate = false; ///< files that clients name may lie in private networks
    bool refuseAdjusted = false; ///< what a provider cannot do is refused instead of left out
    bool priceCatalogue = true; ///< models without a price of their own take the shipped one
    std::uint32_t reserveOutputTokens = 4096;
    std::uint32_t maxAttempts = 3;
    std::chrono::milliseconds keepAlivePing{15'000};
    std::chrono::milliseconds retryDeadline{120'000}; ///< no further attempt is begun after this
    std::chrono::milliseconds queueWait{20'000};
    std::uint32_t queueLength = 1000;
    std::chrono::milliseconds cacheTtl{3'600'000};
    std::uint64_t cacheBytes = 67'108'864;
    std::uint32_t cacheHitPercent = 0; ///< of the price
    std::chrono::milliseconds idempotencyTtl{86'400'000};
    std::uint64_t idempotencyBytes = 67'108'864;
    std::string timeZone; ///< IANA name; empty = the system's
    std::vector<IpRange> trustedProxies; ///< whose X-Forwarded-For is believed
    Strategy defaultStrategy = Strategy::Priority; ///< of models that name none
    ErrorStyle errorStyle = ErrorStyle::Status; ///< for keys that name none
    std::string contact; ///< whom to ask, for refusals; may be empty
};

/// Who is calling: pointers into the snapshot that the exchange holds.
struct Identity
{
    const UserConfig* user = nullptr;
    const ApiKeyConfig* key = nullptr;
    const GroupConfig* group = nullptr; ///< null without a group
    const std::vector<IpRange>* ips = nullptr; ///< the key's `ips`, parsed; null = from everywhere

    bool allowsAddress(const IpRange::Address& address) const;
};

/// One configuration, indexed and frozen. Built on the store thread, shared by every thread, never changed; an
/// exchange keeps the one it began with for prices and routes.
class Snapshot
{
public:
    explicit Snapshot(Configuration configuration, std::uint64_t version);
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

    std::uint64_t version() const { return m_version; }
    const Configuration& configuration() const { return m_configuration; }
    const HotSettings& settings() const { return m_settings; }

    /// By keyed hash. The hash is keyed and compared whole, so timing tells nothing about stored keys. Keys that are
    /// disabled, revoked or expired are found too: the caller refuses them, each with its own message.
    std::optional<Identity> findKey(const ApiKeyHash& hash) const;
    /// By name or alias; null when unknown. Wildcard names ("gpt-*") are tried last, longest first.
    const ModelConfig* findModel(std::string_view name) const;
    const ProviderConfig* findProvider(std::string_view name) const;
    const ProviderConfig* findProvider(ProviderId id) const;
    const ProxyConfig* findProxy(std::string_view name) const;
    const GroupConfig* findGroup(std::string_view name) const;
    const UserConfig* findUser(UserId id) const;
    const ModelConfig* findModel(ModelId id) const;

    /// What a model costs: its own price; else the shipped one of its first route that has one; else the ceiling, where the
    /// owner says so. Null: it has no price. `model` is null for a pin, which costs what a model with that route costs.
    const Price* priceOf(const ModelConfig* model, const ProviderConfig& provider, std::string_view upstreamModel) const;
    /// What a provider bills for one of its models: as the route says; else the shipped price of that provider's model; else
    /// what the user pays. Null: nobody knows.
    const Price* upstreamPriceOf(const ModelConfig* model, const RouteConfig* route, const ProviderConfig& provider, std::string_view upstreamModel) const;
    Strategy strategyOf(const ModelConfig& model) const { return model.strategy.value_or(m_settings.defaultStrategy); }
    /// Where a model's price comes from.
    enum class PriceFrom : std::uint8_t { Nowhere, Owner, Catalogue, Ceiling };
    PriceFrom priceSource(const ModelConfig& model) const;

private:
    struct HashOfHash
    {
        std::size_t operator()(const ApiKeyHash& hash) const;
    };
    struct TextHash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    template<class T>
    using ByName = std::unordered_map<std::string, const T*, TextHash, std::equal_to<>>;

    struct Wildcard
    {
        std::string_view pattern; ///< of m_models
        const ModelConfig* model = nullptr;
    };

    void indexModels();
    void indexUsers();
    void indexPrices();
    void indexUpstreamPrices();
    const std::vector<IpRange>* addressesOf(const ApiKeyConfig& key);

    Configuration m_configuration;
    HotSettings m_settings;
    std::uint64_t m_version = 0;
    std::unordered_map<ApiKeyHash, Identity, HashOfHash> m_keys;
    ByName<ModelConfig> m_models;
    std::vector<Wildcard> m_wildcards; ///< longest first
    ByName<ProviderConfig> m_providers;
    ByName<ProxyConfig> m_proxies;
    ByName<GroupConfig> m_groups;
    std::unordered_map<ProviderId, const ProviderConfig*> m_providersById;
    std::unordered_map<UserId, const UserConfig*> m_usersById;
    std::unordered_map<ModelId, const ModelConfig*> m_modelsById;
    std::vector<std::unique_ptr<const std::vector<IpRange>>> m_addresses;
    std::unordered_map<ModelId, const Price*> m_prices;           ///< own or shipped
    std::unordered_map<std::string, const Price*> m_routePrices;  ///< "provider\nupstream model"
    std::unordered_map<RouteId, const Price*> m_upstreamPrices;   ///< the route's own, or shipped
    std::optional<Price> m_ceiling;                               ///< the dearest of all, where unpriced models cost that
};

/// The current snapshot, for every thread. A worker keeps the pointer and asks version() for each request, which is one
/// atomic load; it calls current() only when that differs from its snapshot's version.
class SnapshotHub
{
public:
    /// Any thread. Never null after the first publish().
    std::shared_ptr<const Snapshot> current() const;
    /// Version of the current snapshot; a reader that holds this version needs no new one.
    std::uint64_t version() const { return m_version.load(std::memory_order_acquire); }
    void publish(std::shared_ptr<const Snapshot> snapshot);

private:
    mutable std::mutex m_mutex; ///< guards m_snapshot (held for a pointer copy)
    std::shared_ptr<const Snapshot> m_snapshot;
    std::atomic<std::uint64_t> m_version{0};
};

} // namespace lanyard
