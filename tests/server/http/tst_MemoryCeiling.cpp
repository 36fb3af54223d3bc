#include "RawClient.h"
#include "support/TestMain.h"
#include "TestServer.h"

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kMemory = 1'000'000;
constexpr std::int64_t kSpool = 3'000'000;

QByteArray postHead(const char* path, qint64 length)
{
    return QByteArray("POST ") + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + QByteArray::number(length) + "\r\n\r\n";
}

} // namespace

/// What a front does when the whole service holds as many bytes as it may.
class tst_MemoryCeiling : public QObject
{
    Q_OBJECT

    struct Bench
    {
        BufferBudget memory{kMemory};
        BufferBudget spool{kSpool};
        BufferAccounts accounts{&memory.addAccount(), &spool.addAccount()};
        BufferBudget::Account& otherWorker = memory.addAccount();
        TestServer server{{{}, {}, accounts}};
    };

private Q_SLOTS:
    void fullServiceRefusesBeforeTheBody()
    {
        Bench bench;
        bench.otherWorker.add(kMemory);
        RawClient client(bench.server.port());
        client.send(postHead("/echo", 5'000'000)); // and not a byte of it
        const RawResponse answer = client.receive();
        QCOMPARE(answer.status, 503);
        QVERIFY(answer.whole);
        QCOMPARE(answer.field("Retry-After"), QByteArray("1"));
        QVERIFY(answer.body.contains("\"code\":\"overloaded\""));
        QCOMPARE(bench.server.echo.handled.load(), 0);

        RawClient other(bench.server.port());
        QCOMPARE(other.exchange("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").status, 200); // needs no room
        QCOMPARE(other.exchange(postHead("/echo", 5) + "hello").status, 503);
        bench.otherWorker.add(-kMemory);
        QCOMPARE(other.exchange(postHead("/echo", 5) + "hello").body, QByteArray("POST /echo\nhello"));
    }

    void expectingClientIsRefusedWithoutContinue()
    {
        Bench bench;
        bench.otherWorker.add(kMemory);
        RawClient client(bench.server.port());
        QCOMPARE(client.exchange("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n").status, 503);
    }

    void largeBodiesHaveACeilingOnTheDisk()
    {
        Bench bench;
        RawClient first(bench.server.port());
        first.send(postHead("/held", 2'000'000) + QByteArray(2'000'000, 'a'));
        QTRY_COMPARE(bench.server.held.handled.load(), 1);
        QCOMPARE(bench.spool.used(), std::int64_t{2'000'000});
        QVERIFY(bench.memory.used() < 10'000);
        RawClient second(bench.server.port());
        QCOMPARE(second.exchange(postHead("/echo", 2'000'000)).status, 503);
        bench.server.call([&] {
            bench.server.held.requests.clear();
            bench.server.held.replies.at(0).send({200, {}, "done"});
        });
        QCOMPARE(first.receive().body, QByteArray("done"));
        RawClient third(bench.server.port());
        QCOMPARE(third.exchange(postHead("/echo", 2'000'000) + QByteArray(2'000'000, 'a')).status, 200);
        QTRY_COMPARE(bench.spool.used(), std::int64_t{0});
    }

    void bodyThatIsGivenUpCountsNoMore()
    {
        Bench bench;
        {
            RawClient client(bench.server.port());
            client.send(postHead("/echo", 2'000'000) + QByteArray(1'000'000, 'a'));
            QTRY_COMPARE(bench.spool.used(), std::int64_t{2'000'000}); // as declared
        }
        QTRY_COMPARE(bench.spool.used(), std::int64_t{0});
    }

    void whatNobodyReadsCountsUntilTheClientIsDropped()
    {
        Bench bench;
        RawClient client(bench.server.port());
        client.socket().setReadBufferSize(1);
        client.send("GET /held HTTP/1.1\r\nHost: h\r\n\r\n");
        QTRY_COMPARE(bench.server.held.handled.load(), 1);
        constexpr std::int64_t kAnswer = 30'000'000;
        bench.server.call([&] { bench.server.held.replies.at(0).send({200, {}, std::string(kAnswer, 'x')}); });
        QTRY_VERIFY(bench.memory.used() > kMemory); // what is there counts, even above the ceiling
        QVERIFY(bench.memory.used() <= kAnswer + 1000);
        RawClient other(bench.server.port());
        QCOMPARE(other.exchange(postHead("/echo", 5) + "hello").status, 503);
        for (int i = 0; i < 30 && bench.server.front().connections() > 1; ++i) {
            bench.server.clock.advance(10s);
            (void)QTest::qWaitFor([&] { return bench.server.front().connections() <= 1; }, 150);
        }
        QTRY_COMPARE(bench.memory.used(), std::int64_t{0});
    }

    void nothingIsLeftBehind()
    {
        Bench bench;
        RawClient client(bench.server.port());
        for (const int size : {1, 1000, 70'000, 900'000, 1'500'000}) {
            const QByteArray body(size, 'b');
            QCOMPARE(client.exchange(postHead("/echo", size) + body).body, "POST /echo\n" + body);
        }
        QCOMPARE(client.exchange("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n").status, 200);
        QTRY_COMPARE(bench.memory.used(), std::int64_t{0});
        QTRY_COMPARE(bench.spool.used(), std::int64_t{0});
    }
};

LANYARD_TEST(tst_MemoryCeiling)
#include "tst_MemoryCeiling.moc"
