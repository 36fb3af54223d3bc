#include "store/StoreCore.h"

#include "StoreDoubles.h"
#include "store/BookProof.h"
#include "support/FakeClock.h"
#include "support/TestMain.h"

#include <QTemporaryDir>

#include <map>
#include <random>

using namespace lanyard;
using namespace lanyard::test;

namespace {

constexpr int kUsers = 5;
constexpr std::uint32_t kWorkers = 2;

/// A store that is used, dropped in the middle and opened again at random, beside a plain sum of what must be in its book.
class World
{
public:
    World(std::filesystem::path folder, std::uint64_t seed) : m_folder(std::move(folder)), m_random(seed) {}

    bool start()
    {
        auto directory = DataDirectory::open(m_folder);
        if (!directory)
            return false;
        auto core = StoreCore::open({m_folder, StoreOptions::MasterKeyFrom::File, m_clock, m_hub}, *std::move(directory));
        if (!core)
            return false;
        m_core = *std::move(core);
        for (std::uint32_t worker = 0; worker < kWorkers; ++worker)
            m_journals.push_back(*m_core->openJournal(worker, [] {}));
        return true;
    }
    bool addUsers()
    {
        ConfigChange change;
        std::vector<ConfigNode> users;
        for (int i = 1; i <= kUsers; ++i)
            users.push_back(ConfigNode::map({{"name", ConfigNode::text("user" + std::to_string(i))}}));
        change.document = ConfigNode::map({{"users", ConfigNode::list(std::move(users))}});
        return m_core->change(change).has_value() && setPrice(0);
    }

