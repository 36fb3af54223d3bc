#include "AdminFixture.h"

#include "admin/PeerCredentials.h"

#include "support/TestMain.h"

#include <QFileInfo>
#include <QSignalSpy>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace lanyard;
using namespace lanyard::test;
using State = AdminClient::State;

namespace {

#ifdef Q_OS_UNIX
int modeOf(const QString& path)
{
    struct stat info = {};
    return ::lstat(QFile::encodeName(path).constData(), &info) == 0 ? static_cast<int>(info.st_mode & 0777) : -1;
}
#endif

/// A client that says exactly what the test says.
class RawClient
{
public:
    explicit RawClient(const QString& path)
    {
        m_socket.connectToServer(path);
        QObject::connect(&m_socket, &QLocalSocket::readyRead, &m_socket, [this] {
            m_reader.feed(m_socket.readAll());
            while (const auto frame = m_reader.next())
                answers.append(*Envelope::parse(**frame));
        });
    }
    void send(const QByteArray& bytes) { m_socket.write(bytes); }
    void sayHello() { send(Envelope::request(0, QStringLiteral("session.hello"), toJson(HelloParams{kAdminProtocol, QStringLiteral("raw"), {}, {}})).toFrame()); }
    void call(int id, const char* method, const QJsonObject& params = {}) { send(Envelope::request(id, QLatin1String(method), params).toFrame()); }
    bool isOpen() const { return m_socket.state() == QLocalSocket::ConnectedState; }
    QLocalSocket& socket() { return m_socket; }

    QList<Envelope> answers;

private:
    QLocalSocket m_socket;
    FrameReader m_reader{FrameReader::Peer::Service};
};

} // namespace

class tst_AdminServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<AdminFixture>(); }
    void cleanup() { m_fixture.reset(); }

