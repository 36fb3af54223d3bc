#include "GovernorWorld.h"
#include "support/NaiveLimits.h"
#include "support/Steps.h"
#include "support/TestMain.h"

#include <map>
#include <random>

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

/// Users, keys, groups, limits, money, clocks and changes of configuration at random, beside plain books of our own.
class RandomWalk
{
public:
    explicit RandomWalk(unsigned seed) : m_random(seed)
    {
        m_world.addGroup("g1");
        m_world.addGroup("g2");
        for (const char* name : {"bob", "carol"})
            m_world.addUser(name, "g1");
        for (UserConfig& user : m_world.configuration.users)
            GovernorWorld::addKey(user, "second");
        m_world.apply();
        m_balance[1] = 50'000;
        m_world.governor.loadBalances({{{1}, Money::fromNano(50'000)}});
    }

    QString step()
    {
        const std::uint32_t dice = below(1000);
        if (dice < 350)
            m_world.clock.advance(std::chrono::milliseconds(dice < 3 ? below(7'200'000) : dice < 40 ? below(30'000) : below(1'500)));
        else if (dice < 355)
            m_world.clock.jumpWall(std::chrono::minutes(below(2'000))); // forward only: see NaiveLimits::seeDay()
        else if (dice < 375)
            changeConfiguration();
        else if (dice < 385)
            deposit();
        else if (dice < 720 || m_running.empty())
            return reserve();
        else
            return end();
        return check();
    }

    QString giveEverythingBack()
    {
        m_running.clear();
        m_setAside.clear();
        for (const auto& [user, balance] : m_balance) {
            m_world.configuration.users[user - 1].limits = {};
            m_world.configuration.users[user - 1].enabled = true;
            m_world.configuration.users[user - 1].frozen = false;
            m_world.configuration.users[user - 1].group.clear();
            m_world.configuration.users[user - 1].keys[0].limits = {};
            m_world.configuration.users[user - 1].keys[0].enabled = true;
            m_world.configuration.users[user - 1].keys[0].revoked = false;
            m_world.configuration.users[user - 1].keys[0].expires.reset();
            m_world.apply();
            const auto all = m_world.governor.reserve(m_world.identity(user - 1, 0), {{1}, 1, Money::fromNano(balance)});
            if (balance > 0 && !std::holds_alternative<Reservation>(all))
                return QStringLiteral("money of user %1 is still set aside").arg(user);
        }
        return {};
    }
    int served() const { return m_served; }
    int refused() const { return m_refused; }

private:
    struct Running
    {
        Reservation reservation;
        std::uint32_t user, key, group; ///< group 0: none
        NaiveLimits::Ticket ofUser, ofKey, ofGroup;
        std::int64_t cost;
    };

    std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(m_random() % bound); }
    std::int64_t now() const { return m_world.clock.steady().time_since_epoch() / 1ms; }
    std::int64_t wall() const { return m_world.clock.wall().time_since_epoch().count(); }
    UserConfig& user(std::uint32_t id) { return m_world.configuration.users[id - 1]; }

    Limits someLimits()
    {
        Limits limits;
        if (below(3) == 0)
            limits.rpm = below(40);
        if (below(3) == 0)
            limits.tpm = below(5'000);
        if (below(4) == 0)
            limits.rpd = below(500);
        if (below(4) == 0)
            limits.tpr = 50 + below(500);
        if (below(3) == 0)
            limits.concurrency = below(6);
        return limits;
    }

    void changeConfiguration()
    {
        UserConfig& who = user(1 + below(3));
        ApiKeyConfig& key = who.keys[below(2)];
        switch (below(8)) {
        case 0: who.limits = below(2) ? someLimits() : Limits{}; break;
        case 1: key.limits = below(2) ? someLimits() : Limits{}; break;
        case 2: m_world.configuration.groups[below(2)].limits = below(2) ? someLimits() : Limits{}; break;
        case 3: who.group = below(3) == 0 ? "" : below(2) ? "g1" : "g2"; break;
        case 4: who.enabled = below(4) > 0; break;
        case 5: who.frozen = below(4) == 0; break;
        case 6:
            key.enabled = below(4) > 0;
            key.revoked = below(6) == 0;
            break;
        default:
            key.expires.reset();
            if (below(2))
                key.expires = m_world.clock.wall() + std::chrono::seconds(below(600));
        }
        m_world.apply();
        if (m_world.snapshots.size() > 3)
            m_world.snapshots.erase(m_world.snapshots.begin());
    }

    void deposit()
    {
        const std::uint32_t id = 1 + below(3);
        const std::int64_t amount = below(20'000);
        m_world.governor.deposit({id}, Money::fromNano(amount));
        m_balance[id] += amount;
    }

    /// What the answer must be, in the order that the governor promises.
    std::optional<ErrorCode> expected(const UserConfig& who, const ApiKeyConfig& key, std::uint32_t group, std::uint64_t tokens, std::int64_t cost)
    {
        using Answer = NaiveLimits::Answer;
        if (key.revoked || (key.expires && m_world.clock.wall() >= *key.expires))
            return ErrorCode::Unauthenticated;
        if (!key.enabled || !who.enabled || who.frozen)
            return ErrorCode::Forbidden;
        const auto code = [&](const Limits& limits, NaiveLimits& naive) -> std::optional<ErrorCode> {
            const Answer answer = naive.ask(limits, now(), wall(), tokens);
            if (answer == Answer::Fits)
                return std::nullopt;
            const bool tooLarge = (limits.tpr && tokens > *limits.tpr) || (limits.tpm && tokens > *limits.tpm);
            return tooLarge ? ErrorCode::TooLarge : ErrorCode::RateLimited;
        };
        if (const auto no = code(key.limits, m_keys[key.id.value]))
            return no;
        if (const auto no = code(who.limits, m_users[who.id.value]))
            return no;
        if (group != 0) {
            if (const auto no = code(m_world.configuration.groups[group - 1].limits, m_groups[group]))
                return no;
        }
        const auto balance = m_balance.find(who.id.value);
        if (balance != m_balance.end() && cost > 0 && balance->second - m_setAside[who.id.value] < cost)
            return ErrorCode::PaymentRequired;
        return std::nullopt;
    }

    QString reserve()
    {
        const std::uint32_t userId = 1 + below(3);
        const std::size_t keyIndex = below(2);
        const UserConfig& who = user(userId);
        const ApiKeyConfig& key = who.keys[keyIndex];
        const std::uint32_t group = who.group.empty() ? 0 : who.group == "g1" ? 1 : 2;
        const std::uint64_t tokens = below(500);
        const std::int64_t cost = below(4) ? below(4'000) : 0;
        const std::optional<ErrorCode> no = expected(who, key, group, tokens, cost);
        const Identity identity = m_world.identity(userId - 1, keyIndex);
        auto result = m_world.governor.reserve(identity, {{1}, tokens, Money::fromNano(cost)});
        if (const GovernorRefusal* refusal = std::get_if<GovernorRefusal>(&result)) {
            ++m_refused;
            if (no != refusal->error.code)
                return QStringLiteral("refused as %1: %2").arg(int(refusal->error.code)).arg(QString::fromStdString(refusal->error.message));
            return check();
        }
        ++m_served;
        if (no)
            return QStringLiteral("served, and should be refused as %1").arg(int(*no));
        m_setAside[userId] += cost;
        m_running.push_back({std::get<Reservation>(std::move(result)), userId, key.id.value, group,
                             m_users[userId].take(who.limits, now(), wall(), tokens),
                             m_keys[key.id.value].take(key.limits, now(), wall(), tokens),
                             group ? m_groups[group].take(m_world.configuration.groups[group - 1].limits, now(), wall(), tokens) : NaiveLimits::Ticket{},
                             cost});
        return check();
    }

    QString end()
    {
        std::swap(m_running[below(static_cast<std::uint32_t>(m_running.size()))], m_running.back());
        Running running = std::move(m_running.back());
        m_running.pop_back();
        m_setAside[running.user] -= running.cost;
        if (below(5) == 0) {
            m_users[running.user].undo(running.ofUser);
            m_keys[running.key].undo(running.ofKey);
            if (running.group)
                m_groups[running.group].undo(running.ofGroup);
            running.reservation = Reservation();
            return check();
        }
        const std::uint64_t tokens = below(700);
        const std::int64_t cost = below(10) ? (running.cost ? below(static_cast<std::uint32_t>(running.cost) + 1) : 0) : below(9'000);
        m_users[running.user].finish(running.ofUser, now(), tokens);
        m_keys[running.key].finish(running.ofKey, now(), tokens);
        if (running.group)
            m_groups[running.group].finish(running.ofGroup, now(), tokens);
        std::int64_t absorbed = 0;
        if (const auto balance = m_balance.find(running.user); balance != m_balance.end()) {
            absorbed = std::max<std::int64_t>(0, cost - balance->second);
            balance->second -= cost - absorbed;
        }
        if (running.reservation.settle(tokens, Money::fromNano(cost)).nano() != absorbed)
            return QStringLiteral("another amount was absorbed");
        return check();
    }

    QString check()
    {
        for (std::uint32_t id = 1; id <= 3; ++id) {
            const std::optional<Money> balance = m_world.governor.balance({id});
            const auto known = m_balance.find(id);
            if (balance.has_value() != (known != m_balance.end()) || (balance && balance->nano() != known->second))
                return QStringLiteral("the balance of user %1 is wrong").arg(id);
            if (balance && balance->isNegative())
                return QStringLiteral("user %1 is overdrawn").arg(id);
        }
        return {};
    }

    std::mt19937_64 m_random;
    GovernorWorld m_world;
    std::vector<Running> m_running;
    std::map<std::uint32_t, NaiveLimits> m_users, m_keys, m_groups;
    std::map<std::uint32_t, std::int64_t> m_balance, m_setAside;
    int m_served = 0;
    int m_refused = 0;
};

} // namespace

class tst_GovernorProperties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithPlainBooksOverRandomHistories()
    {
        constexpr int kWalks = 10;
        int served = 0;
        int refused = 0;
        for (unsigned walk = 0; walk < kWalks; ++walk) {
            RandomWalk world(propertySeed() + walk);
            for (int step = 0; step < propertySteps() / kWalks; ++step) {
                const QString wrong = world.step();
                QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("walk %1, step %2: %3").arg(walk).arg(step).arg(wrong)));
            }
            served += world.served();
            refused += world.refused();
            const QString wrong = world.giveEverythingBack();
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
        // Walks that only ever see one side show nothing.
        QVERIFY2(served > propertySteps() / 20 && refused > propertySteps() / 50,
                 qPrintable(QStringLiteral("%1 served, %2 refused").arg(served).arg(refused)));
    }
};

LANYARD_TEST(tst_GovernorProperties)
#include "tst_GovernorProperties.moc"
