#pragma once

#include "config/Configuration.h"
#include "ledger/JournalRecord.h"
#include "ledger/LedgerSink.h"
#include "ledger/RequestIds.h"

#include <random>
#include <set>
#include <string>

namespace lanyard::test {

/// Configurations that are whole (every name refers to something) and otherwise as strange as the types allow.
class RandomConfiguration
{
public:
    explicit RandomConfiguration(std::uint64_t seed) : m_random(seed) {}

    Configuration make()
    {
        Configuration c;
        for (int i = below(4); i > 0; --i)
            c.settings[name("setting")] = text();
        grow(c.proxies, 3, [&] { return ProxyConfig{{nextId()}, name("proxy"), text(), text(), Secret(text())}; });
        grow(c.providers, 4, [&] { return provider(c); });
        grow(c.models, 5, [&] { return model(c); });
        grow(c.groups, 3, [&] { return GroupConfig{{nextId()}, name("group"), below(5'000'000), texts(), limits()}; });
        grow(c.users, 6, [&] { return user(c); });
        return c;
    }

    /// Something next to `c`: objects gone, new, changed and in another order.
    Configuration mutate(Configuration c)
    {
        const Configuration other = make();
        c.settings = other.settings;
        if (flip())
            c.groups = other.groups;
        for (UserConfig& u : c.users) {
            u.group = c.groups.empty() || flip() ? "" : pick(c.groups).name;
            u.limits = limits();
            if (!u.keys.empty() && flip())
                u.keys.erase(u.keys.begin());
            if (flip())
                u.keys.push_back(key());
        }
        if (!c.users.empty() && flip())
            c.users.erase(c.users.begin());
        c.users.insert(c.users.end(), other.users.begin(), other.users.end());
        for (UserConfig& u : c.users) {
            if (std::none_of(c.groups.begin(), c.groups.end(), [&](const GroupConfig& g) { return g.name == u.group; }))
                u.group.clear();
        }
        std::shuffle(c.users.begin(), c.users.end(), m_random);
        for (ProviderConfig& p : c.providers) {
            for (CredentialConfig& credential : p.credentials) {
                if (flip())
                    credential.key = Secret(text());
                credential.weight = static_cast<std::uint32_t>(below(100));
            }
            if (!p.credentials.empty() && flip())
                p.credentials.pop_back();
        }
        for (ModelConfig& m : c.models) {
            m.price = flip() ? std::optional(price()) : std::nullopt;
            if (!m.routes.empty() && flip())
                m.routes.erase(m.routes.begin());
        }
        std::reverse(c.models.begin(), c.models.end());
        return c;
    }

private:
    int below(int limit) { return static_cast<int>(m_random() % static_cast<unsigned>(limit)); }
    bool flip() { return below(2) == 1; }
    std::uint32_t nextId() { return ++m_id; }
    std::string name(const std::string& kind) { return kind + "-" + std::to_string(++m_names) + (flip() ? "-\xC3\xA9\xE4\xBD\xA0" : ""); }
    std::string text()
    {
        static const char* const kTexts[] = {"", "a", "' OR 1=1 --", "\"quoted\"", "\xE4\xBD\xA0\xE5\xA5\xBD", "line\nbreak", "%1?:@", "0", " x "};
        return std::string(kTexts[below(9)]) + (flip() ? std::to_string(m_random()) : "");
    }
    std::vector<std::string> texts()
    {
        std::vector<std::string> list;
        for (int i = below(4); i > 0; --i)
            list.push_back(text());
        return list;
    }
    template<class Number>
    std::optional<Number> maybe()
    {
        return flip() ? std::optional(static_cast<Number>(m_random() >> 33)) : std::nullopt;
    }
    Money money() { return Money::fromNano(static_cast<std::int64_t>(m_random() >> 2)); }
    std::optional<Money> maybeMoney() { return flip() ? std::optional(money()) : std::nullopt; }
    CoolDown coolDown() { return {std::chrono::milliseconds(below(1'000)), std::chrono::milliseconds(below(1'000))}; }
    Limits limits()
    {
        return {maybe<std::uint32_t>(), maybe<std::uint64_t>(), maybe<std::uint32_t>(), maybe<std::uint64_t>(), maybe<std::uint32_t>()};
    }
    Price price()
    {
        Price p{money(), money(), maybeMoney(), maybeMoney(), maybeMoney(), maybeMoney(), maybeMoney(), maybeMoney(), money(), {}, {}};
        p.image = money();
        for (int i = below(3); i > 0; --i)
            p.tiers.push_back({static_cast<std::uint64_t>(below(1'000'000)), maybeMoney(), maybeMoney(), maybeMoney(), {}, {}, {}, {}, maybeMoney()});
        for (int i = below(3); i > 0 && !m_inChange; --i) {
            m_inChange = true;
            p.changes.push_back({WallTime{std::chrono::milliseconds{m_random() >> 20}}, price()});
            m_inChange = false;
        }
        return p;
    }
    template<class List, class Make>
    void grow(List& list, int most, Make makeOne)
    {
        for (int i = below(most + 1); i > 0; --i)
            list.push_back(makeOne());
    }
    template<class List>
    typename List::const_reference pick(const List& list)
    {
        return list[static_cast<std::size_t>(below(static_cast<int>(list.size())))];
    }
    ProviderConfig provider(const Configuration& c)
    {
        ProviderConfig p;
        p.id = {nextId()};
        p.name = name("provider");
        p.kind = flip() ? ProviderKind::OpenAi : ProviderKind::Demo;
        p.baseUrl = text();
        p.proxy = c.proxies.empty() || flip() ? "" : pick(c.proxies).name;
        for (int i = below(3); i > 0; --i)
            p.headers.emplace_back(name("X"), text());
        for (const auto& [header, value] : p.headers) {
            if (flip())
                p.secretHeaders.push_back(header);
        }
        p.enabled = flip();
        p.timeouts.whole = std::chrono::milliseconds{below(1'000'000)};
        p.timeouts.total = std::chrono::milliseconds{below(10)};
        p.limits = limits();
        p.coolDown = coolDown();
        for (int i = below(3); i > 0; --i)
            p.options[name("option")] = text();
        grow(p.credentials, 3, [&] {
            return CredentialConfig{{nextId()}, name("credential"), Secret(text()), static_cast<std::uint32_t>(below(50)), flip(), limits(), text(), coolDown(),
                                    c.proxies.empty() || flip() ? "" : pick(c.proxies).name};
        });
        return p;
    }
    ModelConfig model(const Configuration& c)
    {
        ModelConfig m;
        m.id = {nextId()};
        m.name = name("model");
        m.enabled = flip();
        m.strategy = flip() ? std::optional(static_cast<Strategy>(1 + below(6))) : std::nullopt;
        m.aliases = texts();
        m.maxOutput = maybe<std::uint32_t>();
        m.breaker = {static_cast<std::uint32_t>(below(50)), static_cast<std::uint32_t>(below(100)), static_cast<std::uint32_t>(below(50)),
                     std::chrono::milliseconds(below(1'000)), std::chrono::milliseconds(below(1'000)), std::chrono::milliseconds(below(1'000))};
        m.affinity = flip();
        m.hedging = flip();
        m.cache = flip();
        m.price = flip() ? std::optional(price()) : std::nullopt;
        if (!c.providers.empty()) {
            grow(m.routes, 3, [&] {
                return RouteConfig{{nextId()}, pick(c.providers).name, text(), static_cast<std::uint32_t>(below(5)),
                                   static_cast<std::uint32_t>(below(9)), flip(), flip() ? std::optional(price()) : std::nullopt};
            });
        }
        return m;
    }
    ApiKeyConfig key()
    {
        ApiKeyConfig k;
        k.id = {nextId()};
        k.name = name("key");
        for (std::uint8_t& byte : k.hash)
            byte = static_cast<std::uint8_t>(m_random());
        k.prefix = text();
        k.enabled = flip();
        k.revoked = flip();
        k.models = texts();
        k.ips = texts();
        if (flip())
            k.expires = WallTime{std::chrono::milliseconds{static_cast<std::int64_t>(m_random() >> 20)}};
        k.limits = limits();
        k.cache = flip();
        k.errorStyle = flip() ? std::optional(static_cast<ErrorStyle>(1 + below(2))) : std::nullopt;
        return k;
    }
    UserConfig user(const Configuration& c)
    {
        UserConfig u;
        u.id = {nextId()};
        u.name = name("user");
        u.group = c.groups.empty() || flip() ? "" : pick(c.groups).name;
        u.enabled = flip();
        u.frozen = flip();
        u.limits = limits();
        u.queueWeight = static_cast<std::uint32_t>(below(9));
        grow(u.keys, 3, [&] { return key(); });
        return u;
    }

    std::mt19937_64 m_random;
    bool m_inChange = false; ///< a dated price has no changes of its own
    std::uint32_t m_id = 0;
    std::uint64_t m_names = 0;
};

inline constexpr std::int64_t kDayMs = 86'400'000;
/// 2026-03-01T12:00Z
inline constexpr std::int64_t kNoonMs = 1'772'366'400'000;

inline WallTime at(std::int64_t ms)
{
    return WallTime{std::chrono::milliseconds{ms}};
}

struct ExchangeSpec
{
    std::uint32_t number = 1;
    std::int64_t settledMs = kNoonMs;
    std::uint32_t user = 1;
    Outcome outcome = Outcome::Ok;
    std::int64_t costNano = 100;
};

/// 10 input, 3 cached, 5 output, 2 reasoning tokens; one attempt that answered (upstream 40) and one of another credential
/// before it that was billed too (upstream 7).
inline BookedExchange makeExchange(const ExchangeSpec& spec)
{
    BookedExchange e;
    JournalRecord& s = e.settled;
    s.kind = JournalKind::Settled;
    s.exchange = ExchangeId::make(1, 0, spec.number);
    s.time = at(spec.settledMs);
    s.user = {spec.user};
    s.key = {spec.user + 10};
    s.group = {3};
    s.model = {4};
    s.requestId = requestIdBits("request-" + std::to_string(spec.number));
    s.provider = {5};
    s.credential = {6};
    s.status = 200;
    s.outcome = spec.outcome;
    s.attempts = 2;
    s.usage.basis = UsageBasis::Reported;
    s.usage[TokenBucket::Input] = 10;
    s.usage[TokenBucket::CachedInput] = 3;
    s.usage[TokenBucket::Output] = 5;
    s.usage[TokenBucket::Reasoning] = 2;
    s.cost = Money::fromNano(spec.costNano);
    s.totalMs = 1234;
    e.opened = at(spec.settledMs - 1234);
    for (std::uint8_t attempt = 1; attempt <= 2; ++attempt) {
        JournalRecord a = s;
        a.kind = JournalKind::Attempt;
        a.attempts = attempt;
        a.credential = {attempt == 1 ? 7U : 6U};
        a.cost = {};
        a.upstreamCost = Money::fromNano(attempt == 1 ? 7 : 40);
        e.attempts.push_back(a);
    }
    return e;
}

inline DrainBatch batchOf(std::vector<BookedExchange> exchanges)
{
    DrainBatch batch;
    batch.exchanges = std::move(exchanges);
    return batch;
}

} // namespace lanyard::test
