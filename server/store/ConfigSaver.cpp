#include "store/ConfigSaver.h"

#include "store/JsonColumns.h"

#include <algorithm>

namespace lanyard {
namespace {

/// "INSERT ... ON CONFLICT (id) DO UPDATE ..." of a table whose first column is its id.
std::string upsert(std::string_view table, std::initializer_list<std::string_view> columns)
{
    std::string names;
    std::string places;
    std::string updates;
    for (const std::string_view column : columns) {
        const std::string separator = names.empty() ? "" : ", ";
        names += separator + std::string(column);
        places += separator + "?";
        if (column != "id")
            updates += (updates.empty() ? "" : ", ") + std::string(column) + " = excluded." + std::string(column);
    }
    return "INSERT INTO " + std::string(table) + " (" + names + ") VALUES (" + places + ") ON CONFLICT (id) DO UPDATE SET " + updates;
}

Error unknownName(std::string_view what, std::string_view name)
{
    return {ErrorCode::InvalidArgument, "there is no " + std::string(what) + " named \"" + std::string(name) + "\""};
}

template<class Id>
std::optional<std::uint32_t> orNull(Id id)
{
    return id == 0 ? std::nullopt : std::optional<std::uint32_t>(id);
}

} // namespace

template<class Object>
void ConfigSaver::place(ById<Object>& into, const std::vector<Object>& list, std::uint32_t parent)
{
    std::uint32_t position = 0;
    for (const Object& object : list)
        into[object.id.value] = {&object, position++, parent};
}

ConfigSaver::Objects::Objects(const Configuration& configuration)
{
    place(proxies, configuration.proxies);
    place(providers, configuration.providers);
    for (const ProviderConfig& provider : configuration.providers)
        place(credentials, provider.credentials, provider.id.value);
    place(models, configuration.models);
    for (const ModelConfig& model : configuration.models)
        place(routes, model.routes, model.id.value);
    place(groups, configuration.groups);
    place(users, configuration.users);
    for (const UserConfig& user : configuration.users)
        place(keys, user.keys, user.id.value);
}

template<class... Values>
Result<void> ConfigSaver::run(std::string_view sql, const Values&... values)
{
    const auto done = m_database.run(sql, values...);
    return done ? Result<void>{} : Result<void>{done.error()};
}

template<class Object>
Result<void> ConfigSaver::archiveGone(const ById<Object>& before, const ById<Object>& after, std::string_view sql)
{
    for (const auto& [id, placed] : before) {
        if (after.contains(id))
            continue;
        if (Result<void> archived = run(sql, m_now, id); !archived)
            return archived;
    }
    return {};
}

template<class Object, class Write>
Result<void> ConfigSaver::writeChanged(const ById<Object>& before, const ById<Object>& after, Write writeOne)
{
    for (const auto& [id, placed] : after) {
        const auto old = before.find(id);
        if (old != before.end() && old->second == placed)
            continue;
        if (Result<void> written = writeOne(placed, old == before.end() ? nullptr : old->second.object); !written)
            return written;
    }
    return {};
}

template<class Object>
std::uint32_t ConfigSaver::idOf(const std::vector<Object>& list, std::string_view name)
{
    const auto found = std::find_if(list.begin(), list.end(), [=](const Object& object) { return object.name == name; });
    return found == list.end() ? 0 : found->id.value;
}

Result<void> ConfigSaver::save()
{
    for (const auto step : {&ConfigSaver::saveSettings, &ConfigSaver::archive, &ConfigSaver::write}) {
        if (Result<void> done = (this->*step)(); !done)
            return done;
    }
    return {};
}

Result<void> ConfigSaver::saveSettings()
{
    for (const auto& [name, value] : m_before.settings) {
        if (m_after.settings.contains(name))
            continue;
        if (Result<void> removed = run("DELETE FROM settings WHERE name = ?", name); !removed)
            return removed;
    }
    for (const auto& [name, value] : m_after.settings) {
        const auto old = m_before.settings.find(name);
        if (old != m_before.settings.end() && old->second == value)
            continue;
        if (Result<void> stored = run("INSERT INTO settings (name, value) VALUES (?, ?) "
                                      "ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value); !stored)
            return stored;
    }
    return {};
}

Result<void> ConfigSaver::archive()
{
    const Result<void> steps[] = {
        archiveGone(m_old.keys, m_new.keys, "UPDATE api_keys SET archived_ms = ?, hash = NULL WHERE id = ?"),
        archiveGone(m_old.users, m_new.users, "UPDATE users SET archived_ms = ? WHERE id = ?"),
        archiveGone(m_old.groups, m_new.groups, "UPDATE groups SET archived_ms = ? WHERE id = ?"),
        archiveGone(m_old.routes, m_new.routes, "UPDATE routes SET archived_ms = ? WHERE id = ?"),
        archiveGone(m_old.models, m_new.models, "UPDATE models SET archived_ms = ? WHERE id = ?"),
        archiveGone(m_old.credentials, m_new.credentials, "UPDATE credentials SET archived_ms = ?, key_sealed = NULL WHERE id = ?"),
        archiveGone(m_old.providers, m_new.providers, "UPDATE providers SET archived_ms = ? WHERE id = ?"),
        archiveGone(m_old.proxies, m_new.proxies, "UPDATE proxies SET archived_ms = ?, password_sealed = NULL WHERE id = ?"),
    };
    const auto failed = std::find_if(std::begin(steps), std::end(steps), [](const Result<void>& step) { return !step; });
    return failed == std::end(steps) ? Result<void>{} : *failed;
}

Result<void> ConfigSaver::write()
{
    Result<void> done = writeChanged(m_old.proxies, m_new.proxies, [&](const auto& p, const auto* old) { return writeProxy(p, old); });
    if (done)
        done = writeChanged(m_old.providers, m_new.providers, [&](const auto& p, const auto* old) { return writeProvider(p, old); });
    if (done)
        done = writeChanged(m_old.credentials, m_new.credentials, [&](const auto& p, const auto* old) { return writeCredential(p, old); });
    if (done)
        done = writeChanged(m_old.models, m_new.models, [&](const auto& p, auto*) { return writeModel(p); });
    if (done)
        done = writeChanged(m_old.routes, m_new.routes, [&](const auto& p, auto*) { return writeRoute(p); });
    if (done)
        done = writeChanged(m_old.groups, m_new.groups, [&](const auto& p, auto*) { return writeGroup(p); });
    if (done)
        done = writeChanged(m_old.users, m_new.users, [&](const auto& p, auto*) { return writeUser(p); });
    if (done)
        done = writeChanged(m_old.keys, m_new.keys, [&](const auto& p, auto*) { return writeKey(p); });
    return done;
}

Result<void> ConfigSaver::writeProxy(const Placed<ProxyConfig>& placed, const ProxyConfig* before)
{
    static const std::string kSql = upsert("proxies", {"id", "position", "name", "url", "username"});
    const ProxyConfig& proxy = *placed.object;
    if (Result<void> done = run(kSql, proxy.id, placed.position, proxy.name, proxy.url, proxy.username); !done)
        return done;
    if (before != nullptr && before->password == proxy.password)
        return {};
    return writeSecret("UPDATE proxies SET password_sealed = ? WHERE id = ?", {"proxy", proxy.id.value}, proxy.password);
}

Result<void> ConfigSaver::writeProvider(const Placed<ProviderConfig>& placed, const ProviderConfig* before)
{
    static const std::string kSql = upsert("providers", {"id", "position", "name", "kind", "base_url", "proxy_id", "headers", "options",
                                                         "enabled", "connect_ms", "first_byte_ms", "whole_ms", "idle_ms", "total_ms",
                                                         "rpm", "tpm", "rpd", "tpr", "concurrency", "cool_down_min_ms", "cool_down_max_ms"});
    const ProviderConfig& p = *placed.object;
    const std::uint32_t proxy = idOf(m_after.proxies, p.proxy);
    if (!p.proxy.empty() && proxy == 0)
        return unknownName("proxy", p.proxy);
    const std::vector<std::pair<std::string, std::string>> options(p.options.begin(), p.options.end());
    std::vector<std::pair<std::string, std::string>> open = p.headers;
    for (auto& [name, value] : open) {
        if (std::find(p.secretHeaders.begin(), p.secretHeaders.end(), name) != p.secretHeaders.end())
            value.clear();
    }
    Result<void> written =
           run(kSql, p.id, placed.position, p.name, toString(p.kind), p.baseUrl, orNull(proxy), toJson(open), toJson(options),
               p.enabled, p.timeouts.connect.count(), p.timeouts.firstByte.count(), p.timeouts.whole.count(), p.timeouts.idle.count(),
               p.timeouts.total.count(), p.limits.rpm, p.limits.tpm, p.limits.rpd, p.limits.tpr, p.limits.concurrency, p.coolDown.min.count(),
               p.coolDown.max.count());
    return written ? writeSecretHeaders(p, before) : written;
}

/// Sealed together; the open column keeps their names and places.
Result<void> ConfigSaver::writeSecretHeaders(const ProviderConfig& provider, const ProviderConfig* before)
{
    const auto secretsOf = [](const ProviderConfig& p) {
        std::vector<std::pair<std::string, std::string>> secrets;
        std::copy_if(p.headers.begin(), p.headers.end(), std::back_inserter(secrets), [&](const auto& header) {
            return std::find(p.secretHeaders.begin(), p.secretHeaders.end(), header.first) != p.secretHeaders.end();
        });
        return secrets;
    };
    const auto secrets = secretsOf(provider);
    if (before != nullptr && secretsOf(*before) == secrets)
        return {};
    return writeSecret("UPDATE providers SET secret_headers_sealed = ? WHERE id = ?", {"provider-headers", provider.id.value},
                       secrets.empty() ? Secret() : Secret(toJson(secrets)));
}

Result<void> ConfigSaver::writeCredential(const Placed<CredentialConfig>& placed, const CredentialConfig* before)
{
    static const std::string kSql = upsert("credentials", {"id", "provider_id", "position", "name", "key_prefix", "proxy_id", "weight",
                                                           "enabled", "rpm", "tpm", "rpd", "tpr", "concurrency", "cool_down_min_ms",
                                                           "cool_down_max_ms"});
    const CredentialConfig& c = *placed.object;
    const std::uint32_t proxy = idOf(m_after.proxies, c.proxy);
    if (!c.proxy.empty() && proxy == 0)
        return unknownName("proxy", c.proxy);
    if (Result<void> done = run(kSql, c.id, placed.parent, placed.position, c.name, c.keyPrefix, orNull(proxy), c.weight, c.enabled, c.limits.rpm,
                                c.limits.tpm, c.limits.rpd, c.limits.tpr, c.limits.concurrency, c.coolDown.min.count(),
                                c.coolDown.max.count()); !done)
        return done;
    if (!c.key || (before != nullptr && before->key == c.key))
        return {};
    return writeSecret("UPDATE credentials SET key_sealed = ? WHERE id = ?", {"credential", c.id.value}, *c.key);
}

Result<void> ConfigSaver::writeSecret(std::string_view sql, SealOwner owner, const Secret& secret)
{
    if (secret.empty())
        return run(sql, std::nullopt, owner.id);
    const Result<QByteArray> blob = m_vault.seal(owner, secret);
    return blob ? run(sql, *blob, owner.id) : Result<void>{blob.error()};
}

Result<void> ConfigSaver::writeModel(const Placed<ModelConfig>& placed)
{
    static const std::string kSql =
        upsert("models", {"id", "position", "name", "enabled", "strategy", "aliases", "max_output", "price_input_nano", "price_output_nano",
                          "price_cached_input_nano", "price_cache_write_5m_nano", "price_cache_write_1h_nano", "price_reasoning_nano",
                          "price_audio_input_nano", "price_audio_output_nano", "price_per_call_nano", "breaker_failures", "breaker_success_percent",
                          "breaker_min_requests", "breaker_slow_ms", "breaker_pause_ms", "breaker_longest_pause_ms", "affinity", "hedging", "cache",
                          "price_tiers", "price_image_nano", "price_changes"});
    const ModelConfig& m = *placed.object;
    const Price price = m.price.value_or(Price{});
    const auto ifPriced = [&](Money amount) { return m.price ? std::optional(amount) : std::nullopt; };
    return run(kSql, m.id, placed.position, m.name, m.enabled, m.strategy ? toString(*m.strategy) : "", toJson(m.aliases), m.maxOutput, ifPriced(price.input),
               ifPriced(price.output), price.cachedInput, price.cacheWrite5m, price.cacheWrite1h, price.reasoning, price.audioInput,
               price.audioOutput, ifPriced(price.perCall), m.breaker.failures, m.breaker.successPercent, m.breaker.minRequests,
               m.breaker.slow.count(), m.breaker.pause.count(), m.breaker.longestPause.count(), m.affinity, m.hedging, m.cache,
               toJson(price.tiers), price.image, toJson(price.changes));
}

Result<void> ConfigSaver::writeRoute(const Placed<RouteConfig>& placed)
{
    static const std::string kSql =
        upsert("routes", {"id", "model_id", "position", "provider_id", "upstream_model", "priority", "weight", "enabled", "upstream_price"});
    const RouteConfig& route = *placed.object;
    const std::uint32_t provider = idOf(m_after.providers, route.provider);
    if (provider == 0)
        return unknownName("provider", route.provider);
    return run(kSql, route.id, placed.parent, placed.position, provider, route.upstreamModel, route.priority, route.weight, route.enabled,
               route.upstreamPrice ? std::optional(toJson(*route.upstreamPrice)) : std::nullopt);
}

Result<void> ConfigSaver::writeGroup(const Placed<GroupConfig>& placed)
{
    static const std::string kSql =
        upsert("groups", {"id", "position", "name", "multiplier_micro", "models", "rpm", "tpm", "rpd", "tpr", "concurrency",
                          "budget_amount_nano", "budget_tokens", "budget_period", "budget_zone", "model_limits"});
    const GroupConfig& g = *placed.object;
    const Budget b = g.budget.value_or(Budget{});
    return run(kSql, g.id, placed.position, g.name, g.multiplierMicro, toJson(g.models), g.limits.rpm, g.limits.tpm, g.limits.rpd,
               g.limits.tpr, g.limits.concurrency, b.amount, b.tokens, toString(b.period), b.timeZone, toJson(g.modelLimits));
}

Result<void> ConfigSaver::writeUser(const Placed<UserConfig>& placed)
{
    static const std::string kSql =
        upsert("users", {"id", "position", "name", "group_id", "enabled", "frozen", "rpm", "tpm", "rpd", "tpr", "concurrency", "queue_weight",
                         "budget_amount_nano", "budget_tokens", "budget_period", "budget_zone", "model_limits"});
    const UserConfig& u = *placed.object;
    const Budget b = u.budget.value_or(Budget{});
    const std::uint32_t group = idOf(m_after.groups, u.group);
    if (!u.group.empty() && group == 0)
        return unknownName("group", u.group);
    return run(kSql, u.id, placed.position, u.name, orNull(group), u.enabled, u.frozen, u.limits.rpm, u.limits.tpm, u.limits.rpd,
               u.limits.tpr, u.limits.concurrency, u.queueWeight, b.amount, b.tokens, toString(b.period), b.timeZone, toJson(u.modelLimits));
}

Result<void> ConfigSaver::writeKey(const Placed<ApiKeyConfig>& placed)
{
    static const std::string kSql = upsert("api_keys", {"id", "user_id", "position", "name", "hash", "prefix", "enabled", "revoked", "models",
                                                        "ips", "expires_ms", "rpm", "tpm", "rpd", "tpr", "concurrency", "cache",
                                                        "budget_amount_nano", "budget_tokens", "budget_period", "budget_zone", "error_style"});
    const ApiKeyConfig& k = *placed.object;
    const Budget b = k.budget.value_or(Budget{});
    return run(kSql, k.id, placed.parent, placed.position, k.name, k.hash, k.prefix, k.enabled, k.revoked, toJson(k.models), toJson(k.ips),
               k.expires, k.limits.rpm, k.limits.tpm, k.limits.rpd, k.limits.tpr, k.limits.concurrency, k.cache, b.amount, b.tokens, toString(b.period),
               b.timeZone, k.errorStyle ? toString(*k.errorStyle) : "");
}

} // namespace lanyard
