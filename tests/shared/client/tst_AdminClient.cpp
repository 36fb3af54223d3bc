#include "client/AdminClient.h"
#include "support/TestMain.h"

#include <QLocalServer>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace lanyard;

namespace {

/// A service that says what the test wants it to say, over a real socket.
class ScriptedService : public QObject
{
public:
    explicit ScriptedService(const QString& path)
    {
        QVERIFY(m_server.listen(path));
        connect(&m_server, &QLocalServer::newConnection, this, [this] {
            m_socket = m_server.nextPendingConnection();
            ++connections;
            connect(m_socket, &QLocalSocket::readyRead, this, [this] { read(); });
        });
    }

    std::function<void(const Envelope& call)> onCall = [this](const Envelope& call) { answerHello(call); };
    QList<Envelope> calls;
    int connections = 0;

    void answerHello(const Envelope& call)
    {
        if (call.method != QLatin1String("session.hello"))
            return;
        HelloResult hello;
        hello.version = QStringLiteral("9.9.9");
        send(Envelope::response(call.id, toJson(hello)).toFrame());
    }
    void send(const QByteArray& bytes)
    {
        m_socket->write(bytes);
        m_socket->flush();
    }
    void hangUp() { m_socket->abort(); }

private:
    void read()
    {
        m_reader.feed(m_socket->readAll());
        while (const auto frame = m_reader.next()) {
            calls.append(*Envelope::parse(**frame));
            onCall(calls.last());
        }
    }

    QLocalServer m_server;
    QPointer<QLocalSocket> m_socket;
    FrameReader m_reader{FrameReader::Peer::Client};
};

using State = AdminClient::State;

} // namespace

