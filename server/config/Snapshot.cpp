#include "config/Snapshot.h"

#include "base/Glob.h"
#include "config/PriceCatalogue.h"
#include "settings/SettingsCatalogue.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace lanyard {
namespace {

HotSettings hotSettings(const std::map<std::string, std::string>& stored)
{
    const SettingValues values(stored);
    HotSettings hot;
    hot.defaultModel = values.text("default_model");
    hot.openMode = values.flag("open_mode");
    const std::string unpriced = values.text("unpriced_models");
    hot.unpricedModels = unpriced == "block" ? HotSettings::UnpricedModels::Block
        : unpriced == "ceiling"              ? HotSettings::UnpricedModels::Ceiling
                                             : HotSettings::UnpricedModels::Free;
    hot.fetchPrivate = values.flag("fetch_private");
    hot.refuseAdjusted = values.text("adjustments") == "refuse";
    hot.reserveOutputTokens = static_cast<std::uint32_t>(values.number("reserve_output_tokens"));
    hot.maxAttempts = static_cast<std::uint32_t>(values.number("max_attempts"));
    hot.keepAlivePing = values.duration("keep_alive_ping_ms");
    hot.retryDeadline = values.duration("retry_deadline_ms");
    hot.queueWait = values.duration("queue_wait_ms");
    hot.queueLength = static_cast<std::uint32_t>(values.number("queue_length"));
    hot.cacheTtl = values.duration("cache_ttl_ms");
    hot.cacheBytes = static_cast<std::uint64_t>(values.number("cache_bytes"));
    hot.cacheHitPercent = static_cast<std::uint32_t>(values.number("cache_hit_percent"));
    hot.idempotencyTtl = values.duration("idempotency_ttl_ms");
    hot.idempotencyBytes = static_cast<std::uint64_t>(values.number("idempotency_bytes"));
    hot.timeZone = values.text("time_zone");
    hot.defaultStrategy = strategyFrom(values.text("default_strategy")).value_or(Strategy::Priority);
    hot.errorStyle = errorStyleFrom(values.text("error_style")).value_or(ErrorStyle::Status);
    hot.priceCatalogue = values.flag("price_catalogue");
    hot.contact = values.text("contact");
    for (const std::string& block : values.list("trusted_proxies")) {
        if (const auto range = IpRange::parse(block))
            hot.trustedProxies.push_back(*range);
    }
    return hot;
}

template<class Map, class Key>
auto pointerOrNull(const Map& map, const Key& key) -> typename Map::mapped_type
{
    const auto found = map.find(key);
    return found == map.end() ? nullptr : found->second;
}

} // namespace

bool Identity::allowsAddress(const IpRange::Address& address) const
{
    if (!ips)
        return true;
    return std::any_of(ips->begin(), ips->end(), [&](const IpRange& range) { return range.contains(address); });
}

void Snapshot::indexPrices()
{
    indexUpstreamPrices();
    for (const ModelConfig& model : m_configuration.models) {
        const Price* price = model.price ? &*model.price : nullptr;
        if (const CatalogueRow* row = price ? nullptr : cataloguePriceOf(m_configuration, model))
            price = &row->price;
        if (!price)
            continue;
        m_prices.emplace(model.id, price);
        for (const RouteConfig& route : model.routes)
            m_routePrices.emplace(route.provider + "\n" + route.upstreamModel, price);
    }
    if (m_settings.unpricedModels != HotSettings::UnpricedModels::Ceiling)
        return;
    for (const auto& [id, price] : m_prices) {
        if (!m_ceiling)
            m_ceiling.emplace();
        const Price dearest = price->forPrompt(std::numeric_limits<std::uint64_t>::max());
        m_ceiling->input = std::max(m_ceiling->input, dearest.input);
        m_ceiling->output = std::max(m_ceiling->output, dearest.output);
        m_ceiling->perCall = std::max(m_ceiling->perCall, dearest.perCall);
        m_ceiling->image = std::max(m_ceiling->image, dearest.image);
    }
}

/// The shipped list is for what providers bill, whatever the owner charges.
void Snapshot::indexUpstreamPrices()
{
    for (const ModelConfig& model : m_configuration.models) {
        for (const RouteConfig& route : model.routes) {
            const ProviderConfig* const provider = findProvider(route.provider);
            if (route.upstreamPrice)
                m_upstreamPrices.emplace(route.id, &*route.upstreamPrice);
            else if (const CatalogueRow* row = provider ? PriceCatalogue::shipped().find(provider->baseUrl, route.upstreamModel) : nullptr)
                m_upstreamPrices.emplace(route.id, &row->price);
        }
    }
}

const Price* Snapshot::upstreamPriceOf(const ModelConfig* model, const RouteConfig* route, const ProviderConfig& provider,
                                       std::string_view upstreamModel) const
{
    if (route) {
        if (const Price* price = pointerOrNull(m_upstreamPrices, route->id))
            return price;
    } else if (const CatalogueRow* row = PriceCatalogue::shipped().find(provider.baseUrl, upstreamModel)) {
        return &row->price;
    }
    return priceOf(model, provider, upstreamModel);
}

