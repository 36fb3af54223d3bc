#include "RawClient.h"
#include "support/TestMain.h"
#include "TestServer.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

QByteArray fixture(const char* name)
{
    QFile file(QStringLiteral(LANYARD_FIXTURES "/http/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::shared_ptr<const QSslConfiguration> serverSide()
{
    auto configuration = std::make_shared<QSslConfiguration>(QSslConfiguration::defaultConfiguration());
    configuration->setLocalCertificate(QSslCertificate(fixture("self_signed.crt")));
    configuration->setPrivateKey(QSslKey(fixture("self_signed.key"), QSsl::Ec));
    return configuration;
}

TestServer::Options withTls()
{
    return {{}, [](HttpFront& front) { front.setTls(serverSide()); }, {}};
}

/// Blocks until `client` has `size` bytes in all, or is closed.
QByteArray readSome(QSslSocket& client, const std::function<bool(const QByteArray&)>& enough)
{
    QByteArray bytes = client.readAll();
    while (!enough(bytes) && client.waitForReadyRead(20'000))
        bytes += client.readAll();
    return bytes;
}

bool connectTls(QSslSocket& client, std::uint16_t port)
{
    client.setPeerVerifyMode(QSslSocket::VerifyNone);
    client.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port);
    return client.waitForEncrypted(20'000);
}

} // namespace

class tst_Tls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(QSslSocket::supportsSsl());
        QVERIFY(!serverSide()->privateKey().isNull());
    }

    void servesRequestsAndLargeBodies()
    {
        TestServer server(withTls());
        QSslSocket client;
        QVERIFY(connectTls(client, server.port()));
        for (const qsizetype size : {qsizetype{5}, qsizetype{3'000'000}}) {
            const QByteArray body(size, 'b');
            client.write("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: " + QByteArray::number(size) + "\r\n\r\n" +
                         body);
            const QByteArray answer =
                readSome(client, [&](const QByteArray& bytes) { return bytes.endsWith("POST /echo\n" + body); });
            QVERIFY(answer.startsWith("HTTP/1.1 200 OK\r\n"));
            QVERIFY(answer.endsWith("POST /echo\n" + body));
        }
        client.write("GET /held HTTP/1.1\r\nHost: h\r\n\r\n");
        client.flush();
        QTRY_COMPARE(server.held.handled.load(), 1);
        server.call([&] {
            QVERIFY(server.held.requests.at(0).head.tls);
            server.held.replies.at(0).send({200, {}, "ok"});
        });
    }

    void refusalsAreSeen()
    {
        TestServer server(withTls());
        QSslSocket client;
        QVERIFY(connectTls(client, server.port()));
        client.write("POST /refused HTTP/1.1\r\nHost: h\r\nContent-Length: 9999999\r\n\r\n" + QByteArray(500'000, 'x'));
        const QByteArray answer = readSome(client, [](const QByteArray& bytes) { return bytes.contains("refused"); });
        QVERIFY(answer.startsWith("HTTP/1.1 401 "));
        client.disconnectFromHost();
        QTRY_COMPARE(server.front().connections(), std::size_t{0});
    }

    void tooManyConnectionsAreToldSo()
    {
        TestServer::Options options = withTls();
        options.limits.connections = 0;
        TestServer server(options);
        QSslSocket client;
        QVERIFY(connectTls(client, server.port()));
        const QByteArray answer = readSome(client, [](const QByteArray& bytes) { return bytes.contains("too_many_connections"); });
        QVERIFY(answer.startsWith("HTTP/1.1 503 "));
        QVERIFY(answer.contains("\r\nRetry-After: 1\r\n"));
    }

    void goneClientIsNoticed()
    {
        TestServer server(withTls());
        QSslSocket client;
        QVERIFY(connectTls(client, server.port()));
        client.write("GET /held HTTP/1.1\r\nHost: h\r\n\r\n");
        client.flush();
        QTRY_COMPARE(server.held.handled.load(), 1);
        client.abort();
        QTRY_COMPARE(server.held.gone.load(), 1);
        QTRY_COMPARE(server.front().connections(), std::size_t{0});
    }

    void slowReaderHoldsTheStreamBackAndIsDropped()
    {
        TestServer server(withTls());
        QSslSocket client;
        client.setReadBufferSize(1000);
        QVERIFY(connectTls(client, server.port()));
        client.write("GET /held HTTP/1.1\r\nHost: h\r\n\r\n");
        client.flush();
        QTRY_COMPARE(server.held.handled.load(), 1);
        server.call([&] { server.held.replies.at(0).begin(200, {}); });
        // Qt's TLS socket hands bytes to the kernel from the loop: several turns fill the pipe.
        const auto pending = [&] {
            std::size_t bytes = 0;
            server.call([&] {
                Reply& reply = server.held.replies.at(0);
                for (int i = 0; i < 20 && reply.bytesPending() <= 256 * 1024; ++i)
                    reply.write(std::string(50'000, 'x'));
                bytes = reply.bytesPending();
            });
            return bytes;
        };
        QTRY_VERIFY_WITH_TIMEOUT(pending() > 256 * 1024, 20'000);
        for (int i = 0; i < 60 && server.held.gone.load() == 0; ++i) {
            server.clock.advance(10s);
            (void)QTest::qWaitFor([&] { return server.held.gone.load() > 0; }, 150);
        }
        QCOMPARE(server.held.gone.load(), 1);
    }

    void handshakeHasALimit()
    {
        TestServer server(withTls());
        RawClient client(server.port()); // says nothing
        QTRY_COMPARE(server.front().connections(), std::size_t{1});
        for (int i = 0; i < 9; ++i)
            server.clock.advance(1s);
        QVERIFY(!client.socket().waitForReadyRead(200));
        QVERIFY(client.connected());
        server.clock.advance(2s);
        QVERIFY(client.closed());
        QTRY_COMPARE(server.front().connections(), std::size_t{0});
    }

    void plainHttpOnATlsPortIsClosed()
    {
        TestServer server(withTls());
        RawClient client(server.port());
        client.send("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n");
        QVERIFY(client.closed());
        QCOMPARE(server.echo.handled.load(), 0);
    }

    void configurationCanBeSwapped()
    {
        TestServer server;
        RawClient plain(server.port());
        QCOMPARE(plain.exchange("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
        server.call([&] { server.front().setTls(serverSide()); });
        QSslSocket secured;
        QVERIFY(connectTls(secured, server.port()));
        QCOMPARE(plain.exchange("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").status, 200); // the old one goes on
    }
};

LANYARD_TEST(tst_Tls)
#include "tst_Tls.moc"