class tst_AdminClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("s"));
    }

    void saysHelloAndIsConnected()
    {
        ScriptedService service(m_path);
        AdminClient client(options());
        QSignalSpy states(&client, &AdminClient::stateChanged);
        client.start();
        QCOMPARE(client.state(), State::Connecting);
        QTRY_COMPARE(client.state(), State::Connected);
        QCOMPARE(states.size(), 2);
        QCOMPARE(client.service().version, QStringLiteral("9.9.9"));
        QCOMPARE(client.location().path, m_path);
        QCOMPARE(service.calls.first().params.value(u"client").toString(), QStringLiteral("test"));
        QCOMPARE(service.calls.first().params.value(u"protocol").toInt(), kAdminProtocol);
    }

    void withoutAServiceItSaysSo()
    {
        AdminClient client(options(false));
        client.start();
        QTRY_COMPARE(client.state(), State::Disconnected);
        QCOMPARE(client.reason()->code, ErrorCode::Unavailable);
        QVERIFY(client.reason()->message.find("no Lanyard service is running") != std::string::npos);
        QVERIFY(client.reason()->message.find(m_path.toStdString()) != std::string::npos);
    }

    void aPathThatIsTooLongIsSaidInWords()
    {
        AdminClient::Options tooLong = options(false);
        tooLong.socketPath = QString(200, u'a');
        AdminClient client(tooLong);
        client.start();
        QTRY_COMPARE(client.state(), State::Disconnected);
        QCOMPARE(client.reason()->code, ErrorCode::InvalidArgument);
    }

    void callsAreAnsweredByTheirIdInAnyOrder()
    {
        ScriptedService service(m_path);
        AdminClient client(options());
        connectTo(client);
        service.calls.clear();
        service.onCall = [](const Envelope&) {};
        QStringList answers;
        for (const char* name : {"a", "b"}) {
            client.call<methods::ProviderShow>(this, {QLatin1String(name)}, [&answers](Result<ProviderInfo> result) { answers.append(result->name); });
        }
        QTRY_COMPARE(service.calls.size(), 2);
        for (const int i : {1, 0}) {
            const Envelope& call = service.calls.at(i);
            service.send(Envelope::response(call.id, QJsonObject{{QStringLiteral("name"), call.params.value(u"name")}}).toFrame());
        }
        QTRY_COMPARE(answers, (QStringList{QStringLiteral("b"), QStringLiteral("a")}));
    }

    void anErrorArrivesAsItWas()
    {
        ScriptedService service(m_path);
        AdminClient client(options());
        connectTo(client);
        service.onCall = [&](const Envelope& call) {
            service.send(Envelope::failure(call.id, {ErrorCode::NotFound, "no such thing", "d"}).toFrame());
        };
        std::optional<Error> error;
        client.call<methods::UserShow>(this, {}, [&](Result<UserInfo> result) { error = result.error(); });
        QVERIFY(!error); // never from inside call()
        QTRY_VERIFY(error);
        QCOMPARE(error->code, ErrorCode::NotFound);
        QCOMPARE(error->message, std::string("no such thing"));
    }

    void aCallThatIsNotAnsweredEndsWithItsDeadline()
    {
        ScriptedService service(m_path);
        AdminClient client(options());
        connectTo(client);
        service.onCall = [](const Envelope&) {};
        std::optional<Error> error;
        client.call<methods::StatusGet>(this, {}, [&](Result<StatusResult> result) { error = result.error(); }, std::chrono::milliseconds{20});
        QTRY_VERIFY(error);
        QCOMPARE(error->code, ErrorCode::Timeout);
        QCOMPARE(client.state(), State::Connected);
        // The late answer disturbs nobody.
        service.send(Envelope::response(service.calls.last().id, QJsonObject{}).toFrame());
        bool answered = false;
        service.onCall = [&](const Envelope& call) { service.send(Envelope::response(call.id, QJsonObject{}).toFrame()); };
        client.call<methods::ConfigExport>(this, {}, [&](const Result<ExportResult>&) { answered = true; });
        QTRY_VERIFY(answered);
    }

    void aCallWithoutAServiceFailsLater()
    {
        AdminClient client(options(false));
        std::optional<Error> error;
        client.call<methods::StatusGet>(this, {}, [&](Result<StatusResult> result) { error = result.error(); });
        QVERIFY(!error);
        QTRY_VERIFY(error);
        QCOMPARE(error->code, ErrorCode::Unavailable);
    }

    void aCallerThatIsGoneIsNotCalled()
    {
        ScriptedService service(m_path);
        AdminClient client(options());
        connectTo(client);
        service.onCall = [](const Envelope&) {};
        auto caller = std::make_unique<QObject>();
        bool called = false;
        client.call<methods::StatusGet>(caller.get(), {}, [&](const Result<StatusResult>&) { called = true; });
        bool answered = false;
        client.call<methods::StatusGet>(this, {}, [&](const Result<StatusResult>&) { answered = true; });
        caller.reset();
        QTRY_COMPARE(service.calls.size(), 3);
        for (const Envelope& call : service.calls)
            service.send(Envelope::response(call.id, QJsonObject{}).toFrame());
        QTRY_VERIFY(answered);
        QVERIFY(!called);
    }

    void losingTheServiceFailsWhatIsUnderWayAndComesBack()
    {
        auto service = std::make_unique<ScriptedService>(m_path);
        AdminClient client(options());
        client.subscribe({QStringLiteral("config.changed")});
        connectTo(client);
        QTRY_COMPARE(service->calls.size(), 2);
        QCOMPARE(service->calls.last().method, QStringLiteral("events.subscribe"));
        std::optional<Error> error;
        client.call<methods::UserRemove>(this, {}, [&](Result<ChangeResult> result) { error = result.error(); });
        QTRY_COMPARE(service->calls.size(), 3);
        service->hangUp();
        QTRY_VERIFY(error);
        QCOMPARE(error->code, ErrorCode::Unavailable);
        QVERIFY(error->message.find("lost before it answered") != std::string::npos);
        service.reset();
        QLocalServer::removeServer(m_path);
        ScriptedService again(m_path);
        QTRY_COMPARE(client.state(), State::Connected);
        QTRY_VERIFY(!again.calls.isEmpty() && again.calls.last().method == QLatin1String("events.subscribe")); // kept
    }

    void stopEndsItForGood()
    {
        ScriptedService service(m_path);
        AdminClient client(options());
        connectTo(client);
        client.stop();
        QCOMPARE(client.state(), State::Disconnected);
        QCOMPARE(service.connections, 1);
        client.start();
        QTRY_COMPARE(client.state(), State::Connected);
        QCOMPARE(service.connections, 2);
    }

    void whatTalksNonsenseIsNoService()
    {
        ScriptedService service(m_path);
        service.onCall = [&](const Envelope&) { service.send("HTTP/1.1 400 Bad Request\r\n"); };
        AdminClient client(options(false));
        client.start();
        QTRY_COMPARE(client.state(), State::Disconnected);
        QVERIFY(client.reason()->message.find("no Lanyard service") != std::string::npos);
    }

    void aRefusedHelloIsTheReason()
    {
        ScriptedService service(m_path);
        service.onCall = [&](const Envelope& call) {
            service.send(Envelope::failure(call.id, {ErrorCode::VersionUnsupported, "speak another protocol"}).toFrame());
        };
        AdminClient client(options(false));
        client.start();
        QTRY_COMPARE(client.state(), State::Disconnected);
        QCOMPARE(client.reason()->code, ErrorCode::VersionUnsupported);
    }

    void aServiceThatSaysNothingIsGivenUp()
    {
        ScriptedService service(m_path);
        service.onCall = [](const Envelope&) {};
        AdminClient::Options hasty = options(false);
        hasty.helloDeadline = std::chrono::milliseconds{20};
        AdminClient client(hasty);
        client.start();
        QTRY_COMPARE(client.state(), State::Disconnected);
        QCOMPARE(client.reason()->code, ErrorCode::Timeout);
    }

    void eventsComeAsSignals()
    {
        ScriptedService service(m_path);
        AdminClient client(options());
        connectTo(client);
        std::vector<AdminEvent> events;
        connect(&client, &AdminClient::eventReceived, this, [&](const AdminEvent& event) { events.push_back(event); });
        service.send(AdminEvent{QStringLiteral("config.changed"), 1, toJson(ConfigChangedInfo{5})}.toEnvelope().toFrame());
        QTRY_COMPARE(events.size(), std::size_t{1});
        QCOMPARE(events.front().as<events::ConfigChanged>()->version, std::uint64_t{5});
    }

    void pausesGrowToTheLongestAndVaryByAQuarter()
    {
        Backoff backoff(std::chrono::milliseconds{100}, std::chrono::milliseconds{1000});
        for (const int expected : {100, 200, 400, 800, 1000, 1000}) {
            const auto pause = backoff.next().count();
            QVERIFY2(pause >= expected * 3 / 4 && pause <= expected * 5 / 4, std::to_string(pause).c_str());
        }
        backoff.reset();
        QVERIFY(backoff.next().count() <= 125);
    }

private:
    AdminClient::Options options(bool reconnect = true) const
    {
        AdminClient::Options options;
        options.socketPath = m_path;
        options.clientName = QStringLiteral("test");
        options.reconnect = reconnect;
        options.firstPause = std::chrono::milliseconds{5};
        options.longestPause = std::chrono::milliseconds{20};
        return options;
    }
    static void connectTo(AdminClient& client)
    {
        client.start();
        QTRY_COMPARE(client.state(), State::Connected);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

LANYARD_TEST(tst_AdminClient)
#include "tst_AdminClient.moc"