#ifdef Q_OS_UNIX
    void theSocketIsOpenToItsOwnerOnly()
    {
        const mode_t before = ::umask(0);
        m_fixture->options.location.path = m_fixture->folder.filePath(QStringLiteral("new/deep/admin.sock"));
        m_fixture->start();
        QCOMPARE(static_cast<int>(::umask(before)), 0); // given back
        QCOMPARE(modeOf(m_fixture->options.location.path), 0600);
        QCOMPARE(modeOf(m_fixture->folder.filePath(QStringLiteral("new/deep"))), 0700);
        m_fixture->server.reset();
        QCOMPARE(modeOf(m_fixture->options.location.path), -1); // gone with the service
    }

    void aPerUserFolderThatIsOpenToOthersIsClosed()
    {
        const QString folder = m_fixture->folder.filePath(QStringLiteral("lanyard"));
        QVERIFY(QDir().mkdir(folder));
        QCOMPARE(::chmod(QFile::encodeName(folder).constData(), 0755), 0);
        m_fixture->options.location = {SocketLocation::Kind::PerUser, folder + QStringLiteral("/admin.sock")};
        m_fixture->start();
        QCOMPARE(modeOf(folder), 0700);
    }

    void aGivenFolderIsLeftAsItIs()
    {
        const QString folder = m_fixture->folder.filePath(QStringLiteral("shared"));
        QVERIFY(QDir().mkdir(folder));
        QCOMPARE(::chmod(QFile::encodeName(folder).constData(), 0755), 0);
        m_fixture->options.location.path = folder + QStringLiteral("/admin.sock");
        m_fixture->start();
        QCOMPARE(modeOf(folder), 0755);
        QCOMPARE(modeOf(m_fixture->options.location.path), 0600);
    }

    void aSystemServiceWithoutItsGroupStaysClosedAndSaysSo()
    {
        m_fixture->options.location.kind = SocketLocation::Kind::System;
        m_fixture->options.group = QStringLiteral("no-such-group-here");
        m_fixture->start();
        QCOMPARE(modeOf(m_fixture->options.location.path), 0600);
        QVERIFY(m_fixture->log.join(u' ').contains(QStringLiteral("no-such-group-here")));
    }

    void aSystemServiceIsOpenToItsGroup()
    {
        const QFileInfo info(m_fixture->folder.path());
        m_fixture->options.location.kind = SocketLocation::Kind::System;
        m_fixture->options.group = info.group(); // one of ours, so that chown works without root
        m_fixture->start();
        QCOMPARE(modeOf(m_fixture->options.location.path), 0660);
        QCOMPARE(QFileInfo(m_fixture->options.location.path).group(), info.group());
    }

    void theSocketOfADeadServiceIsReplaced()
    {
        const QString path = m_fixture->options.location.path;
        QLocalServer dead;
        QVERIFY(dead.listen(path));
        const QString aside = path + QStringLiteral(".aside");
        QVERIFY(QFile::rename(path, aside)); // so that closing does not remove it, like a kill
        dead.close();
        QVERIFY(QFile::rename(aside, path));
        m_fixture->start();
        AdminClient client(m_fixture->clientOptions());
        client.start();
        QTRY_COMPARE(client.state(), State::Connected);
    }

    void aFileThatIsNoSocketIsLeftAlone()
    {
        const QString path = m_fixture->options.location.path;
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("precious") == 8);
        file.close();
        const auto opened = AdminServer::open(m_fixture->options, m_fixture->services);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Io);
        QVERIFY(opened.error().message.find("is no socket") != std::string::npos);
        QCOMPARE(QFileInfo(path).size(), 8);
    }

    void peersAreKnownAndLoggedOnce()
    {
        m_fixture->start();
        for (int i = 0; i < 3; ++i) {
            AdminClient client(m_fixture->clientOptions());
            client.start();
            QTRY_COMPARE(client.state(), State::Connected);
            client.stop();
            QTRY_COMPARE(m_fixture->server->connections(), std::size_t{0});
        }
        const QStringList told = m_fixture->log.filter(QStringLiteral("connected for the first time: uid %1").arg(::getuid()));
        QVERIFY2(told.size() == 1 && m_fixture->log.size() == 1, qPrintable(m_fixture->log.join(u'\n')));
    }

    void onlyTheOwnerRootAndTheGroupMayAdminister()
    {
        const PeerCredentials stranger{54'321, 54'321, 1};
        QVERIFY(!stranger.mayAdminister({}));
        QVERIFY(!stranger.mayAdminister(QStringLiteral("no-such-group-here")));
        QVERIFY((PeerCredentials{0, 0, 1}.mayAdminister({})));
        QVERIFY((PeerCredentials{::geteuid(), 54'321, 1}.mayAdminister({})));
        const QFileInfo info(m_fixture->folder.path());
        QVERIFY((PeerCredentials{54'321, info.groupId(), 1}.mayAdminister(info.group())));
    }
#endif

    void aSecondServiceIsRefusedAndTheFirstLivesOn()
    {
        m_fixture->start();
        const auto second = AdminServer::open(m_fixture->options, m_fixture->services);
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Conflict);
        QVERIFY(second.error().message.find("another Lanyard is serving on " + m_fixture->options.location.path.toStdString()) == 0);
        AdminClient client(m_fixture->clientOptions());
        client.start();
        QTRY_COMPARE(client.state(), State::Connected);
    }

    void aPathThatIsTooLongIsRefused()
    {
        m_fixture->options.location.path = m_fixture->folder.filePath(QString(120, u'x'));
        const auto opened = AdminServer::open(m_fixture->options, m_fixture->services);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::InvalidArgument);
    }

    void clientsComeBackWhenTheServiceDoes()
    {
        m_fixture->start();
        AdminClient client(m_fixture->clientOptions(true));
        QSignalSpy states(&client, &AdminClient::stateChanged);
        std::vector<AdminEvent> events;
        connect(&client, &AdminClient::eventReceived, this, [&](const AdminEvent& event) { events.push_back(event); });
        client.subscribe({QStringLiteral("config.changed")});
        client.start();
        QTRY_COMPARE(client.state(), State::Connected);
        m_fixture->server.reset();
        QTRY_COMPARE(client.state(), State::Disconnected);
        m_fixture->start();
        QTRY_COMPARE(client.state(), State::Connected);
        // The subscription came back with the connection.
        QTRY_VERIFY((m_fixture->server->publish<events::ConfigChanged>({9}), !events.empty()));
        QCOMPARE(events.front().as<events::ConfigChanged>()->version, std::uint64_t{9});
        QCOMPARE(events.front().seq, std::uint64_t{1});
    }

    void helloComesFirst()
    {
        m_fixture->start();
        RawClient client(m_fixture->options.location.path);
        client.call(1, "status.get");
        QTRY_COMPARE(client.answers.size(), 1);
        QCOMPARE(client.answers.first().error.code, ErrorCode::Unauthenticated);
        client.sayHello();
        client.call(2, "status.get");
        QTRY_COMPARE(client.answers.size(), 3);
        QCOMPARE(client.answers.last().kind, Envelope::Kind::Response);
    }

    void anotherProtocolIsRefused()
    {
        m_fixture->start();
        RawClient client(m_fixture->options.location.path);
        client.call(1, "session.hello", toJson(HelloParams{99, QStringLiteral("future"), {}, {}}));
        QTRY_COMPARE(client.answers.size(), 1);
        QCOMPARE(client.answers.first().error.code, ErrorCode::VersionUnsupported);
    }

    void whereATokenIsAskedForItHasToBeRight()
    {
        m_fixture->options.tokenFile = m_fixture->folder.filePath(QStringLiteral("t/admin.token"));
        m_fixture->start();
#ifdef Q_OS_UNIX
        QCOMPARE(modeOf(m_fixture->options.tokenFile), 0600);
#endif
        AdminClient::Options options = m_fixture->clientOptions();
        AdminClient stranger(options);
        stranger.start();
        QTRY_COMPARE(stranger.state(), State::Disconnected);
        QCOMPARE(stranger.reason()->code, ErrorCode::Unauthenticated);
        options.tokenFile = m_fixture->options.tokenFile;
        AdminClient friendly(options);
        friendly.start();
        QTRY_COMPARE(friendly.state(), State::Connected);
    }

    void junkIsAnsweredAndTheNextLineIsRead()
    {
        m_fixture->start();
        RawClient client(m_fixture->options.location.path);
        client.send("GET / HTTP/1.1\r\n\xff\xfe\n");
        client.sayHello();
        QTRY_COMPARE(client.answers.size(), 3);
        QCOMPARE(client.answers.at(0).kind, Envelope::Kind::Failure);
        QVERIFY(client.answers.at(0).id.isNull());
        QCOMPARE(client.answers.at(2).kind, Envelope::Kind::Response);
    }

    void aPeerOfNothingButJunkIsHungUpOn()
    {
        m_fixture->start();
        RawClient client(m_fixture->options.location.path);
        client.send(QByteArray("junk\n").repeated(20));
        QTRY_VERIFY(!client.isOpen());
        QCOMPARE(client.answers.size(), m_fixture->options.bounds.junkFrames);
    }

    void aMessageThatIsTooLongIsAnsweredAndHungUpOn()
    {
        m_fixture->start();
        RawClient client(m_fixture->options.location.path);
        client.sayHello();
        client.send(QByteArray(kMaxFrameBytes + 2, 'x'));
        QTRY_VERIFY(!client.isOpen());
        QCOMPARE(client.answers.last().error.code, ErrorCode::TooLarge);
    }

    void callsAreAnsweredAsTheyFinish()
    {
        m_fixture->start();
        m_fixture->config.holdBack = true;
        RawClient client(m_fixture->options.location.path);
        client.sayHello();
        client.call(1, "group.add", {{QStringLiteral("name"), QStringLiteral("slow")}});
        client.call(2, "status.get");
        QTRY_COMPARE(client.answers.size(), 2);
        QCOMPARE(client.answers.last().id.toInt(), 2);
        m_fixture->config.held.front()();
        QTRY_COMPARE(client.answers.size(), 3);
        QCOMPARE(client.answers.last().id.toInt(), 1);
    }

    void aClientThatLeftIsNotAnswered()
    {
        m_fixture->start();
        m_fixture->config.holdBack = true;
        auto client = std::make_unique<RawClient>(m_fixture->options.location.path);
        client->sayHello();
        client->call(1, "group.add", {{QStringLiteral("name"), QStringLiteral("x")}});
        QTRY_COMPARE(m_fixture->config.held.size(), std::size_t{1});
        client.reset();
        QTRY_COMPARE(m_fixture->server->connections(), std::size_t{0});
        m_fixture->config.held.front()();
        bool through = false;
        m_fixture->mailbox.post([&] { through = true; });
        QTRY_VERIFY(through);
    }

    void answersAfterTheServersEndAreDropped()
    {
        m_fixture->start();
        m_fixture->config.holdBack = true;
        RawClient client(m_fixture->options.location.path);
        client.sayHello();
        client.call(1, "group.add", {{QStringLiteral("name"), QStringLiteral("x")}});
        QTRY_COMPARE(m_fixture->config.held.size(), std::size_t{1});
        m_fixture->server.reset();
        m_fixture->config.held.front()();
        bool through = false;
        m_fixture->mailbox.post([&] { through = true; });
        QTRY_VERIFY(through);
    }

    void callsUnderWayAreBounded()
    {
        m_fixture->options.bounds.calls = 3;
        m_fixture->start();
        m_fixture->config.holdBack = true;
        RawClient client(m_fixture->options.location.path);
        client.sayHello();
        for (int i = 1; i <= 5; ++i)
            client.call(i, "group.add", {{QStringLiteral("name"), QStringLiteral("g%1").arg(i)}});
        QTRY_COMPARE(m_fixture->config.held.size(), std::size_t{3});
        RawClient other(m_fixture->options.location.path); // its round trip shows that the service had time for a fourth
        other.sayHello();
        QTRY_COMPARE(other.answers.size(), 1);
        QCOMPARE(m_fixture->config.held.size(), std::size_t{3});
        m_fixture->config.held.at(0)();
        m_fixture->config.held.at(1)();
        QTRY_COMPARE(m_fixture->config.held.size(), std::size_t{5});
        for (std::size_t i = 2; i < 5; ++i)
            m_fixture->config.held.at(i)();
        QTRY_COMPARE(client.answers.size(), 6);
    }

    void connectionsAreBounded()
    {
        m_fixture->options.maxConnections = 2;
        m_fixture->start();
        RawClient a(m_fixture->options.location.path);
        RawClient b(m_fixture->options.location.path);
        QTRY_COMPARE(m_fixture->server->connections(), std::size_t{2});
        RawClient c(m_fixture->options.location.path);
        QTRY_VERIFY(!c.isOpen());
        QVERIFY(a.isOpen() && b.isOpen());
    }

    void eventsGoToWhoeverAskedForThem()
    {
        m_fixture->start();
        RawClient client(m_fixture->options.location.path);
        client.sayHello();
        client.call(1, "events.subscribe", {{QStringLiteral("topics"), QJsonArray{QStringLiteral("request.finished")}}});
        QTRY_COMPARE(client.answers.size(), 2);
        m_fixture->server->publish<events::ConfigChanged>({1}); // not asked for
        RequestInfo request;
        request.id = QStringLiteral("17");
        m_fixture->server->publish<events::RequestFinished>(request);
        QTRY_COMPARE(client.answers.size(), 3);
        const auto event = AdminEvent::fromEnvelope(client.answers.last());
        QCOMPARE(event->as<events::RequestFinished>()->id, QStringLiteral("17"));
        QCOMPARE(event->seq, std::uint64_t{1});
        client.call(2, "events.subscribe", {{QStringLiteral("topics"), QJsonArray{}}});
        QTRY_COMPARE(client.answers.size(), 4);
        m_fixture->server->publish<events::RequestFinished>(request);
        client.call(3, "status.get");
        QTRY_COMPARE(client.answers.size(), 5);
        QCOMPARE(client.answers.last().id.toInt(), 3); // and no event before it
    }

    void anUnknownTopicIsRefused()
    {
        m_fixture->start();
        RawClient client(m_fixture->options.location.path);
        client.sayHello();
        client.call(1, "events.subscribe", {{QStringLiteral("topics"), QJsonArray{QStringLiteral("gossip")}}});
        QTRY_COMPARE(client.answers.size(), 2);
        QCOMPARE(client.answers.last().error.code, ErrorCode::InvalidArgument);
    }

    void figuresTickWhileSomebodyListens()
    {
        m_fixture->options.statsInterval = std::chrono::milliseconds{5};
        m_fixture->stats.inFlight = 3;
        int asked = 0;
        m_fixture->services.stats = [&] {
            ++asked;
            return m_fixture->stats;
        };
        m_fixture->start();
        RawClient client(m_fixture->options.location.path);
        client.sayHello();
        QTRY_COMPARE(client.answers.size(), 1);
        QCOMPARE(asked, 0);
        client.call(1, "events.subscribe", {{QStringLiteral("topics"), QJsonArray{QStringLiteral("*")}}});
        QTRY_VERIFY(client.answers.size() >= 4);
        const auto tick = AdminEvent::fromEnvelope(client.answers.last());
        QCOMPARE(tick->as<events::StatsTick>()->inFlight, std::uint64_t{3});
    }

    void whatRunsIsToldUntilNothingDoes()
    {
        m_fixture->options.statsInterval = std::chrono::milliseconds{5};
        std::uint64_t running = 0;
        int asked = 0;
        m_fixture->services.running = [&](const AdminServices::Done<RunningListResult>& done) {
            ++asked;
            done(RunningListResult{{}, running});
        };
        m_fixture->start();
        RawClient client(m_fixture->options.location.path);
        client.sayHello();
        QTRY_COMPARE(client.answers.size(), 1);
        QCOMPARE(asked, 0); // nobody wants to know
        client.call(1, "events.subscribe", {{QStringLiteral("topics"), QJsonArray{QStringLiteral("request.progress")}}});
        QTRY_VERIFY(asked > 3);
        QCOMPARE(client.answers.size(), 2); // nothing runs, nothing is told
        running = 2;
        QTRY_VERIFY(client.answers.size() >= 4);
        QCOMPARE(AdminEvent::fromEnvelope(client.answers.last())->as<events::RequestProgress>()->total, std::uint64_t{2});
        running = 0;
        QTRY_COMPARE(AdminEvent::fromEnvelope(client.answers.last())->as<events::RequestProgress>()->total, std::uint64_t{0});
        const auto count = client.answers.size();
        const int before = asked;
        QTRY_VERIFY(asked > before + 3);
        QCOMPARE(client.answers.size(), count);
    }

    void aCredentialThatChangesItsStateIsToldOnce()
    {
        m_fixture->options.statsInterval = std::chrono::milliseconds{5};
        m_fixture->start();
        m_fixture->configure(QStringLiteral("version: 1\nproviders:\n  - {name: p, kind: openai, base_url: \"http://127.0.0.1:1\", "
                                            "credentials: [{name: main, key: sk-a-0123456789}]}\n"));
        int ticks = 0;
        m_fixture->services.stats = [&] {
            ++ticks;
            return m_fixture->stats;
        };
        AdminClient client(m_fixture->clientOptions());
        std::vector<CredentialInfo> told;
        connect(&client, &AdminClient::eventReceived, this, [&](const AdminEvent& event) {
            if (const auto credential = event.as<events::CredentialChanged>())
                told.push_back(*credential);
        });
        client.subscribe({QStringLiteral("credential.changed"), QStringLiteral("stats.tick")});
        client.start();
        QTRY_VERIFY(ticks > 2); // it has looked once
        QVERIFY(told.empty());
        const auto snapshot = m_fixture->snapshots.current();
        LeaseRequest request;
        request.provider = snapshot->findProvider("p");
        auto lease = m_fixture->keyPool.lease(request);
        AttemptReport report;
        report.failure = FailureClass::BadCredential;
        report.reason = "Incorrect API key provided";
        std::get<Lease>(lease).finish(report);
        QTRY_COMPARE(told.size(), std::size_t{1});
        QCOMPARE(told.front().state, QStringLiteral("disabled"));
        const int before = ticks;
        QTRY_VERIFY(ticks > before + 3);
        QCOMPARE(told.size(), std::size_t{1});
    }

    void whatWasDroppedBeforeTheSocketIsToldToWhoeverWantedIt()
    {
        m_fixture->start();
        RawClient watcher(m_fixture->options.location.path);
        RawClient other(m_fixture->options.location.path);
        watcher.sayHello();
        other.sayHello();
        watcher.call(1, "events.subscribe", {{QStringLiteral("topics"), QJsonArray{QStringLiteral("request.finished")}}});
        QTRY_COMPARE(watcher.answers.size(), 2);
        QTRY_COMPARE(other.answers.size(), 1);
        m_fixture->server->tellDropped({events::RequestFinished::kName}, 9);
        QTRY_COMPARE(watcher.answers.size(), 3);
        QCOMPARE(AdminEvent::fromEnvelope(watcher.answers.last())->as<events::Resync>()->dropped, std::uint64_t{9});
        QCOMPARE(other.answers.size(), 1);
    }

    void aSlowListenerIsToldThatItMissedSomething()
    {
        m_fixture->options.bounds.pauseBytes = 64 * 1024;
        m_fixture->options.bounds.events = 10;
        m_fixture->start();
        RawClient client(m_fixture->options.location.path);
        client.sayHello();
        client.call(1, "events.subscribe", {{QStringLiteral("topics"), QJsonArray{QStringLiteral("*")}}});
        QTRY_COMPARE(client.answers.size(), 2);
        RequestInfo request;
        request.message = QString(2000, u'x');
        // No loop turn in between: nothing is read, as if the client slept.
        for (int i = 0; i < 2000; ++i)
            m_fixture->server->publish<events::RequestFinished>(request);
        std::optional<AdminEvent> resync;
        QTRY_VERIFY(std::any_of(client.answers.begin(), client.answers.end(), [&](const Envelope& e) {
            const auto event = AdminEvent::fromEnvelope(e);
            if (!event || !event->as<events::Resync>())
                return false;
            resync = event;
            return true;
        }));
        // Every event is accounted for: those that came, and those that the notice counts.
        const std::uint64_t before = resync->seq - 1;
        QCOMPARE(before + resync->as<events::Resync>()->dropped, std::uint64_t{2000});
        m_fixture->server->publish<events::ConfigChanged>({1});
        QTRY_COMPARE(AdminEvent::fromEnvelope(client.answers.last())->name, QStringLiteral("config.changed"));
    }

    void whoeverNeverReadsIsHungUpOn()
    {
        m_fixture->options.bounds.closeBytes = 256 * 1024;
        m_fixture->options.bounds.pauseBytes = 4 * 1024 * 1024; // so that reading does not pause first
        m_fixture->start();
        m_fixture->reports.requestRows.assign(1000, RequestRow{});
        QLocalSocket deaf;
        deaf.setReadBufferSize(1);
        deaf.connectToServer(m_fixture->options.location.path);
        deaf.write(Envelope::request(0, QStringLiteral("session.hello"), toJson(HelloParams{kAdminProtocol, QStringLiteral("deaf"), {}, {}})).toFrame());
        for (int i = 1; i < 20; ++i)
            deaf.write(Envelope::request(i, QStringLiteral("requests.list"), {}).toFrame());
        QTRY_VERIFY(m_fixture->log.contains(QStringLiteral("hung up on deaf, which does not read its answers")));
        QCOMPARE(m_fixture->server->connections(), std::size_t{0});
    }

private:
    std::unique_ptr<AdminFixture> m_fixture;
};

LANYARD_TEST(tst_AdminServer)
#include "tst_AdminServer.moc"
