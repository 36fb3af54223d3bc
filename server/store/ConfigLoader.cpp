#include "store/ConfigLoader.h"

#include "store/JsonColumns.h"

#include <algorithm>

namespace lanyard {
namespace {

Limits limitsAt(const Rows& rows, int column)
{
    Limits limits;
    limits.rpm = rows.optionalNumber<std::uint32_t>(column);
    limits.tpm = rows.optionalNumber<std::uint64_t>(column + 1);
    limits.rpd = rows.optionalNumber<std::uint32_t>(column + 2);
    limits.tpr = rows.optionalNumber<std::uint64_t>(column + 3);
    limits.concurrency = rows.optionalNumber<std::uint32_t>(column + 4);
    return limits;
}

std::optional<Money> optionalMoney(const Rows& rows, int column)
{
    return rows.isNull(column) ? std::nullopt : std::optional(rows.money(column));
}

std::optional<Budget> budgetAt(const Rows& rows, int column)
{
    Budget budget;
    budget.amount = optionalMoney(rows, column);
    budget.tokens = rows.optionalNumber<std::uint64_t>(column + 1);
    budget.period = budgetPeriodFrom(rows.text(column + 2)).value_or(BudgetPeriod::Monthly);
    budget.timeZone = rows.text(column + 3);
    return budget.amount || budget.tokens ? std::optional(budget) : std::nullopt;
}

std::optional<Price> priceAt(const Rows& rows, int column)
{
    if (rows.isNull(column))
        return std::nullopt;
    Price price;
    price.input = rows.money(column);
    price.output = rows.money(column + 1);
    price.cachedInput = optionalMoney(rows, column + 2);
    price.cacheWrite5m = optionalMoney(rows, column + 3);
    price.cacheWrite1h = optionalMoney(rows, column + 4);
    price.reasoning = optionalMoney(rows, column + 5);
    price.audioInput = optionalMoney(rows, column + 6);
    price.audioOutput = optionalMoney(rows, column + 7);
    price.perCall = rows.money(column + 8);
    price.tiers = priceTiersFromJson(rows.text(column + 9));
    return price;
}

CoolDown coolDownAt(const Rows& rows, int column)
{
    return {std::chrono::milliseconds{rows.integer(column)}, std::chrono::milliseconds{rows.integer(column + 1)}};
}

BreakerRules breakerAt(const Rows& rows, int column)
{
    BreakerRules rules;
    rules.failures = rows.number<std::uint32_t>(column);
    rules.successPercent = rows.number<std::uint32_t>(column + 1);
    rules.minRequests = rows.number<std::uint32_t>(column + 2);
    rules.slow = std::chrono::milliseconds{rows.integer(column + 3)};
    rules.pause = std::chrono::milliseconds{rows.integer(column + 4)};
    rules.longestPause = std::chrono::milliseconds{rows.integer(column + 5)};
    return rules;
}

ApiKeyHash hashAt(const Rows& rows, int column)
{
    ApiKeyHash hash{};
    const QByteArray blob = rows.blob(column);
    if (static_cast<std::size_t>(blob.size()) == hash.size())
        std::copy(blob.begin(), blob.end(), reinterpret_cast<char*>(hash.data()));
    return hash;
}

template<class Object>
Object* byId(std::vector<Object>& objects, std::int64_t id)
{
    const auto found = std::find_if(objects.begin(), objects.end(), [=](const Object& o) { return o.id.value == id; });
    return found == objects.end() ? nullptr : &*found;
}

} // namespace

Result<LoadedConfiguration> ConfigLoader::load()
{
    for (const auto step : {&ConfigLoader::settings, &ConfigLoader::proxies, &ConfigLoader::providers, &ConfigLoader::credentials,
                            &ConfigLoader::models, &ConfigLoader::routes, &ConfigLoader::groups, &ConfigLoader::users, &ConfigLoader::keys}) {
        if (Result<void> done = (this->*step)(); !done)
            return done.error();
    }
    return std::move(m_loaded);
}

template<class Take>
Result<void> ConfigLoader::each(std::string_view sql, Take take)
{
    auto rows = m_database.query(sql);
    if (!rows)
        return rows.error();
    for (;;) {
        const Result<bool> more = rows->next();
        if (!more)
            return more.error();
        if (!*more)
            return {};
        take(*rows);
    }
}

std::optional<Secret> ConfigLoader::unseal(SealOwner owner, const Rows& rows, int column)
{
    if (rows.isNull(column))
        return Secret{};
    Result<Secret> opened = m_vault.unseal(owner, rows.blob(column));
    if (opened)
        return *std::move(opened);
    if (!m_vault.locked())
        m_loaded.warnings.push_back(opened.error().message);
    return std::nullopt;
}

Result<void> ConfigLoader::settings()
{
    return each("SELECT name, value FROM settings", [&](const Rows& r) { m_configuration.settings[r.text(0)] = r.text(1); });
}

Result<void> ConfigLoader::proxies()
{
    return each("SELECT id, name, url, username, password_sealed FROM proxies WHERE archived_ms IS NULL ORDER BY position",
                [&](const Rows& r) {
                    const auto id = r.number<std::uint32_t>(0);
                    m_configuration.proxies.push_back(
                        {{id}, r.text(1), r.text(2), r.text(3), unseal({"proxy", id}, r, 4).value_or(Secret{})});
                });
}

Result<void> ConfigLoader::providers()
{
    return each("SELECT p.id, p.name, p.kind, p.base_url, coalesce(x.name, ''), p.headers, p.options, p.enabled, "
                "p.connect_ms, p.first_byte_ms, p.whole_ms, p.idle_ms, p.total_ms, p.rpm, p.tpm, p.rpd, p.tpr, p.concurrency, p.cool_down_min_ms, p.cool_down_max_ms, "
                "p.secret_headers_sealed FROM providers p LEFT JOIN proxies x ON x.id = p.proxy_id WHERE p.archived_ms IS NULL ORDER BY p.position",
                [&](const Rows& r) {
                    ProviderConfig provider;
                    provider.id = {r.number<std::uint32_t>(0)};
                    provider.name = r.text(1);
                    provider.kind = providerKindFrom(r.text(2)).value_or(ProviderKind::OpenAi);
                    provider.baseUrl = r.text(3);
                    provider.proxy = r.text(4);
                    provider.headers = pairsFromJson(r.text(5));
                    for (auto& [name, value] : pairsFromJson(r.text(6)))
                        provider.options[name] = value;
                    provider.enabled = r.flag(7);
                    int column = 8;
                    for (auto* timeout : {&provider.timeouts.connect, &provider.timeouts.firstByte, &provider.timeouts.whole,
                                          &provider.timeouts.idle, &provider.timeouts.total})
                        *timeout = std::chrono::milliseconds{r.integer(column++)};
                    provider.limits = limitsAt(r, column);
                    provider.coolDown = coolDownAt(r, 18);
                    openHeaders(provider, r, 20);
                    m_configuration.providers.push_back(std::move(provider));
                });
}

/// While the vault is locked a secret header is empty.
void ConfigLoader::openHeaders(ProviderConfig& provider, const Rows& rows, int column)
{
    if (rows.isNull(column))
        return;
    const std::optional<Secret> opened = unseal({"provider-headers", provider.id.value}, rows, column);
    if (!opened)
        return;
    for (const auto& [name, value] : pairsFromJson(opened->reveal())) {
        provider.secretHeaders.push_back(name);
        for (auto& header : provider.headers) {
            if (header.first == name)
                header.second = value;
        }
    }
}

Result<void> ConfigLoader::credentials()
{
    return each("SELECT c.id, c.provider_id, c.name, c.key_sealed, c.key_prefix, c.weight, c.enabled, c.rpm, c.tpm, c.rpd, c.tpr, "
                "c.concurrency, c.cool_down_min_ms, c.cool_down_max_ms, coalesce(x.name, '') FROM credentials c "
                "LEFT JOIN proxies x ON x.id = c.proxy_id WHERE c.archived_ms IS NULL ORDER BY c.provider_id, c.position",
                [&](const Rows& r) {
                    ProviderConfig* provider = byId(m_configuration.providers, r.integer(1));
                    if (provider == nullptr)
                        return;
                    CredentialConfig credential;
                    credential.id = {r.number<std::uint32_t>(0)};
                    credential.name = r.text(2);
                    credential.key = unseal({"credential", credential.id.value}, r, 3);
                    credential.keyPrefix = r.text(4);
                    credential.weight = r.number<std::uint32_t>(5);
                    credential.enabled = r.flag(6);
                    credential.limits = limitsAt(r, 7);
                    credential.coolDown = coolDownAt(r, 12);
                    credential.proxy = r.text(14);
                    provider->credentials.push_back(std::move(credential));
                });
}

Result<void> ConfigLoader::models()
{
    return each("SELECT id, name, enabled, strategy, aliases, max_output, price_input_nano, price_output_nano, price_cached_input_nano, "
                "price_cache_write_5m_nano, price_cache_write_1h_nano, price_reasoning_nano, price_audio_input_nano, "
                "price_audio_output_nano, price_per_call_nano, price_tiers, breaker_failures, breaker_success_percent, breaker_min_requests, breaker_slow_ms, "
                "breaker_pause_ms, breaker_longest_pause_ms, affinity, hedging, cache, price_image_nano, price_changes FROM models WHERE archived_ms IS NULL ORDER BY position",
                [&](const Rows& r) {
                    ModelConfig model;
                    model.id = {r.number<std::uint32_t>(0)};
                    model.name = r.text(1);
                    model.enabled = r.flag(2);
                    model.strategy = strategyFrom(r.text(3));
                    model.aliases = listFromJson(r.text(4));
                    model.maxOutput = r.optionalNumber<std::uint32_t>(5);
                    model.price = priceAt(r, 6);
                    if (model.price) {
                        model.price->image = r.money(25);
                        model.price->changes = priceChangesFromJson(r.text(26));
                    }
                    model.breaker = breakerAt(r, 16);
                    model.affinity = r.flag(22);
                    model.hedging = r.flag(23);
                    model.cache = r.flag(24);
                    m_configuration.models.push_back(std::move(model));
                });
}

Result<void> ConfigLoader::routes()
{
    return each("SELECT r.id, r.model_id, p.name, r.upstream_model, r.priority, r.weight, r.enabled, r.upstream_price FROM routes r "
                "JOIN providers p ON p.id = r.provider_id WHERE r.archived_ms IS NULL ORDER BY r.model_id, r.position",
                [&](const Rows& r) {
                    if (ModelConfig* model = byId(m_configuration.models, r.integer(1))) {
                        model->routes.push_back({{r.number<std::uint32_t>(0)}, r.text(2), r.text(3), r.number<std::uint32_t>(4),
                                                 r.number<std::uint32_t>(5), r.flag(6),
                                                 r.isNull(7) ? std::nullopt : std::optional(priceFromJson(r.text(7)))});
                    }
                });
}

Result<void> ConfigLoader::groups()
{
    return each("SELECT id, name, multiplier_micro, models, rpm, tpm, rpd, tpr, concurrency, budget_amount_nano, budget_tokens, "
                "budget_period, budget_zone, model_limits FROM groups "
                "WHERE archived_ms IS NULL ORDER BY position",
                [&](const Rows& r) {
                    m_configuration.groups.push_back(
                        {{r.number<std::uint32_t>(0)}, r.text(1), r.integer(2), listFromJson(r.text(3)), limitsAt(r, 4), budgetAt(r, 9), modelLimitsFromJson(r.text(13))});
                });
}

Result<void> ConfigLoader::users()
{
    return each("SELECT u.id, u.name, coalesce(g.name, ''), u.enabled, u.frozen, u.rpm, u.tpm, u.rpd, u.tpr, u.concurrency, "
                "u.queue_weight, u.budget_amount_nano, u.budget_tokens, u.budget_period, u.budget_zone, u.model_limits "
                "FROM users u LEFT JOIN groups g ON g.id = u.group_id WHERE u.archived_ms IS NULL ORDER BY u.position",
                [&](const Rows& r) {
                    UserConfig user;
                    user.id = {r.number<std::uint32_t>(0)};
                    user.name = r.text(1);
                    user.group = r.text(2);
                    user.enabled = r.flag(3);
                    user.frozen = r.flag(4);
                    user.limits = limitsAt(r, 5);
                    user.queueWeight = r.number<std::uint32_t>(10);
                    user.budget = budgetAt(r, 11);
                    user.modelLimits = modelLimitsFromJson(r.text(15));
                    m_userIndex[user.id.value] = m_configuration.users.size();
                    m_configuration.users.push_back(std::move(user));
                });
}

Result<void> ConfigLoader::keys()
{
    return each("SELECT id, user_id, name, hash, prefix, enabled, revoked, models, ips, expires_ms, rpm, tpm, rpd, tpr, concurrency, "
                "cache, budget_amount_nano, budget_tokens, budget_period, budget_zone, error_style FROM api_keys WHERE archived_ms IS NULL ORDER BY user_id, position",
                [&](const Rows& r) {
                    const auto user = m_userIndex.find(r.number<std::uint32_t>(1));
                    if (user == m_userIndex.end())
                        return;
                    ApiKeyConfig key;
                    key.id = {r.number<std::uint32_t>(0)};
                    key.name = r.text(2);
                    key.hash = hashAt(r, 3);
                    key.prefix = r.text(4);
                    key.enabled = r.flag(5);
                    key.revoked = r.flag(6);
                    key.models = listFromJson(r.text(7));
                    key.ips = listFromJson(r.text(8));
                    if (!r.isNull(9))
                        key.expires = r.time(9);
                    key.limits = limitsAt(r, 10);
                    key.cache = r.flag(15);
                    key.budget = budgetAt(r, 16);
                    key.errorStyle = errorStyleFrom(r.text(20));
                    m_configuration.users[user->second].keys.push_back(std::move(key));
                });
}

} // namespace lanyard
