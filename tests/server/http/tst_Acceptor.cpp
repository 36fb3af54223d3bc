#include "RawClient.h"
#include "support/TestMain.h"
#include "TestServer.h"

#include <QTcpServer>

using namespace lanyard;
using namespace lanyard::test;

class tst_Acceptor : public QObject
{
    Q_OBJECT

    static constexpr const char* kEcho = "GET /echo HTTP/1.1\r\nHost: h\r\n\r\n";

    static Peer peer(std::uint8_t last, bool loopback = false)
    {
        Peer peer;
        peer.address = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 192, 168, 1, last};
        peer.loopback = loopback;
        return peer;
    }

private Q_SLOTS:
    void tooManyConnectionsAreToldSo()
    {
        HttpLimits limits;
        limits.connections = 2;
        TestServer server({limits, {}, {}});
        RawClient one(server.port());
        QCOMPARE(one.exchange(kEcho).status, 200);
        {
            RawClient two(server.port());
            QCOMPARE(two.exchange(kEcho).status, 200);
            RawClient three(server.port());
            const RawResponse answer = three.exchange(kEcho);
            QCOMPARE(answer.status, 503);
            QCOMPARE(answer.field("Retry-After"), QByteArray("1"));
            QVERIFY(answer.body.contains("too_many_connections"));
            three.endWriting();
            QVERIFY(three.closed());
        }
        QTRY_COMPARE(server.front().connections(), std::size_t{1});
        RawClient again(server.port());
        QCOMPARE(again.exchange(kEcho).status, 200);
        QCOMPARE(one.exchange(kEcho).status, 200);
    }

    void countsPerAddress()
    {
        HttpLimits limits;
        limits.connections = 5;
        limits.connectionsPerAddress = 2;
        const auto counts = std::make_shared<ConnectionCounts>(limits);
        std::vector<std::shared_ptr<void>> slots;
        slots.push_back(counts->tryTake(peer(1)));
        slots.push_back(counts->tryTake(peer(1)));
        QVERIFY(slots.back());
        QVERIFY(!counts->tryTake(peer(1)));
        slots.push_back(counts->tryTake(peer(2)));
        QVERIFY(slots.back());
        QCOMPARE(counts->total(), 3);
        slots.erase(slots.begin());
        slots.push_back(counts->tryTake(peer(1)));
        QVERIFY(slots.back());
        for (int i = 0; i < 2; ++i)
            slots.push_back(counts->tryTake(peer(9, true)));
        QVERIFY(slots.back());
        QVERIFY(!counts->tryTake(peer(9, true))); // in all
        slots.clear();
        QCOMPARE(counts->total(), 0);
    }

    void limitsMayChangeWhileConnectionsAreOpen()
    {
        HttpLimits limits;
        limits.connections = 1;
        const auto counts = std::make_shared<ConnectionCounts>(limits);
        const auto first = counts->tryTake(peer(1));
        QVERIFY(first);
        QVERIFY(!counts->tryTake(peer(2)));
        limits.connections = 10;
        limits.connectionsPerAddress = 1;
        counts->setLimits(limits);
        QVERIFY(!counts->tryTake(peer(1)));
        QVERIFY(counts->tryTake(peer(2)));
    }

    void spreadsConnectionsOverWorkers()
    {
        FakeClock clock;
        TimerWheel wheel(clock);
        Mailbox mailbox;
        RouteTable routes;
        HttpFront first(routes, {}, wheel);
        HttpFront second(routes, {}, wheel);
        Acceptor acceptor({{&mailbox, &first}, {&mailbox, &second}}, std::make_shared<ConnectionCounts>(HttpLimits{}));
        QVERIFY(acceptor.listenOn("127.0.0.1", 0));
        std::vector<std::unique_ptr<QTcpSocket>> clients;
        const auto connectSome = [&](int count) {
            for (int i = 0; i < count; ++i) {
                clients.push_back(std::make_unique<QTcpSocket>());
                clients.back()->connectToHost(QHostAddress(QHostAddress::LocalHost), acceptor.serverPort());
            }
        };
        connectSome(10);
        QTRY_COMPARE(first.connections() + second.connections(), std::size_t{10});
        QCOMPARE(first.connections(), std::size_t{5});
        first.dropAll();
        QTRY_COMPARE(first.connections(), std::size_t{0});
        connectSome(5); // all to the idle one
        QTRY_COMPARE(first.connections(), std::size_t{5});
        QCOMPARE(second.connections(), std::size_t{5});
    }

    void closedMailboxClosesTheSocket()
    {
        FakeClock clock;
        TimerWheel wheel(clock);
        Mailbox mailbox;
        RouteTable routes;
        HttpFront front(routes, {}, wheel);
        Acceptor acceptor({{&mailbox, &front}}, std::make_shared<ConnectionCounts>(HttpLimits{}));
        QVERIFY(acceptor.listenOn("127.0.0.1", 0));
        mailbox.close();
        QTcpSocket client;
        client.connectToHost(QHostAddress(QHostAddress::LocalHost), acceptor.serverPort());
        QTRY_COMPARE(client.error(), QAbstractSocket::RemoteHostClosedError);
        QCOMPARE(front.connections(), std::size_t{0});
    }

    void saysWhyItCannotListen_data()
    {
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("no address") << QByteArray("localhost:80") << QByteArray("no IP address");
        QTest::newRow("not ours") << QByteArray("192.0.2.1") << QByteArray("no such address");
    }
    void saysWhyItCannotListen()
    {
        QFETCH(QByteArray, address);
        QFETCH(QByteArray, part);
        Acceptor acceptor({}, std::make_shared<ConnectionCounts>(HttpLimits{}));
        const auto result = acceptor.listenOn(address.toStdString(), 0);
        QVERIFY(!result);
        QVERIFY2(result.error().message.find(part.toStdString()) != std::string::npos, result.error().message.c_str());
    }

    void occupiedPortIsNamed()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        Acceptor acceptor({}, std::make_shared<ConnectionCounts>(HttpLimits{}));
        const auto result = acceptor.listenOn("127.0.0.1", other.serverPort());
        QVERIFY(!result);
        QCOMPARE(QByteArray::fromStdString(result.error().message),
                 "cannot listen on 127.0.0.1:" + QByteArray::number(other.serverPort()) +
                     ": the address is in use; stop the other program or choose another port");
    }

    void listensOnIpv6AndOnEverything_data()
    {
        QTest::addColumn<QByteArray>("listen");
        QTest::addColumn<QByteArray>("call");
        QTest::newRow("IPv6") << QByteArray("::1") << QByteArray("::1");
        QTest::newRow("all, by IPv4") << QByteArray("*") << QByteArray("127.0.0.1");
        QTest::newRow("all, by IPv6") << QByteArray("*") << QByteArray("::1");
    }
    void listensOnIpv6AndOnEverything()
    {
        QFETCH(QByteArray, listen);
        QFETCH(QByteArray, call);
        QTcpServer probe;
        if (!probe.listen(QHostAddress(QHostAddress::LocalHostIPv6)))
            QSKIP("this machine has no IPv6");
        FakeClock clock;
        TimerWheel wheel(clock);
        Mailbox mailbox;
        RouteTable routes;
        HttpFront front(routes, {}, wheel);
        Acceptor acceptor({{&mailbox, &front}}, std::make_shared<ConnectionCounts>(HttpLimits{}));
        QVERIFY(acceptor.listenOn(listen.toStdString(), 0));
        QTcpSocket client;
        client.connectToHost(QHostAddress(QString::fromLatin1(call)), acceptor.serverPort());
        QTRY_COMPARE(front.connections(), std::size_t{1});
    }
};

LANYARD_TEST(tst_Acceptor)
#include "tst_Acceptor.moc"
