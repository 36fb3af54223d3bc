#include "Compress.h"
#include "RawClient.h"
#include "support/TestMain.h"
#include "TestServer.h"

#include <numeric>

using namespace lanyard;
using namespace lanyard::test;

namespace {

QByteArray post(const QByteArray& path, const QByteArray& body, const QByteArray& fields = {})
{
    return "POST " + path + " HTTP/1.1\r\nHost: here\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" +
           fields + "\r\n" + body;
}

QByteArray get(const QByteArray& path, const QByteArray& fields = {})
{
    return "GET " + path + " HTTP/1.1\r\nHost: here\r\n" + fields + "\r\n";
}

QByteArray numbered(qsizetype size)
{
    QByteArray bytes(size, '\0');
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = static_cast<char>((i * 31 + i / 251) & 0xFF);
    return bytes;
}

} // namespace

/// What good clients do.
class tst_HttpFront : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void servesRequestsOnOneConnection()
    {
        TestServer server;
        RawClient client(server.port());
        for (int i = 0; i < 3; ++i) {
            const RawResponse answer = client.exchange(post("/echo?x=1", "hello"));
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.body, QByteArray("POST /echo?x=1\nhello"));
            QCOMPARE(answer.field("Content-Type"), QByteArray("text/plain"));
            QVERIFY(answer.field("Connection").isNull());
        }
        QCOMPARE(server.echo.handled.load(), 3);
    }

    void handlersSeeTheRequestAsItCame()
    {
        TestServer server;
        RawClient client(server.port());
        client.send(post("/held?a=b&c", "body", "X-One: 1\r\nx-one: 2\r\nauthorization: Bearer k\r\n"));
        QTRY_COMPARE(server.held.handled.load(), 1);
        server.call([&] {
            const RequestHead& head = server.held.requests.at(0).head;
            QVERIFY(head.method == HttpMethod::Post);
            QCOMPARE(head.path(), std::string_view("/held"));
            QCOMPARE(head.query(), std::string_view("a=b&c"));
            QCOMPARE(head.minorVersion, 1);
            QCOMPARE(head.declaredLength, 4);
            QCOMPARE(head.headers.count("X-One"), std::size_t{2});
            QCOMPARE(head.headers.value("Authorization"), std::string_view("Bearer k"));
            QCOMPARE(head.peer.toString(), std::string("127.0.0.1"));
            QCOMPARE(head.peer.port, client.socket().localPort());
            QVERIFY(head.peer.loopback);
            QVERIFY(!head.tls);
            server.held.replies.at(0).send({201, {}, {}});
        });
        QCOMPARE(client.receive().status, 201);
    }

    void takesRequestsInAnyPieces()
    {
        TestServer server;
        const QByteArray request =
            post("/echo", "hello") +
            "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        const auto check = [&](RawClient& client) {
            QCOMPARE(client.receive().body, QByteArray("POST /echo\nhello"));
            QCOMPARE(client.receive().body, QByteArray("POST /echo\nabcde"));
        };
        RawClient one(server.port());
        for (const char byte : request)
            one.send(QByteArray(1, byte));
        check(one);
        RawClient two(server.port());
        for (qsizetype cut = 1; cut < request.size(); ++cut) {
            two.send(request.left(cut));
            server.call([] {}); // the server has very likely read the first piece by now
            two.send(request.mid(cut));
            check(two);
        }
    }

    void answersPipelinedRequestsInTheirOrder()
    {
        TestServer server;
        RawClient client(server.port());
        client.send(post("/held", "slow") + post("/echo", "fast") + get("/echo/last"));
        QTRY_COMPARE(server.held.handled.load(), 1);
        QCOMPARE(server.echo.handled.load(), 0);
        server.call([&] { server.held.replies.at(0).send({200, {}, "first"}); });
        QCOMPARE(client.receive().body, QByteArray("first"));
        QCOMPARE(client.receive().body, QByteArray("POST /echo\nfast"));
        QCOMPARE(client.receive().body, QByteArray("GET /echo/last\n"));
    }

    void manyPipelinedRequestsAreBounded()
    {
        TestServer server;
        RawClient client(server.port());
        const int count = 3000; // more than the read-ahead holds
        client.send(post("/held", "slow"));
        QTRY_COMPARE(server.held.handled.load(), 1);
        client.socket().write(get("/echo/x").repeated(count));
        server.call([&] { server.held.replies.at(0).send({200, {}, "first"}); });
        QCOMPARE(client.receive().body, QByteArray("first"));
        for (int i = 0; i < count; ++i)
            QCOMPARE(client.receive().body, QByteArray("GET /echo/x\n"));
    }

    void emptyLinesBeforeARequestAreForgiven()
    {
        TestServer server;
        RawClient client(server.port());
        QCOMPARE(client.exchange(post("/echo", "a") + "\r\n").status, 200);
        QCOMPARE(client.exchange("\r\n" + get("/echo")).status, 200);
    }

    void largeBodiesArriveWhole_data()
    {
        QTest::addColumn<qsizetype>("size");
        for (const qsizetype size :
             {qsizetype{65'536}, qsizetype{1'048'576}, qsizetype{1'048'577}, qsizetype{10'000'000}})
            QTest::newRow(QByteArray::number(size).constData()) << size;
    }
    void largeBodiesArriveWhole()
    {
        QFETCH(qsizetype, size);
        TestServer server;
        RawClient client(server.port());
        const QByteArray body = numbered(size);
        const RawResponse counted = client.exchange(post("/echo", body));
        QVERIFY(counted.whole);
        QVERIFY(counted.body == "POST /echo\n" + body);
        client.send("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" +
                    QByteArray::number(size, 16) + "\r\n" + body + "\r\n0\r\n\r\n");
        QVERIFY(client.receive().body == "POST /echo\n" + body);
    }

    void compressedBodiesAreInflated()
    {
        TestServer server;
        RawClient client(server.port());
        const QByteArray body = numbered(200'000);
        const RawResponse answer =
            client.exchange(post("/echo", packed(body, Packing::Gzip), "Content-Encoding: gzip\r\n"));
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body == "POST /echo\n" + body);
        const RawResponse damaged = client.exchange(post("/echo", "no gzip", "Content-Encoding: gzip\r\n"));
        QCOMPARE(damaged.status, 400);
        QVERIFY(client.closed());
    }

    void headGetsNoBody()
    {
        TestServer server;
        RawClient client(server.port());
        client.send("HEAD /echo HTTP/1.1\r\nHost: h\r\n\r\n");
        const RawResponse answer = client.receive(true);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.field("Content-Length"), QByteArray("11"));
        QCOMPARE(client.exchange(get("/echo")).body, QByteArray("GET /echo\n")); // nothing stood between
        client.send("HEAD /held HTTP/1.1\r\nHost: h\r\n\r\n");
        QTRY_COMPARE(server.held.handled.load(), 1);
        server.call([&] {
            server.held.replies.at(0).begin(200, {});
            server.held.replies.at(0).write("unseen");
            server.held.replies.at(0).end();
        });
        QCOMPARE(client.receive(true).status, 200);
        QCOMPARE(client.exchange(get("/echo")).body, QByteArray("GET /echo\n"));
    }

    void honoursConnectionClose()
    {
        TestServer server;
        RawClient client(server.port());
        const RawResponse answer = client.exchange(post("/echo", "x", "Connection: close\r\n"));
        QCOMPARE(answer.field("Connection"), QByteArray("close"));
        QByteArray rest;
        QVERIFY(client.closed(&rest));
        QVERIFY(rest.isEmpty());
    }

    void honoursHttp10()
    {
        TestServer server;
        RawClient once(server.port());
        const RawResponse answer = once.exchange("GET /echo HTTP/1.0\r\n\r\n");
        QCOMPARE(answer.body, QByteArray("GET /echo\n"));
        QCOMPARE(answer.field("Connection"), QByteArray("close"));
        QVERIFY(once.closed());

        RawClient kept(server.port());
        for (int i = 0; i < 2; ++i)
            QCOMPARE(kept.exchange("GET /echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").field("Connection"),
                     QByteArray("keep-alive"));

        RawClient streamed(server.port());
        streamed.send("GET /held HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        QTRY_COMPARE(server.held.handled.load(), 1);
        server.call([&] {
            server.held.replies.at(0).begin(200, {});
            server.held.replies.at(0).write("until ");
            server.held.replies.at(0).write("close");
            server.held.replies.at(0).end();
        });
        const RawResponse stream = streamed.receive();
        QCOMPARE(stream.body, QByteArray("until close"));
        QVERIFY(stream.field("Transfer-Encoding").isNull());
        QVERIFY(streamed.closed());
    }

    void tellsExpectingClientsToContinue()
    {
        TestServer server;
        RawClient client(server.port());
        const QByteArray request = post("/echo", "hello", "Expect: 100-continue\r\n");
        client.send(request.chopped(5));
        QCOMPARE(client.receive().status, 100);
        client.send("hello");
        QCOMPARE(client.receive().body, QByteArray("POST /echo\nhello"));
    }

    void streamsInChunks()
    {
        TestServer server;
        RawClient client(server.port());
        client.send(post("/held", "x"));
        QTRY_COMPARE(server.held.handled.load(), 1);
        server.call([&] {
            server.held.replies.at(0).begin(
                200, {{"Content-Type", "text/event-stream"}, {"Content-Length", "1"}, {"Connection", "close"}});
            server.held.replies.at(0).write("data: 1\n\n");
        });
        server.call([&] { server.held.replies.at(0).write("data: 2\n\n"); });
        server.call([&] { server.held.replies.at(0).end(); });
        const RawResponse answer = client.receive();
        QVERIFY(answer.whole);
        QCOMPARE(answer.body, QByteArray("data: 1\n\ndata: 2\n\n"));
        QVERIFY(answer.field("Content-Length").isNull());
        QVERIFY(answer.field("Connection").isNull());
        QCOMPARE(client.exchange(get("/echo")).status, 200);
    }

    void headerValuesCannotWriteHeaders()
    {
        TestServer server;
        RawClient client(server.port());
        client.send(get("/held"));
        QTRY_COMPARE(server.held.handled.load(), 1);
        server.call([&] { server.held.replies.at(0).send({200, {{"X-Name", "a\r\nX-Evil: 1\r\n\r\nbody"}}, "ok"}); });
        const RawResponse answer = client.receive();
        QVERIFY(answer.field("X-Evil").isNull());
        QCOMPARE(answer.body, QByteArray("ok"));
    }

    void statusesWithoutBodyHaveNone()
    {
        TestServer server;
        RawClient client(server.port());
        client.send(get("/held") + get("/echo"));
        QTRY_COMPARE(server.held.handled.load(), 1);
        server.call([&] { server.held.replies.at(0).send({204, {}, {}}); });
        const RawResponse answer = client.receive();
        QCOMPARE(answer.status, 204);
        QVERIFY(answer.field("Content-Length").isNull());
        QCOMPARE(client.receive().body, QByteArray("GET /echo\n"));
    }

    void droppedReplyAnswers500()
    {
        TestServer server;
        RawClient client(server.port());
        client.send(get("/held"));
        QTRY_COMPARE(server.held.handled.load(), 1);
        server.call([&] { server.held.replies.clear(); });
        QCOMPARE(client.receive().status, 500);
        QCOMPARE(client.exchange(get("/echo")).status, 200);
    }

    void abortedReplyIsNotWhole_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<qint64>("length");
        QTest::newRow("chunked") << get("/held") << qint64{-1};
        QTest::newRow("length") << get("/held") << qint64{100};
        QTest::newRow("until close") << QByteArray("GET /held HTTP/1.0\r\n\r\n") << qint64{-1};
    }
    void abortedReplyIsNotWhole()
    {
        QFETCH(QByteArray, request);
        QFETCH(qint64, length);
        TestServer server;
        for (const bool byEnd : {false, true}) {
            if (byEnd && length < 0)
                continue; // an early end() breaks a declared length only
            RawClient client(server.port());
            const int before = server.held.handled.load();
            client.send(request);
            QTRY_COMPARE(server.held.handled.load(), before + 1);
            server.call([&] {
                Reply& reply = server.held.replies.back();
                reply.begin(200, {}, length);
                reply.write("partial");
                byEnd ? reply.end() : reply.abort();
            });
            const RawResponse answer = client.receive();
            QCOMPARE(answer.status, 200);
            QVERIFY(!answer.whole);
        }
    }

    void pagesOfAllowedOriginsMayCall()
    {
        HttpLimits limits;
        limits.allowedOrigins = {"https://chat.example.org"};
        TestServer server({limits, {}, {}});
        RawClient client(server.port());
        const RawResponse preflight = client.exchange(
            "OPTIONS /echo HTTP/1.1\r\nHost: h\r\nOrigin: https://chat.example.org\r\n"
            "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization, x-a\r\n"
            "Access-Control-Request-Private-Network: true\r\n\r\n");
        QCOMPARE(preflight.status, 204);
        QCOMPARE(preflight.field("Access-Control-Allow-Origin"), QByteArray("https://chat.example.org"));
        QCOMPARE(preflight.field("Access-Control-Allow-Methods"), QByteArray("GET, HEAD, POST, OPTIONS"));
        QCOMPARE(preflight.field("Access-Control-Allow-Headers"), QByteArray("authorization, x-a"));
        QCOMPARE(preflight.field("Access-Control-Allow-Private-Network"), QByteArray("true"));

        const RawResponse answer = client.exchange(post("/echo", "x", "Origin: https://chat.example.org\r\n"));
        QCOMPARE(answer.field("Access-Control-Allow-Origin"), QByteArray("https://chat.example.org"));
        QCOMPARE(answer.field("Vary"), QByteArray("Origin"));
        const RawResponse refusal = client.exchange(post("/refused", "x", "Origin: https://chat.example.org\r\n"));
        QCOMPARE(refusal.field("Access-Control-Allow-Origin"), QByteArray("https://chat.example.org"));

        const RawResponse other = client.exchange(post("/echo", "x", "Origin: https://evil.example.org\r\n"));
        QCOMPARE(other.status, 200);
        QVERIFY(other.field("Access-Control-Allow-Origin").isNull());
        const RawResponse otherPreflight =
            client.exchange("OPTIONS /echo HTTP/1.1\r\nHost: h\r\nOrigin: https://evil.example.org\r\n\r\n");
        QCOMPARE(otherPreflight.status, 204);
        QVERIFY(otherPreflight.field("Access-Control-Allow-Methods").isNull());
    }

    void limitsMayChangeWhileItServes()
    {
        TestServer server;
        RawClient client(server.port());
        const QByteArray request = "GET /echo HTTP/1.1\r\nHost: h\r\nOrigin: https://page.test\r\nX-Long: " + QByteArray(3000, 'x') + "\r\n\r\n";
        RawResponse answer = client.exchange(request);
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.field("Access-Control-Allow-Origin").isNull());
        HttpLimits limits;
        limits.allowedOrigins = {"https://page.test"};
        server.call([&] { server.front().setLimits(limits); });
        answer = client.exchange(request);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.field("Access-Control-Allow-Origin"), QByteArray("https://page.test"));
        limits.headerBytes = 1024;
        limits.bodyBytes = 10;
        server.call([&] { server.front().setLimits(limits); });
        QCOMPARE(client.exchange("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n0123456789").status, 200);
        QCOMPARE(client.exchange(request).status, 431);
        RawClient other(server.port());
        QCOMPARE(other.exchange("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n").status, 413);
    }

    void anyOriginMayBeAllowed()
    {
        HttpLimits limits;
        limits.allowedOrigins = {"*"};
        TestServer server({limits, {}, {}});
        RawClient client(server.port());
        const RawResponse answer = client.exchange(get("/echo", "Origin: https://a.example\r\n"));
        QCOMPARE(answer.field("Access-Control-Allow-Origin"), QByteArray("*"));
        QVERIFY(answer.field("Vary").isNull());
    }

    void optionsTellsWhatAPathKnows()
    {
        TestServer server;
        RawClient client(server.port());
        const RawResponse known = client.exchange("OPTIONS /refused HTTP/1.1\r\nHost: h\r\n\r\n");
        QCOMPARE(known.status, 204);
        QCOMPARE(known.field("Allow"), QByteArray("POST, OPTIONS"));
        QCOMPARE(client.exchange("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").status, 204);
        QCOMPARE(client.exchange("OPTIONS /nothing HTTP/1.1\r\nHost: h\r\n\r\n").status, 404);
    }

    void unknownPathsAndVerbs()
    {
        TestServer server;
        RawClient client(server.port());
        const RawResponse unknown = client.exchange(post("/nothing", "{}"));
        QCOMPARE(unknown.status, 404);
        QVERIFY(unknown.body.contains("\"code\":\"unknown_url\""));
        const RawResponse verb = client.exchange("DELETE /echo HTTP/1.1\r\nHost: h\r\n\r\n");
        QCOMPARE(verb.status, 405);
        QCOMPARE(verb.field("Allow"), QByteArray("GET, HEAD, POST, OPTIONS"));
        QCOMPARE(client.exchange("BREW /echo HTTP/1.1\r\nHost: h\r\n\r\n").status, 405);
    }
};

LANYARD_TEST(tst_HttpFront)
#include "tst_HttpFront.moc"
