#include "store/StoreService.h"

#include "StoreDoubles.h"
#include "store/Database.h"
#include "support/FakeClock.h"
#include "support/TestMain.h"

#include <QFile>
#include <QTemporaryDir>

#include <cctype>

using namespace lanyard;
using namespace lanyard::test;

namespace {

Money usd(const char* text)
{
    return *Money::parse(text);
}

} // namespace

class tst_Treasury : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temporary;
    FakeClock m_clock{at(kNoonMs)};
    std::unique_ptr<SnapshotHub> m_hub;
    std::unique_ptr<StoreService> m_store;
    Mailbox m_mailbox;
    std::vector<BudgetSpend> m_spends;
    std::vector<BudgetAlert> m_alerts;
    std::vector<std::pair<std::uint32_t, Money>> m_deposits;

    std::filesystem::path folder() const { return m_temporary->path().toStdString(); }
    void open()
    {
        m_store.reset();
        m_hub = std::make_unique<SnapshotHub>();
        StoreOptions o{folder(), StoreOptions::MasterKeyFrom::File, m_clock, *m_hub};
        o.onSpend = [this](const std::vector<BudgetSpend>& spends) { m_spends = spends; };
        o.onAlert = [this](const BudgetAlert& alert) { m_alerts.push_back(alert); };
        o.onDeposit = [this](UserId user, Money amount) { m_deposits.emplace_back(user.value, amount); };
        m_store = *StoreService::open(std::move(o));
    }
    template<class Value, class Ask>
    Result<Value> wait(Ask ask)
    {
        std::optional<Result<Value>> answer;
        ask([&](Result<Value> value) { answer = std::move(value); });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000))
            return Error{ErrorCode::Timeout, "no answer"};
        return *std::move(answer);
    }
    Result<ChangeReport> change(ConfigNode document)
    {
        ConfigChange c;
        c.document = std::move(document);
        return wait<ChangeReport>([&](auto done) { m_store->change(c, m_mailbox, done); });
    }
    static ConfigNode scalar(const char* text) { return ConfigNode::text(text); }
    Result<ChangeReport> user(const char* name, std::vector<std::pair<std::string, ConfigNode>> fields = {})
    {
        fields.insert(fields.begin(), {"name", ConfigNode::text(name)});
        return change(ConfigNode::map({{"users", ConfigNode::list({ConfigNode::map(std::move(fields))})}}));
    }
    Result<Money> deposit(const std::string& name, const DepositOrder& order)
    {
        return wait<Money>([&](auto done) { m_store->deposit(name, order, m_mailbox, done); });
    }
    Result<Redemption> redeem(const Secret& code, const std::string& name)
    {
        return wait<Redemption>([&](auto done) { m_store->redeem(code, name, m_mailbox, done); });
    }
    std::vector<Secret> vouchers(const VoucherOrder& order)
    {
        return *wait<std::vector<Secret>>([&](auto done) { m_store->createVouchers(order, m_mailbox, done); });
    }
    BookCheck check()
    {
        return *wait<BookCheck>([&](auto done) { m_store->check(m_mailbox, done); });
    }
    void settle(JournalWriter& journal, std::uint32_t key, std::int64_t costNano)
    {
        JournalRecord record = makeExchange({1}).settled;
        record.exchange = journal.nextExchange();
        record.user = {1};
        record.key = {key};
        record.time = m_clock.wall();
        record.cost = Money::fromNano(costNano);
        record.outcome = Outcome::Ok;
        QVERIFY(journal.append(record));
    }

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_clock.jumpWall(at(kNoonMs) - m_clock.wall());
        m_spends.clear();
        m_alerts.clear();
        m_deposits.clear();
        open();
    }
    void cleanup() { m_store.reset(); }

    void aDepositInAnotherCurrencyIsConvertedAndKeptAsItWas()
    {
        QVERIFY(user("alice"));
        DepositOrder order{usd("100.00"), "CNY", usd("0.137"), "alipay", "November"};
        QCOMPARE(*deposit("alice", order), usd("13.70"));
        const auto book = *Database::open(folder() / "lanyard.db", Database::Mode::ReadOnly);
        QCOMPARE(*book->number("SELECT count(*) FROM deposits WHERE amount_nano = 13700000000 AND paid_nano = 100000000000 AND rate_nano = 137000000 "
                               "AND currency = 'CNY' AND source = 'alipay' AND note = 'November'"), std::int64_t{1});
        QVERIFY(check().faults.empty());
    }

    void aDepositThatMakesNoSenseIsRefused_data()
    {
        QTest::addColumn<QByteArray>("paid");
        QTest::addColumn<QByteArray>("currency");
        QTest::addColumn<QByteArray>("rate");
        QTest::addColumn<QByteArray>("source");
        QTest::newRow("nothing") << QByteArray("0") << QByteArray("USD") << QByteArray("1") << QByteArray("cash");
        QTest::newRow("no currency") << QByteArray("1") << QByteArray("euro") << QByteArray("1") << QByteArray("cash");
        QTest::newRow("no rate") << QByteArray("1") << QByteArray("EUR") << QByteArray("0") << QByteArray("cash");
        QTest::newRow("dollars at a rate") << QByteArray("1") << QByteArray("USD") << QByteArray("2") << QByteArray("cash");
        QTest::newRow("the service's own source") << QByteArray("1") << QByteArray("USD") << QByteArray("1") << QByteArray("trial");
    }
    void aDepositThatMakesNoSenseIsRefused()
    {
        QFETCH(QByteArray, paid);
        QFETCH(QByteArray, currency);
        QFETCH(QByteArray, rate);
        QFETCH(QByteArray, source);
        QVERIFY(user("alice"));
        const auto refused = deposit("alice", {usd(paid.constData()), currency.toStdString(), usd(rate.constData()), source.toStdString(), ""});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
        QVERIFY(m_deposits.empty());
    }

    void whoeverIsNewGetsTheTrialCreditOnce()
    {
        QVERIFY(user("before"));
        QVERIFY(change(ConfigNode::map({{"settings", ConfigNode::map({{"trial_credit", scalar("0.50")}})}})));
        QVERIFY(user("alice", {{"balance", scalar("2.00")}}));
        QVERIFY(user("alice", {{"enabled", scalar("true")}}));
        QVERIFY(user("bob"));
        open();
        QVERIFY(user("bob", {{"enabled", scalar("false")}}));
        QCOMPARE(*deposit("alice", {usd("1.00")}), usd("3.50"));
        QCOMPARE(*deposit("bob", {usd("1.00")}), usd("1.50"));
        QCOMPARE(*deposit("before", {usd("1.00")}), usd("1.00"));
        m_store->stop();
        const auto book = *Database::open(folder() / "lanyard.db", Database::Mode::ReadWrite);
        QCOMPARE(*book->number("SELECT count(*) FROM deposits WHERE source = 'trial'"), std::int64_t{2});
        QVERIFY(!book->run("INSERT INTO deposits (user_id, made_ms, amount_nano, source, note) VALUES (2, 0, 1, 'trial', '')")); // the table itself says no
    }

    void aVoucherIsWorthItsMoneyOnce()
    {
        QVERIFY(user("alice"));
        QVERIFY(user("bob"));
        const std::vector<Secret> codes = vouchers({usd("5.00"), 2, {}, "party"});
        QCOMPARE(codes.size(), std::size_t{2});
        QVERIFY(!(codes[0] == codes[1]));
        QVERIFY2(codes[0].size() == 23 && codes[0].reveal().starts_with("LAN-"), std::string(codes[0].reveal()).c_str());
        std::string typed(codes[0].reveal());
        for (char& c : typed)
            c = c == '-' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        const auto redeemed = redeem(Secret(typed), "alice");
        QVERIFY2(redeemed, redeemed ? "" : redeemed.error().message.c_str());
        QCOMPARE(redeemed->balance, usd("5.00"));
        QCOMPARE(redeem(codes[0], "alice").error().code, ErrorCode::Conflict);
        QCOMPARE(redeem(codes[0], "bob").error().code, ErrorCode::Conflict);
        QCOMPARE(redeem(Secret("LAN-AAAA-AAAA-AAAA-AAAA"), "alice").error().code, ErrorCode::NotFound);
        QCOMPARE(redeem(codes[1], "nobody").error().code, ErrorCode::NotFound);
        QCOMPARE(m_deposits.size(), std::size_t{1});
        const auto list = *wait<std::vector<VoucherRow>>([&](auto done) { m_store->vouchers(m_mailbox, done); });
        QCOMPARE(list.size(), std::size_t{2});
        QCOMPARE(list[1].user, std::string("alice"));
        QVERIFY(list[1].redeemed && !list[0].redeemed);
        QVERIFY(check().faults.empty());
    }

    void codesAreNotKept()
    {
        const std::vector<Secret> codes = vouchers({usd("5.00"), 1, {}, ""});
        m_store->stop();
        QFile file(m_temporary->filePath(QStringLiteral("lanyard.db")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray all = file.readAll();
        QVERIFY(all.contains("LAN-")); // its beginning, to tell them apart
        QVERIFY(!all.contains(QByteArray(codes[0].reveal().data(), static_cast<qsizetype>(codes[0].size()))));
    }

    void anExpiredVoucherIsRefused()
    {
        QVERIFY(user("alice"));
        const std::vector<Secret> codes = vouchers({usd("5.00"), 1, m_clock.wall() + std::chrono::hours{1}, ""});
        m_clock.advance(std::chrono::hours{1});
        QCOMPARE(redeem(codes[0], "alice").error().code, ErrorCode::InvalidArgument);
    }

    void aNewBudgetBeginsWithWhatTheBookHas()
    {
        QVERIFY(user("alice"));
        auto journal = *m_store->openJournal(0);
        m_clock.jumpWall(-std::chrono::hours{24});
        settle(*journal, 11, 1'000);
        m_clock.jumpWall(std::chrono::hours{24});
        settle(*journal, 11, 20);
        settle(*journal, 12, 3);
        const ConfigNode daily = ConfigNode::map({{"amount", scalar("1.00")}, {"period", scalar("daily")}, {"time_zone", scalar("Asia/Shanghai")}});
        QVERIFY(user("alice", {{"budget", daily}}));
        QCOMPARE(m_spends.size(), std::size_t{1});
        QVERIFY(m_spends[0].owner == BudgetOwner::User);
        QCOMPARE(m_spends[0].cost.nano(), std::int64_t{23}); // since Shanghai's midnight, 16:00 UTC of the day before
        QCOMPARE(m_spends[0].tokens, std::uint64_t{40});
        m_spends.clear();
        QVERIFY(user("alice", {{"budget", ConfigNode::map({{"amount", scalar("2.00")}})}}));
        QVERIFY(m_spends.empty()); // the same periods: the counting goes on
        const ConfigNode total = ConfigNode::map({{"amount", scalar("2.00")}, {"period", scalar("total")}});
        QVERIFY(user("alice", {{"budget", total}}));
        QCOMPARE(m_spends.at(0).cost.nano(), std::int64_t{1023});
        journal.reset();
        m_spends.clear();
        open(); // and so does every start
        QCOMPARE(m_spends.at(0).cost.nano(), std::int64_t{1023});
    }

    void budgetsAndModelLimitsSurviveARestart()
    {
        QVERIFY(user("alice", {{"budget", ConfigNode::map({{"tokens", scalar("1000")}, {"period", scalar("weekly")}, {"time_zone", scalar("Europe/Berlin")}})},
                               {"model_limits", ConfigNode::map({{"gpt-*", ConfigNode::map({{"rpm", scalar("3")}})}, {"*", ConfigNode::map({{"tpm", scalar("9")}})}})}}));
        const Configuration before = m_hub->current()->configuration();
        QCOMPARE(before.users.at(0).modelLimits.size(), std::size_t{2});
        QCOMPARE(*before.users.at(0).budget->tokens, std::uint64_t{1000});
        open();
        QVERIFY(m_hub->current()->configuration() == before);
        QVERIFY(user("alice", {{"budget", ConfigNode{}}}));
        open();
        QVERIFY(!m_hub->current()->configuration().users.at(0).budget);
    }

    void anAlertIsWrittenDownOnce()
    {
        const BudgetAlert alert{BudgetOwner::User, 1, "alice", 80, m_clock.wall(), m_clock.wall() - std::chrono::hours{5}, "the monthly budget ..."};
        m_store->noteAlert(alert);
        m_store->noteAlert(alert);
        const auto alerts = [&] { return *wait<std::vector<BudgetAlert>>([&](auto done) { m_store->alerts(10, m_mailbox, done); }); };
        QCOMPARE(alerts().size(), std::size_t{1});
        QCOMPARE(m_alerts.size(), std::size_t{1});
        QCOMPARE(alerts()[0].text, alert.text);
        BudgetAlert next = alert;
        next.percent = 100;
        m_store->noteAlert(next);
        QCOMPARE(alerts().size(), std::size_t{2});
    }
};

LANYARD_TEST(tst_Treasury)
#include "tst_Treasury.moc"
