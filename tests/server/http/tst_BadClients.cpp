#include "Compress.h"
#include "RawClient.h"
#include "support/TestMain.h"
#include "TestServer.h"

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

/// Moves the server's clock on until something comes; how far it had to go.
std::chrono::milliseconds advanceUntilReadable(TestServer& server, RawClient& client, std::chrono::milliseconds step)
{
    std::chrono::milliseconds passed{0};
    while (passed < 10min && client.connected() && client.socket().bytesAvailable() == 0) {
        // The wheel looks at the clock every 50 ms.
        if (client.socket().waitForReadyRead(120) || !client.connected())
            break;
        server.clock.advance(step);
        passed += step;
    }
    return passed;
}

} // namespace

/// What broken and hostile clients do, and that they hurt nobody else.
class tst_BadClients : public QObject
{
    Q_OBJECT

    /// Somebody else is still served.
    static bool serves(TestServer& server)
    {
        RawClient other(server.port());
        return other.exchange("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").body == "GET /echo\n";
    }

private Q_SLOTS:
    void badInputIsRefusedAndSeen_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("code");
        const QByteArray smuggled = "GET /echo/smuggled HTTP/1.1\r\nHost: h\r\n\r\n";
        const auto row = [&](const char* name, const QByteArray& head, int status, const char* code,
                             const QByteArray& body = {}) {
            QByteArray text = head;
            text.replace('|', "\r\n");
            QTest::newRow(name) << text + "\r\n\r\n" + body << status << QByteArray(code);
        };
        row("64 MB header", "GET /echo HTTP/1.1|Host: h|X: " + QByteArray(64 * 1024 * 1024, 'a'), 431,
            "header_too_large");
        row("256 MB body by length", "POST /echo HTTP/1.1|Host: h|Content-Length: 268435456", 413, "body_too_large",
            QByteArray(8 * 1024 * 1024, 'a'));
        row("length and chunked", "POST /echo HTTP/1.1|Host: h|Content-Length: 4|Transfer-Encoding: chunked", 400,
            "bad_transfer_encoding", "0\r\n\r\n" + smuggled);
        row("chunked and length", "POST /echo HTTP/1.1|Host: h|Transfer-Encoding: chunked|Content-Length: 4", 400,
            "bad_content_length", "0\r\n\r\n" + smuggled);
        row("duplicate length", "POST /echo HTTP/1.1|Host: h|Content-Length: 0|Content-Length: 0", 400,
            "bad_content_length", smuggled);
        row("negative length", "POST /echo HTTP/1.1|Host: h|Content-Length: -1", 400, "bad_content_length", smuggled);
        row("length +3", "POST /echo HTTP/1.1|Host: h|Content-Length: +3", 400, "bad_content_length", "abc" + smuggled);
        row("length 0x3", "POST /echo HTTP/1.1|Host: h|Content-Length: 0x3", 400, "bad_content_length",
            "abc" + smuggled);
        row("empty length", "POST /echo HTTP/1.1|Host: h|Content-Length:", 400, "bad_content_length", smuggled);
        row("length 2^64-1", "POST /echo HTTP/1.1|Host: h|Content-Length: 18446744073709551615", 400,
            "bad_content_length", smuggled);
        row("xchunkedx", "POST /echo HTTP/1.1|Host: h|Transfer-Encoding: xchunkedx", 501, "bad_transfer_encoding",
            smuggled);
        row("gzip coding and length", "POST /echo HTTP/1.1|Host: h|Transfer-Encoding: gzip|Content-Length: 3", 501,
            "bad_transfer_encoding", "abc");
        row("chunk size zz", "POST /echo HTTP/1.1|Host: h|Transfer-Encoding: chunked", 400, "bad_chunk",
            "zz\r\n" + smuggled);
        row("chunk size FFFFFFFFFFFFFFFF", "POST /echo HTTP/1.1|Host: h|Transfer-Encoding: chunked", 400, "bad_chunk",
            "FFFFFFFFFFFFFFFF\r\n" + smuggled);
        row("huge chunk", "POST /echo HTTP/1.1|Host: h|Transfer-Encoding: chunked", 413, "body_too_large",
            "10000000\r\n" + QByteArray(1024 * 1024, 'a'));
        row("space before colon", "GET /echo HTTP/1.1|Host : h", 400, "bad_request");
        row("folded line", "GET /echo HTTP/1.1|Host: h|X: a| b", 400, "bad_header");
        row("no Host", "GET /echo HTTP/1.1", 400, "bad_host");
        row("two Hosts", "GET /echo HTTP/1.1|Host: h|Host: i", 400, "bad_host");
        row("HTTP/9.9", "GET /echo HTTP/9.9|Host: h", 505, "bad_version");
        row("TLS on a plain port", QByteArray::fromHex("16030100c8010000c403035342"), 400, "bad_request");
    }
    void badInputIsRefusedAndSeen()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        QFETCH(QByteArray, code);
        TestServer server;
        RawClient client(server.port());
        client.socket().write(request);
        const RawResponse answer = client.receive();
        QCOMPARE(answer.status, status);
        QVERIFY(answer.whole);
        QCOMPARE(answer.field("Connection"), QByteArray("close"));
        QCOMPARE(answer.field("Content-Type"), QByteArray("application/json"));
        QVERIFY2(answer.body.startsWith("{\"error\":{\"message\":\"") &&
                     answer.body.contains("\"code\":\"" + code + "\""),
                 answer.body.constData());
        QVERIFY(answer.body.contains("\"type\":\"invalid_request_error\",\"param\":null") || status >= 500);
        client.endWriting();
        QByteArray rest;
        QVERIFY(client.closed(&rest));
        QVERIFY(rest.isEmpty());
        QCOMPARE(server.echo.handled.load(), 0);
        QVERIFY(serves(server));
    }

    void refusalComesBeforeTheBody()
    {
        TestServer server;
        RawClient client(server.port());
        client.send("POST /refused HTTP/1.1\r\nHost: h\r\nContent-Length: 40000000\r\n\r\n");
        const RawResponse answer = client.receive();
        QCOMPARE(answer.status, 401);
        QCOMPARE(answer.body, QByteArray("{\"refused\":true}"));
        QCOMPARE(answer.field("Connection"), QByteArray("close"));
        QCOMPARE(server.refusing.handled.load(), 0);
    }

    void refusalIsSeenByAClientThatIsStillSending()
    {
        TestServer server;
        RawClient client(server.port());
        client.socket().write("POST /refused HTTP/1.1\r\nHost: h\r\nContent-Length: 40000000\r\n\r\n");
        client.send(QByteArray(40'000'000, 'a')); // to the end, before it reads
        QCOMPARE(client.receive().status, 401);
        QVERIFY(client.closed());
    }

    void refusedSmallBodyKeepsTheConnection()
    {
        TestServer server;
        RawClient client(server.port());
        client.send("POST /refused HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe");
        const RawResponse answer = client.receive();
        QCOMPARE(answer.status, 401);
        QVERIFY(answer.field("Connection").isNull());
        client.send("lloGET /echo HTTP/1.1\r\nHost: h\r\n\r\n");
        QCOMPARE(client.receive().body, QByteArray("GET /echo\n"));
    }

    void refusedExpectationEndsTheConnection()
    {
        TestServer server;
        RawClient client(server.port());
        const RawResponse answer =
            client.exchange("POST /refused HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        QCOMPARE(answer.status, 401); // without a 100 before it
        QCOMPARE(answer.field("Connection"), QByteArray("close"));
    }

    void unknownContentEncodingIs415()
    {
        TestServer server;
        RawClient client(server.port());
        QCOMPARE(client.exchange("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx")
                     .status,
                 415);
        QCOMPARE(client.exchange("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
    }

    void gzipBombIs413()
    {
        HttpLimits limits;
        limits.bodyBytes = 1'000'000;
        TestServer server({limits, {}, {}});
        RawClient client(server.port());
        const QByteArray bomb = packed(QByteArray(50'000'000, 'a'), Packing::Gzip);
        const RawResponse answer =
            client.exchange("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Encoding: gzip\r\nContent-Length: " +
                            QByteArray::number(bomb.size()) + "\r\n\r\n" + bomb);
        QCOMPARE(answer.status, 413);
        QCOMPARE(server.echo.handled.load(), 0);
    }

    void slowHeadersAre408()
    {
        TestServer server;
        RawClient client(server.port());
        client.send("GET /echo HTTP/1.1\r\nHost: h\r\n");
        const auto step = 1s;
        std::chrono::milliseconds passed{0};
        // A byte now and then does not help: the limit is for the whole head.
        while (passed < 60s && client.connected() && client.socket().bytesAvailable() == 0) {
            if (client.socket().waitForReadyRead(120))
                break;
            server.clock.advance(step);
            passed += step;
            client.send("x");
        }
        QVERIFY2(passed >= 15s && passed <= 17s, QByteArray::number(qint64{passed.count()}).constData());
        const RawResponse answer = client.receive();
        QCOMPARE(answer.status, 408);
        QVERIFY(answer.body.contains("request_timeout"));
        QVERIFY(serves(server));
    }

    void stoppedBodyIs408()
    {
        TestServer server;
        RawClient client(server.port());
        client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
        const auto passed = advanceUntilReadable(server, client, 5s);
        QVERIFY(passed >= 30s && passed <= 40s);
        QCOMPARE(client.receive().status, 408);
    }

    void slowButSteadyBodyIsTaken()
    {
        TestServer server;
        RawClient client(server.port());
        client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n");
        for (int i = 0; i < 10; ++i) {
            QVERIFY(!client.socket().waitForReadyRead(120));
            server.clock.advance(20s);
            client.send("x");
        }
        QCOMPARE(client.receive().status, 200);
    }

    void idleConnectionsAreClosedSilently_data()
    {
        QTest::addColumn<bool>("used");
        QTest::newRow("fresh") << false;
        QTest::newRow("after a request") << true;
    }
    void idleConnectionsAreClosedSilently()
    {
        QFETCH(bool, used);
        TestServer server;
        RawClient client(server.port());
        if (used)
            QCOMPARE(client.exchange("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
        const auto passed = advanceUntilReadable(server, client, 10s);
        QVERIFY2(passed >= 70s && passed <= 90s, QByteArray::number(qint64{passed.count()}).constData());
        QByteArray rest;
        QVERIFY(client.closed(&rest));
        QVERIFY(rest.isEmpty());
        QTRY_COMPARE(server.front().connections(), std::size_t{0});
    }

    void longHandlersAreNotTimedOut()
    {
        TestServer server;
        RawClient client(server.port());
        client.send("GET /held HTTP/1.1\r\nHost: h\r\n\r\n");
        QTRY_COMPARE(server.held.handled.load(), 1);
        server.clock.advance(1h);
        QVERIFY(!client.socket().waitForReadyRead(200));
        server.call([&] { server.held.replies.at(0).send({200, {}, "late"}); });
        QCOMPARE(client.receive().body, QByteArray("late"));
        QCOMPARE(client.exchange("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
    }

    void goneClientIsNoticedWhileAHandlerWorks_data()
    {
        QTest::addColumn<bool>("reset");
        QTest::addColumn<bool>("begun");
        QTest::newRow("reset") << true << false;
        QTest::newRow("closed") << false << false;
        QTest::newRow("closed in a stream") << false << true;
    }
    void goneClientIsNoticedWhileAHandlerWorks()
    {
        QFETCH(bool, reset);
        QFETCH(bool, begun);
        TestServer server;
        RawClient client(server.port());
        client.send("GET /held HTTP/1.1\r\nHost: h\r\n\r\n");
        QTRY_COMPARE(server.held.handled.load(), 1);
        if (begun) {
            server.call([&] {
                server.held.replies.at(0).begin(200, {});
                server.held.replies.at(0).write("part");
            });
        }
        reset ? client.close() : client.endWriting();
        QTRY_COMPARE(server.held.gone.load(), 1);
        server.call([&] {
            Reply& reply = server.held.replies.at(0);
            QVERIFY(reply.clientGone());
            if (!begun)
                reply.begin(200, {});
            reply.write("into the void");
            reply.end();
        });
        QTRY_COMPARE(server.front().connections(), std::size_t{0});
        QCOMPARE(server.held.gone.load(), 1);
        QVERIFY(serves(server));
    }

    void goneClientsPipelinedRequestsAreNotRun()
    {
        TestServer server;
        RawClient client(server.port());
        client.send("GET /held HTTP/1.1\r\nHost: h\r\n\r\nGET /echo HTTP/1.1\r\nHost: h\r\n\r\n");
        QTRY_COMPARE(server.held.handled.load(), 1);
        client.close();
        QTRY_COMPARE(server.held.gone.load(), 1);
        QCOMPARE(server.echo.handled.load(), 0);
    }

    void halfClosedClientGetsWhatIsAnsweredAtOnce()
    {
        TestServer server;
        RawClient client(server.port());
        client.send("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n");
        client.endWriting();
        QCOMPARE(client.receive().status, 200);
        QVERIFY(client.closed());
    }

    void requestCutByItsClientIsForgotten()
    {
        TestServer server;
        for (const char* part : {"", "GET", "GET /echo HTTP/1.1\r\nHost: h\r\n",
                                 "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nab",
                                 "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab"}) {
            RawClient client(server.port());
            client.send(part);
            client.endWriting();
            QVERIFY(client.closed());
        }
        QTRY_COMPARE(server.front().connections(), std::size_t{0});
        QCOMPARE(server.echo.handled.load(), 0);
    }

    void slowReaderHoldsTheStreamBackAndCatchesUp()
    {
        TestServer server;
        RawClient client(server.port());
        client.socket().setReadBufferSize(1);
        client.send("GET /held HTTP/1.1\r\nHost: h\r\n\r\n");
        QTRY_COMPARE(server.held.handled.load(), 1);
        qint64 written = 0;
        server.call([&] { server.held.replies.at(0).begin(200, {}); });
        const auto writeUntilSlow = [&] {
            server.call([&] {
                Reply& reply = server.held.replies.at(0);
                const std::string piece(10'000, 'x');
                while (reply.bytesPending() <= 64 * 1024) {
                    reply.write(piece);
                    written += 10'000;
                }
            });
        };
        writeUntilSlow();
        QCOMPARE(server.held.drained.load(), 0);
        client.socket().setReadBufferSize(0);
        qint64 got = 0;
        const QDeadlineTimer deadline(20'000);
        while (server.held.drained.load() == 0 && !deadline.hasExpired()) {
            client.socket().waitForReadyRead(50);
            got += client.socket().readAll().size();
        }
        QCOMPARE(server.held.drained.load(), 1);
        server.call([&] {
            QVERIFY(server.held.replies.at(0).bytesPending() < 16 * 1024);
            server.held.replies.at(0).end();
        });
        while (!deadline.hasExpired() && got < written) {
            client.socket().waitForReadyRead(50);
            got += client.socket().readAll().size();
        }
        QVERIFY(got >= written);
        QCOMPARE(server.held.gone.load(), 0);
    }

    void stalledReaderIsDropped()
    {
        TestServer server;
        RawClient client(server.port());
        client.socket().setReadBufferSize(1);
        client.send("GET /held HTTP/1.1\r\nHost: h\r\n\r\n");
        QTRY_COMPARE(server.held.handled.load(), 1);
        server.call([&] {
            Reply& reply = server.held.replies.at(0);
            reply.begin(200, {});
            while (reply.bytesPending() <= 64 * 1024)
                reply.write(std::string(100'000, 'x'));
        });
        std::chrono::milliseconds passed{0};
        while (server.held.gone.load() == 0 && passed < 5min) {
            server.clock.advance(10s);
            passed += 10s;
            (void)QTest::qWaitFor([&] { return server.held.gone.load() > 0; }, 150);
        }
        QVERIFY(passed >= 60s && passed <= 80s);
        QTRY_COMPARE(server.front().connections(), std::size_t{0});
        QVERIFY(serves(server));
    }

    void stalledReaderOfAnEndedAnswerIsDroppedToo()
    {
        TestServer server;
        RawClient client(server.port());
        client.socket().setReadBufferSize(1);
        client.send("GET /held HTTP/1.1\r\nHost: h\r\n\r\n");
        QTRY_COMPARE(server.held.handled.load(), 1);
        server.call([&] { server.held.replies.at(0).send({200, {}, std::string(20'000'000, 'x')}); });
        for (int i = 0; i < 30 && server.front().connections() > 0; ++i) {
            server.clock.advance(10s);
            (void)QTest::qWaitFor([&] { return server.front().connections() == 0; }, 150);
        }
        QCOMPARE(server.front().connections(), std::size_t{0});
    }

    void lingeringEndsWithItsLimit()
    {
        TestServer server;
        RawClient client(server.port());
        QCOMPARE(client.exchange("GET / HTTP/9.9\r\n\r\n").status, 505);
        for (int i = 0; i < 30 && server.front().connections() > 0; ++i) {
            server.clock.advance(1s);
            (void)QTest::qWaitFor([&] { return server.front().connections() == 0; }, 150);
        }
        QCOMPARE(server.front().connections(), std::size_t{0}); // although the client never closed
    }
};

LANYARD_TEST(tst_BadClients)
#include "tst_BadClients.moc"
