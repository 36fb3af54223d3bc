#include "NaivePool.h"
#include "PoolWorld.h"
#include "support/Steps.h"
#include "support/TestMain.h"

#include <random>

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

/// Pools, limits, faults, clocks and changes of configuration at random; the naive model walks beside.
class RandomWalk
{
public:
    explicit RandomWalk(unsigned seed) : m_random(seed)
    {
        for (int i = 0; i < 4; ++i)
            m_world.add("c" + std::to_string(i), 1 + below(5));
        publish();
    }

    /// What went wrong; empty when nothing did.
    QString step()
    {
        const std::uint32_t dice = below(1000);
        if (dice < 330)
            advance(dice);
        else if (dice < 336)
            m_world.clock.jumpWall(std::chrono::minutes(below(2'000))); // forward only: see NaiveLimits::seeDay()
        else if (dice < 350)
            return changeConfiguration();
        else if (dice < 354)
            reset();
        else if (dice < 357)
            m_storm = !m_storm;
        else if (dice < 700 || m_running.empty())
            return lease();
        else
            finish();
        return check();
    }

    QString giveEverythingBack()
    {
        m_running.clear();
        for (const CredentialConfig& credential : m_world.provider().credentials) {
            if (m_world.state(credential.id.value).inFlight != 0)
                return QStringLiteral("a lease did not come back");
        }
        return {};
    }
    int served() const { return m_served; }
    int refused() const { return m_refused; }

private:
    std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(m_random() % bound); }
    std::int64_t now() const { return m_world.clock.steady().time_since_epoch() / 1ms; }
    std::int64_t wall() const { return m_world.clock.wall().time_since_epoch().count(); }

    void advance(std::uint32_t dice)
    {
        m_world.clock.advance(std::chrono::milliseconds(dice < 4 ? below(3'600'000) : dice < 40 ? below(30'000) : below(1'500)));
    }

    Limits someLimits()
    {
        Limits limits;
        if (below(3) == 0)
            limits.rpm = below(30);
        if (below(3) == 0)
            limits.tpm = below(3'000);
        if (below(4) == 0)
            limits.rpd = below(400);
        if (below(4) == 0)
            limits.tpr = 50 + below(500);
        if (below(3) == 0)
            limits.concurrency = below(6);
        return limits;
    }

    void publish()
    {
        m_world.apply();
        m_naive.configure(m_world.provider());
        if (m_world.snapshots.size() > 4)
            m_world.snapshots.erase(m_world.snapshots.begin());
    }

    QString changeConfiguration()
    {
        ProviderConfig& provider = m_world.provider();
        const std::uint32_t kind = below(10);
        if (kind == 0 && provider.credentials.size() < 7)
            m_world.add("c" + std::to_string(m_world.lastId), 1 + below(5));
        else if (kind == 1 && provider.credentials.size() > 2)
            provider.credentials.erase(provider.credentials.begin() + below(static_cast<std::uint32_t>(provider.credentials.size())));
        else if (kind == 2)
            provider.enabled = !provider.enabled || below(4) > 0;
        else if (kind == 3)
            provider.limits = below(2) ? someLimits() : Limits{};
        else if (kind == 4)
            std::shuffle(provider.credentials.begin(), provider.credentials.end(), m_random);
        else if (!provider.credentials.empty())
            changeCredential(provider.credentials[below(static_cast<std::uint32_t>(provider.credentials.size()))], kind);
        publish();
        return check();
    }
    void changeCredential(CredentialConfig& credential, std::uint32_t kind)
    {
        if (kind == 5)
            credential.key = Secret("secret " + std::to_string(below(1'000'000)));
        else if (kind == 6)
            credential.weight = 1 + below(20);
        else if (kind < 9)
            credential.limits = someLimits();
        else
            credential.enabled = !credential.enabled || below(3) > 0;
    }

    void reset()
    {
        const std::uint32_t id = below(2) ? 0 : 1 + below(m_world.lastId);
        if (id != 0 && !m_naive.credentials.contains(id))
            return;
        m_world.pool.reset(id ? std::optional(CredentialId{id}) : std::nullopt);
        m_naive.reset(id);
    }

    QString lease()
    {
        LeaseRequest request = m_world.request(1 + below(2), 1 + below(400));
        request.ignoreBreaker = below(10) == 0;
        std::set<std::uint32_t> exclude;
        if (below(4) == 0)
            exclude.insert(1 + below(m_world.lastId));
        for (const std::uint32_t id : exclude)
            request.exclude.push_back({id});
        const std::set<std::uint32_t> allowed =
            m_naive.allowed(request.model.value, request.estimatedTokens, exclude, request.ignoreBreaker, now(), wall());
        std::variant<Lease, LeaseRefusal> result = m_world.pool.lease(request);
        Lease* lease = std::get_if<Lease>(&result);
        if (!lease) {
            ++m_refused;
            const LeaseRefusal& refusal = std::get<LeaseRefusal>(result);
            if (!allowed.empty())
                return QStringLiteral("refused although credential %1 may: %2").arg(*allowed.begin()).arg(QString::fromStdString(refusal.explanation));
            return refusal.retryAfter && refusal.retryAfter->count() <= 0 ? QStringLiteral("told to come back at once") : check();
        }
        ++m_served;
        const std::uint32_t id = lease->credential().value;
        if (!allowed.contains(id))
            return QStringLiteral("credential %1 was leased and may not").arg(id);
        m_running.emplace_back(std::move(*lease), m_naive.take(id, request.model.value, request.estimatedTokens, now(), wall()));
        return check();
    }

    void finish()
    {
        static constexpr std::array kEnds{FailureClass::None,        FailureClass::None,           FailureClass::None,
                                          FailureClass::None,        FailureClass::ClientError,    FailureClass::BadCredential,
                                          FailureClass::RateLimited, FailureClass::QuotaExhausted, FailureClass::Overloaded,
                                          FailureClass::ServerError, FailureClass::Timeout,        FailureClass::Network,
                                          FailureClass::Cancelled,   FailureClass::ModelUnavailable};
        std::swap(m_running[below(static_cast<std::uint32_t>(m_running.size()))], m_running.back());
        auto [lease, ticket] = std::move(m_running.back());
        m_running.pop_back();
        AttemptReport report;
        report.failure = below(3) ? FailureClass::None : kEnds[below(kEnds.size())];
        if (m_storm && below(5) > 0) // the provider is down: what opens breakers
            report.failure = kEnds[8 + below(4)];
        report.tokens = below(600);
        if (below(2))
            report.retryAfter = std::chrono::milliseconds(below(20'000));
        if (report.failure == FailureClass::Cancelled && below(2)) {
            m_naive.finish(ticket, FailureClass::Cancelled, 0, 0, now());
            return; // dropped without a report
        }
        m_naive.finish(ticket, report.failure, report.retryAfter ? report.retryAfter->count() : 0, report.tokens, now());
        lease.finish(report);
    }

    QString check()
    {
        const std::uint32_t model = 1 + below(2);
        const bool usable = !m_naive.allowed(model, 1, {}, false, now(), wall()).empty();
        if (m_world.pool.usable({1}, {model}) != usable)
            return QStringLiteral("usable() is wrong: %1 expected").arg(usable);
        for (const auto& [id, credential] : m_naive.credentials) {
            if (m_world.state(id).inFlight != credential.limits.running())
                return QStringLiteral("wrong number in flight");
        }
        return {};
    }

    std::mt19937_64 m_random;
    PoolWorld m_world;
    NaivePool m_naive;
    std::vector<std::pair<Lease, NaivePool::Ticket>> m_running;
    bool m_storm = false;
    int m_served = 0;
    int m_refused = 0;
};

} // namespace

class tst_KeyPoolProperties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithANaiveModelOverRandomHistories()
    {
        constexpr int kWalks = 10;
        int served = 0;
        int refused = 0;
        for (unsigned walk = 0; walk < kWalks; ++walk) {
            RandomWalk pool(propertySeed() + walk);
            for (int step = 0; step < propertySteps() / kWalks; ++step) {
                const QString wrong = pool.step();
                QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("walk %1, step %2: %3").arg(walk).arg(step).arg(wrong)));
            }
            const QString wrong = pool.giveEverythingBack();
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
            served += pool.served();
            refused += pool.refused();
        }
        // Walks that only ever see one side show nothing.
        QVERIFY2(served > propertySteps() / 20 && refused > propertySteps() / 50, qPrintable(QStringLiteral("%1 served, %2 refused").arg(served).arg(refused)));
    }
};

LANYARD_TEST(tst_KeyPoolProperties)
#include "tst_KeyPoolProperties.moc"
