#pragma once

#include "admin/AdminServer.h"
#include "client/AdminClient.h"
#include "config/ConfigEditor.h"
#include "support/FakeClock.h"

#include <QTemporaryDir>
#include <QTest>

#include <unordered_map>

namespace lanyard::test {

/// The configuration of a service without a database: the real editor, kept in memory, answered through the mailbox.
class FakeConfigService final : public ConfigService, public Treasury, public IdSource
{
public:
    explicit FakeConfigService(SnapshotHub& hub, KeyPool& pool, Governor& governor) : m_hub(hub), m_pool(pool), m_governor(governor)
    {
        publish();
    }

    void change(ConfigChange change, Mailbox& replyTo, ConfigService::Done done) override
    {
        changes.push_back(change);
        if (holdBack) {
            held.push_back([this, change = std::move(change), &replyTo, done = std::move(done)] { answer(change, replyTo, done); });
            return;
        }
        answer(change, replyTo, done);
    }

    void createVouchers(VoucherOrder order, Mailbox& replyTo, Treasury::Done<std::vector<Secret>> done) override
    {
        const std::vector<Secret> codes(order.count, Secret("LAN-ABCD-EFGH-JKLM-NPQR"));
        replyTo.post([done = std::move(done), codes] { done(codes); });
    }
    void vouchers(Mailbox& replyTo, Treasury::Done<std::vector<VoucherRow>> done) override
    {
        replyTo.post([done = std::move(done)] { done(std::vector<VoucherRow>{{7, "LAN-ABCD", Money::fromNano(5'000'000'000), {}, {}, {}, "alice", "party"}}); });
    }
    void redeem(Secret code, std::string user, Mailbox& replyTo, Treasury::Done<Redemption> done) override
    {
        lastCode = code;
        replyTo.post([done = std::move(done), user] {
            done(user == "alice" ? Result<Redemption>(Redemption{Money::fromNano(5'000'000'000), Money::fromNano(6'000'000'000)})
                                 : Error{ErrorCode::NotFound, "there is no user named \"" + user + "\""});
        });
    }
    void rerate(RerateOrder order, RerateMode mode, Mailbox& replyTo, Treasury::Done<RerateReport> done) override
    {
        lastRerate = order;
        RerateReport report{mode == RerateMode::Book ? 4U : 0U, 10, 2, Money::fromNano(1'000), Money::fromNano(3'000), Money::fromNano(500),
                            {{"alice", "gpt-4o", 2, Money::fromNano(1'000), Money::fromNano(3'000)}}};
        replyTo.post([done = std::move(done), report] { done(report); });
    }
    void reratings(Mailbox& replyTo, Treasury::Done<std::vector<RerateRow>> done) override
    {
        RerateRow row;
        row.id = 4;
        row.order = lastRerate;
        row.changed = 2;
        replyTo.post([done = std::move(done), row] { done(std::vector<RerateRow>{row}); });
    }
    void alerts(std::uint32_t, Mailbox& replyTo, Treasury::Done<std::vector<BudgetAlert>> done) override
    {
        replyTo.post([done = std::move(done)] {
            done(std::vector<BudgetAlert>{{BudgetOwner::Group, 3, "family", 80, {}, {}, "the monthly budget of group family is used to 80 %"}});
        });
    }
    void deposit(std::string user, DepositOrder order, Mailbox& replyTo, Treasury::Done<Money> done) override
    {
        lastDeposit = order;
        const Money amount = order.paid;
        Result<Money> result = Error{ErrorCode::NotFound, "there is no user \"" + user + "\""};
        for (const UserConfig& known : m_configuration.users) {
            if (known.name == user) {
                m_governor.deposit(known.id, amount);
                result = m_governor.balance(known.id).value_or(Money());
            }
        }
        replyTo.post([done = std::move(done), result] { done(result); });
    }

    std::uint32_t next(ObjectKind) override { return ++m_lastId; }

    std::vector<ConfigChange> changes;
    DepositOrder lastDeposit;
    RerateOrder lastRerate;
    Secret lastCode;
    bool holdBack = false; ///< answers wait in `held`
    std::vector<std::function<void()>> held;

private:
    void answer(const ConfigChange& change, Mailbox& replyTo, const ConfigService::Done& done)
    {
        auto edited = applyChange(m_configuration, change, *this, m_hasher);
        if (!edited) {
            replyTo.post([done, error = edited.error()] { done(error); });
            return;
        }
        if (!change.dryRun) {
            m_configuration = edited->next;
            publish();
            for (const OpeningBalance& opening : edited->report.openings)
                m_governor.deposit(opening.user, opening.amount);
        }
        edited->report.version = m_version;
        replyTo.post([done, report = edited->report] { done(report); });
    }
    void publish()
    {
        auto snapshot = std::make_shared<const Snapshot>(m_configuration, ++m_version);
        m_pool.configure(*snapshot);
        m_governor.configure(*snapshot);
        m_hub.publish(std::move(snapshot));
    }

    SnapshotHub& m_hub;
    KeyPool& m_pool;
    Governor& m_governor;
    Configuration m_configuration;
    ApiKeyHasher m_hasher{ApiKeyPepper{}};
    std::uint64_t m_version = 0;
    std::uint32_t m_lastId = 0;
};

/// A book with the rows that a test puts into it.
class FakeReports final : public Reports
{
public:
    void usage(UsageQuery query, Mailbox& replyTo, std::function<void(Result<std::vector<UsageRow>>)> done) override
    {
        lastUsage = query;
        replyTo.post([done = std::move(done), rows = usageRows] { done(rows); });
    }
    void request(std::string id, Mailbox& replyTo, std::function<void(Result<RequestDetail>)> done) override
    {
        Result<RequestDetail> answer = Error{ErrorCode::NotFound, "there is no request \"" + id + "\""};
        if (id == std::to_string(detail.row.id))
            answer = detail;
        replyTo.post([done = std::move(done), answer] { done(answer); });
    }
    RequestDetail detail;
    void requests(RequestQuery query, Mailbox& replyTo, std::function<void(Result<std::vector<RequestRow>>)> done) override
    {
        lastRequests = query;
        replyTo.post([done = std::move(done), rows = requestRows] { done(rows); });
    }

    void refusals(RequestQuery query, Mailbox& replyTo, std::function<void(Result<std::vector<RefusalRow>>)> done) override
    {
        lastRequests = query;
        replyTo.post([done = std::move(done)] { done(std::vector<RefusalRow>{{{}, "192.168.1.7", "this API key is not known here", 12}}); });
    }

    std::vector<UsageRow> usageRows;
    std::vector<RequestRow> requestRows;
    UsageQuery lastUsage;
    RequestQuery lastRequests;
};

/// A whole administrable service behind a real socket, without HTTP and database.
class AdminFixture
{
public:
    AdminFixture()
    {
        services.info = [this] {
            HelloResult hello;
            hello.version = QStringLiteral(LANYARD_VERSION);
            hello.pid = 4711;
            hello.dataDir = QStringLiteral("/data");
            hello.started = clock.wall() - std::chrono::seconds{61};
            hello.listen = listen;
            hello.workers = 2;
            hello.mode = QStringLiteral("user");
            return hello;
        };
        services.stats = [this] { return stats; };
        services.stop = [this] { ++stops; };
        services.treasury = &config;
        options.location = {SocketLocation::Kind::Given, folder.filePath(QStringLiteral("admin.sock"))};
        options.log = [this](const QString& line) { log.append(line); };
    }

    void start()
    {
        auto opened = AdminServer::open(options, services);
        QVERIFY2(opened, opened ? "" : opened.error().message.c_str());
        server = *std::move(opened);
    }

    /// A document in the file's form, as the owner would apply it.
    void configure(const QString& yaml)
    {
        AdminClient client(clientOptions());
        client.start();
        QTRY_COMPARE(client.state(), AdminClient::State::Connected);
        QString problem = QStringLiteral("no answer");
        client.call<methods::ConfigApply>(&client, {yaml, {}, false, false}, [&](const Result<ChangeResult>& result) {
            problem = result ? QString() : QString::fromStdString(result.error().message);
        });
        QTRY_COMPARE(problem, QString());
        config.changes.clear();
    }

    AdminClient::Options clientOptions(bool reconnect = false) const
    {
        AdminClient::Options client;
        client.socketPath = options.location.path;
        client.clientName = QStringLiteral("test");
        client.reconnect = reconnect;
        client.firstPause = std::chrono::milliseconds{5};
        client.longestPause = std::chrono::milliseconds{20};
        return client;
    }

    QTemporaryDir folder;
    FakeClock clock;
    KeyPool keyPool{clock};
    Governor governor{clock};
    SnapshotHub snapshots;
    FakeConfigService config{snapshots, keyPool, governor};
    FakeReports reports;
    Mailbox mailbox;
    AdminServices services{config, snapshots, reports, keyPool, governor, clock, mailbox};
    AdminServerOptions options;
    QStringList listen{QStringLiteral("http://127.0.0.1:11480")};
    StatsInfo stats;
    int stops = 0;
    QStringList log;
    std::unique_ptr<AdminServer> server;
};

} // namespace lanyard::test