    /// One random thing. False when something went wrong that must not.
    bool step()
    {
        switch (below(12)) {
        case 0: return deposit();
        case 1: m_clock.advance(std::chrono::milliseconds{below(60'000)}); return true;
        case 2:
            if (below(50) == 0) // by days, either way
                m_clock.jumpWall(std::chrono::milliseconds{static_cast<std::int64_t>(below(400'000'000)) - 200'000'000});
            return true;
        case 3: return below(500) == 0 ? rerate() : m_core->drain().has_value();
        case 4:
            if (below(20) == 0)
                return crash();
            return true;
        case 5:
        case 6: return settleOne();
        default: return openOne();
        }
    }
    bool crash()
    {
        m_journals.clear();
        m_core.reset(); // nothing was drained for it, nothing was closed
        m_open.clear(); // whatever was under way is lost, and free
        return start();
    }

    /// The book has what the sum has; "" when it does.
    std::string difference()
    {
        if (!m_core->drain())
            return "it cannot be drained";
        const auto balances = m_core->balances();
        if (!balances)
            return balances.error().message;
        for (const auto& [user, amount] : m_deposits) {
            const auto found = balances->find({user});
            if (found == balances->end() || found->second != amount - m_costs[user])
                return "the balance of user " + std::to_string(user) + " is wrong";
        }
        return {};
    }
    /// Everything that `lanyard check` looks at.
    std::string faults()
    {
        const auto database = Database::open(m_folder / "lanyard.db", Database::Mode::ReadOnly);
        const auto found = database ? BookProof(**database, m_folder / "journal", m_core->bootEpoch()).run() : Result<BookCheck>(database.error());
        if (!found)
            return found.error().message;
        for (const std::string& fault : found->faults) {
            if (fault.find("is overdrawn") == std::string::npos) // nobody reserves here
                return fault;
        }
        return found->charges == m_settled ? std::string() : "the number of rows is wrong";
    }
    std::uint64_t settled() const { return m_settled; }
    int reratings() const { return m_reratings; }

private:
    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(m_random() % limit); }

    bool deposit()
    {
        const std::uint32_t user = 1 + below(kUsers);
        DepositOrder order;
        order.paid = Money::fromNano(1 + below(1'000'000'000));
        m_deposits[user] += order.paid;
        return m_core->deposit("user" + std::to_string(user), order).has_value();
    }
    /// Model 1 costs so many nano-dollars an input token.
    bool setPrice(std::uint32_t nanoPerToken)
    {
        const std::string perMillion = Money::fromNano(std::int64_t{nanoPerToken} * 1'000'000).toShortString();
        ConfigChange change;
        change.document = ConfigNode::map({{"models", ConfigNode::list({ConfigNode::map({{"name", ConfigNode::text("gpt")}, {"routes", ConfigNode::list()},
            {"price", ConfigNode::map({{"input", ConfigNode::text(perMillion)}, {"output", ConfigNode::text("0")}})}})})}});
        return m_core->change(change).has_value();
    }
    /// Another price, for everything that ever was: each of the users' exchanges costs the same then.
    bool rerate()
    {
        const std::uint32_t nanoPerToken = below(200);
        if (!setPrice(nanoPerToken))
            return false;
        const auto report = m_core->rerate({at(0), at(std::int64_t{1} << 50), {}, {}, "random"});
        if (!report || !report->absorbed.isZero())
            return false;
        for (const auto& [user, count] : m_paid)
            m_costs[user] = Money::fromNano(std::int64_t{count} * (10 + 3) * nanoPerToken);
        ++m_reratings;
        return true;
    }
    bool openOne()
    {
        const std::uint32_t worker = below(kWorkers);
        JournalRecord record = makeExchange({1}).settled;
        record.exchange = m_journals[worker]->nextExchange();
        record.kind = JournalKind::Open;
        record.user = {1 + below(kUsers)};
        record.time = m_clock.wall();
        record.cost = {};
        record.model = {1};
        m_open.emplace_back(worker, record);
        ++m_settled; // in the end it has a row, settled or lost
        return m_journals[worker]->append(record).has_value();
    }
    bool settleOne()
    {
        if (m_open.empty())
            return true;
        const std::size_t which = below(static_cast<std::uint32_t>(m_open.size()));
        auto [worker, record] = m_open[which];
        m_open.erase(m_open.begin() + static_cast<std::ptrdiff_t>(which));
        record.kind = JournalKind::Settled;
        record.time = m_clock.wall();
        record.outcome = Outcome::Ok;
        record.cost = Money::fromNano(below(1'000'000));
        m_costs[record.user.value] += record.cost;
        ++m_paid[record.user.value];
        return m_journals[worker]->append(record).has_value();
    }

public:
    /// Ends what is open, as a stop would.
    bool settleAll()
    {
        while (!m_open.empty()) {
            if (!settleOne())
                return false;
        }
        return true;
    }

private:
    std::filesystem::path m_folder;
    std::mt19937_64 m_random;
    FakeClock m_clock{at(kNoonMs)};
    SnapshotHub m_hub;
    std::unique_ptr<StoreCore> m_core;
    std::vector<std::unique_ptr<JournalWriter>> m_journals;
    std::vector<std::pair<std::uint32_t, JournalRecord>> m_open;
    std::map<std::uint32_t, Money> m_deposits;
    std::map<std::uint32_t, Money> m_costs;
    std::map<std::uint32_t, std::uint32_t> m_paid; ///< exchanges that cost something
    int m_reratings = 0;
    std::uint64_t m_settled = 0;
};

} // namespace

class tst_BookProperties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// LANYARD_BOOK_STEPS in the environment makes it longer; a million is what a release is tested with.
    void theBookBalancesWhateverHappens()
    {
        const QTemporaryDir folder;
        World world(folder.path().toStdString(), 7);
        QVERIFY(world.start());
        QVERIFY(world.addUsers());
        const int asked = qEnvironmentVariableIntValue("LANYARD_BOOK_STEPS");
        const int steps = asked > 0 ? asked : 20'000;
        for (int step = 1; step <= steps; ++step) {
            QVERIFY2(world.step(), qPrintable(QStringLiteral("step %1").arg(step)));
            if (step % 100 == 0)
                QVERIFY2(world.difference().empty(), qPrintable(QStringLiteral("step %1: %2").arg(step).arg(QString::fromStdString(world.difference()))));
        }
        QVERIFY(world.settleAll());
        QVERIFY(world.crash());
        QCOMPARE(QString::fromStdString(world.difference()), QString());
        QCOMPARE(QString::fromStdString(world.faults()), QString());
        QVERIFY(world.settled() > 1'000);
        QVERIFY(world.reratings() > 0);
    }
};

LANYARD_TEST(tst_BookProperties)
#include "tst_BookProperties.moc"