const Price* Snapshot::priceOf(const ModelConfig* model, const ProviderConfig& provider, std::string_view upstreamModel) const
{
    if (model) {
        if (const Price* price = pointerOrNull(m_prices, model->id))
            return price;
    } else if (const Price* price = pointerOrNull(m_routePrices, provider.name + "\n" + std::string(upstreamModel))) {
        return price;
    } else if (m_settings.priceCatalogue) {
        if (const CatalogueRow* row = PriceCatalogue::shipped().find(provider.baseUrl, upstreamModel))
            return &row->price;
    }
    return m_ceiling ? &*m_ceiling : nullptr;
}

Snapshot::PriceFrom Snapshot::priceSource(const ModelConfig& model) const
{
    if (model.price)
        return PriceFrom::Owner;
    if (m_prices.contains(model.id))
        return PriceFrom::Catalogue;
    return m_ceiling ? PriceFrom::Ceiling : PriceFrom::Nowhere;
}

std::size_t Snapshot::HashOfHash::operator()(const ApiKeyHash& hash) const
{
    // The bytes are a keyed hash already: any eight of them are as good as a hash of all.
    std::size_t value = 0;
    std::memcpy(&value, hash.data(), sizeof value);
    return value;
}

Snapshot::Snapshot(Configuration configuration, std::uint64_t version)
    : m_configuration(std::move(configuration)),
      m_settings(hotSettings(m_configuration.settings)),
      m_version(version)
{
    indexModels();
    for (const ProviderConfig& provider : m_configuration.providers) {
        m_providers.emplace(provider.name, &provider);
        m_providersById.emplace(provider.id, &provider);
    }
    for (const ProxyConfig& proxy : m_configuration.proxies)
        m_proxies.emplace(proxy.name, &proxy);
    for (const GroupConfig& group : m_configuration.groups)
        m_groups.emplace(group.name, &group);
    indexUsers();
    indexPrices();
}

void Snapshot::indexModels()
{
    for (const ModelConfig& model : m_configuration.models) {
        m_modelsById.emplace(model.id, &model);
        m_models.emplace(model.name, &model);
    }
    // After all names, so that an alias never hides a model.
    for (const ModelConfig& model : m_configuration.models) {
        for (const std::string& alias : model.aliases)
            m_models.emplace(alias, &model);
    }
    for (const auto& [name, model] : m_models) {
        if (name.find('*') != std::string::npos)
            m_wildcards.push_back({name, model});
    }
    std::sort(m_wildcards.begin(), m_wildcards.end(), [](const Wildcard& a, const Wildcard& b) {
        return a.pattern.size() != b.pattern.size() ? a.pattern.size() > b.pattern.size() : a.pattern < b.pattern;
    });
}

void Snapshot::indexUsers()
{
    m_usersById.reserve(m_configuration.users.size());
    std::size_t keys = 0;
    for (const UserConfig& user : m_configuration.users)
        keys += user.keys.size();
    m_keys.reserve(keys);
    for (const UserConfig& user : m_configuration.users) {
        m_usersById.emplace(user.id, &user);
        const GroupConfig* group = findGroup(user.group);
        for (const ApiKeyConfig& key : user.keys)
            m_keys.emplace(key.hash, Identity{&user, &key, group, addressesOf(key)});
    }
}

const std::vector<IpRange>* Snapshot::addressesOf(const ApiKeyConfig& key)
{
    if (key.ips.empty())
        return nullptr;
    auto ranges = std::make_unique<std::vector<IpRange>>();
    for (const std::string& text : key.ips) {
        // What cannot be read allows nobody: a key must never be usable from more places than its owner wrote.
        if (const std::optional<IpRange> range = IpRange::parse(text))
            ranges->push_back(*range);
    }
    m_addresses.push_back(std::move(ranges));
    return m_addresses.back().get();
}

std::optional<Identity> Snapshot::findKey(const ApiKeyHash& hash) const
{
    const auto found = m_keys.find(hash);
    return found == m_keys.end() ? std::nullopt : std::optional(found->second);
}

const ModelConfig* Snapshot::findModel(std::string_view name) const
{
    if (const ModelConfig* model = pointerOrNull(m_models, name))
        return model;
    for (const Wildcard& wildcard : m_wildcards) {
        if (globMatches(wildcard.pattern, name))
            return wildcard.model;
    }
    return nullptr;
}

const ModelConfig* Snapshot::findModel(ModelId id) const
{
    return pointerOrNull(m_modelsById, id);
}

const ProviderConfig* Snapshot::findProvider(std::string_view name) const
{
    return pointerOrNull(m_providers, name);
}

const ProviderConfig* Snapshot::findProvider(ProviderId id) const
{
    return pointerOrNull(m_providersById, id);
}

const ProxyConfig* Snapshot::findProxy(std::string_view name) const
{
    return pointerOrNull(m_proxies, name);
}

const GroupConfig* Snapshot::findGroup(std::string_view name) const
{
    return pointerOrNull(m_groups, name);
}

const UserConfig* Snapshot::findUser(UserId id) const
{
    return pointerOrNull(m_usersById, id);
}

std::shared_ptr<const Snapshot> SnapshotHub::current() const
{
    const std::lock_guard lock(m_mutex);
    return m_snapshot;
}

void SnapshotHub::publish(std::shared_ptr<const Snapshot> snapshot)
{
    const std::uint64_t version = snapshot->version();
    {
        const std::lock_guard lock(m_mutex);
        m_snapshot.swap(snapshot);
        m_version.store(version, std::memory_order_release);
    }
    // The old snapshot, if this was its last owner, goes here: outside of the lock.
}

} // namespace lanyard
