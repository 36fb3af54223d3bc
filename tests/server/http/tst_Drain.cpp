#include "RawClient.h"
#include "support/TestMain.h"
#include "TestServer.h"

using namespace lanyard;
using namespace lanyard::test;

class tst_Drain : public QObject
{
    Q_OBJECT

    static constexpr const char* kEcho = "GET /echo HTTP/1.1\r\nHost: h\r\n\r\n";
    static constexpr const char* kHeld = "GET /held HTTP/1.1\r\nHost: h\r\n\r\n";

private Q_SLOTS:
    void finishesWhatRunsAndClosesTheRest()
    {
        TestServer server;
        RawClient idle(server.port());
        QCOMPARE(idle.exchange(kEcho).status, 200);
        RawClient waiting(server.port());
        waiting.send(kHeld);
        RawClient streaming(server.port());
        streaming.send(kHeld);
        QTRY_COMPARE(server.held.handled.load(), 2);
        server.call([&] { server.held.replies.at(1).begin(200, {}); });

        std::atomic<int> drained{0};
        server.call([&] { server.front().drain([&] { ++drained; }); });
        QVERIFY(idle.closed());
        QCOMPARE(drained.load(), 0);

        server.call([&] { server.held.replies.at(0).send({200, {}, "done"}); });
        const RawResponse last = waiting.receive();
        QCOMPARE(last.body, QByteArray("done"));
        QCOMPARE(last.field("Connection"), QByteArray("close"));
        QVERIFY(waiting.closed());
        server.call([&] {
            server.held.replies.at(1).write("end");
            server.held.replies.at(1).end();
        });
        QCOMPARE(streaming.receive().body, QByteArray("end"));
        QVERIFY(streaming.closed());
        QTRY_COMPARE(drained.load(), 1);
        QCOMPARE(server.front().connections(), std::size_t{0});

        RawClient late(server.port());
        late.send(kEcho);
        QVERIFY(late.closed());
        QCOMPARE(server.echo.handled.load(), 1);
    }

    void nothingToDrainIsReportedToo()
    {
        TestServer server;
        std::atomic<int> drained{0};
        server.call([&] { server.front().drain([&] { ++drained; }); });
        QTRY_COMPARE(drained.load(), 1);
    }

    void pipelinedRequestsBehindTheRunningOneAreNotStarted()
    {
        TestServer server;
        RawClient client(server.port());
        client.send(QByteArray(kHeld) + kEcho);
        QTRY_COMPARE(server.held.handled.load(), 1);
        server.call([&] {
            server.front().drain([] {});
            server.held.replies.at(0).send({200, {}, "done"});
        });
        QCOMPARE(client.receive().field("Connection"), QByteArray("close"));
        client.endWriting();
        QVERIFY(client.closed());
        QCOMPARE(server.echo.handled.load(), 0);
    }

    void dropAllTellsTheHandlers()
    {
        TestServer server;
        RawClient client(server.port());
        client.send(kHeld);
        QTRY_COMPARE(server.held.handled.load(), 1);
        server.call([&] { server.front().dropAll(); });
        QTRY_COMPARE(server.held.gone.load(), 1);
        QVERIFY(client.closed());
    }

    void stopsWithRequestsInFlight()
    {
        RawClient* client = nullptr;
        {
            TestServer server;
            client = new RawClient(server.port());
            client->send(kHeld);
            QTRY_COMPARE(server.held.handled.load(), 1);
        }
        QVERIFY(client->closed());
        delete client;
    }
};

LANYARD_TEST(tst_Drain)
#include "tst_Drain.moc"
