#include "RawClient.h"
#include "TestServer.h"
#include "support/TestMain.h"

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

QByteArray post(const QByteArray& path, const QByteArray& body, const QByteArray& fields = {})
{
    return "POST " + path + " HTTP/1.1\r\nHost: here\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + fields + "\r\n" + body;
}

QByteArray get(const QByteArray& path, const QByteArray& fields = {})
{
    return "GET " + path + " HTTP/1.1\r\nHost: here\r\n" + fields + "\r\n";
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

    void answersPipelinedRequestsInTheirOrder()
    {
        TestServer server;
        RawClient client(server.port());
        client.send(post("/held", "slow") + post("/echo", "fast") + get("/echo/last"));
        QTRY_COMPARE(server.held.handled.load(), 1);
        QCOMPARE(server.echo.handled.load(), 0);
        server.run([&] { server.held.replies.at(0).send({200, {}, "first"}); });
        QCOMPARE(client.receive().body, QByteArray("first"));
        QCOMPARE(client.receive().body, QByteArray("POST /echo\nfast"));
        QCOMPARE(client.receive().body, QByteArray("GET /echo/last\n"));
    }
};

LANYARD_TEST(tst_HttpFront)
#include "tst_HttpFront.moc"
