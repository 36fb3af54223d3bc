#include "http/GuardedConnection.h"

#include "http/OwnedDescriptor.h"
#include "http/QSocketTransport.h"
#include "support/TestMain.h"
#include "TestServer.h"

#include <QCoreApplication>
#include <QTcpServer>

#include <deque>

using namespace lanyard;
using namespace lanyard::test;

namespace {

/// A transport whose every call is seen, and whose room to write the test decides.
class RecordingTransport final : public Transport
{
public:
    std::ptrdiff_t read(char* into, std::size_t atMost) override
    {
        if (input.empty())
            return kWouldBlock;
        std::string& next = input.front();
        const std::size_t size = std::min(atMost, next.size());
        std::copy_n(next.begin(), size, into);
        next.erase(0, size);
        if (next.empty())
            input.pop_front();
        return static_cast<std::ptrdiff_t>(size);
    }
    std::ptrdiff_t write(std::string_view first, std::string_view second) override
    {
        std::string all(first);
        all += second;
        if (room == 0)
            return kWouldBlock;
        all.resize(std::min(room, all.size()));
        room -= all.size();
        writes.push_back(all);
        return static_cast<std::ptrdiff_t>(all.size());
    }
    void setReading(bool on) override { reading = on; }
    void setWriting(bool on) override { writing = on; }
    void endWriting() override { ended = true; }
    void close(CloseMode) override { closed = true; }

    std::deque<std::string> input;
    std::vector<std::string> writes;
    std::size_t room = std::size_t{1} << 40;
    bool reading = true;
    bool writing = false;
    bool ended = false;
    bool closed = false;
};

/// One connection in this thread, without a network.
struct Bench
{
    Bench() : state(routes, {}, wheel, {})
    {
        routes.add(HttpMethod::Post, "/echo", echo);
        routes.add(HttpMethod::Post, "/held", held);
        state.onClosed = [this] { ++closed; };
        connection = new GuardedConnection(state, {}, nullptr);
        auto owned = std::make_unique<RecordingTransport>();
        transport = owned.get();
        connection->start(std::move(owned));
    }
    ~Bench()
    {
        held.replies.clear();
        while (!state.connections.empty())
            delete state.connections.back();
    }
    void arrive(std::string bytes)
    {
        transport->input.push_back(std::move(bytes));
        connection->transportObserver().onReadable();
    }
    static void turn() { QCoreApplication::processEvents(); }

    FakeClock clock;
    TimerWheel wheel{clock};
    RouteTable routes;
    EchoHandler echo;
    HeldHandler held;
    FrontState state;
    GuardedConnection* connection = nullptr;
    RecordingTransport* transport = nullptr;
    int closed = 0;
};

const std::string kEchoed = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi";
const std::string kHeld = "POST /held HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi";

} // namespace

class tst_GuardedConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headAndBodyTravelTogether()
    {
        Bench bench;
        bench.arrive(kEchoed);
        QCOMPARE(bench.transport->writes.size(), std::size_t{1}); // and at once
        QVERIFY(bench.transport->writes.at(0).ends_with("\r\n\r\nPOST /echo\nhi"));
    }

    void pipelinedAnswersTravelTogether()
    {
        Bench bench;
        bench.arrive(kEchoed + kEchoed + kEchoed);
        QCOMPARE(bench.echo.handled.load(), 3);
        QCOMPARE(bench.transport->writes.size(), std::size_t{1});
    }

    void whatATurnWritesTravelsTogether()
    {
        Bench bench;
        bench.arrive(kHeld);
        Reply& reply = bench.held.replies.at(0);
        reply.begin(200, {});
        for (int i = 0; i < 10; ++i)
            reply.write("data: x\n\n");
        QVERIFY(bench.transport->writes.empty());
        bench.turn();
        QCOMPARE(bench.transport->writes.size(), std::size_t{1});
        reply.write("a");
        reply.write("b");
        reply.end();
        bench.turn();
        QCOMPARE(bench.transport->writes.size(), std::size_t{2});
        QCOMPARE(bench.transport->writes.at(1), std::string("1\r\na\r\n1\r\nb\r\n0\r\n\r\n"));
    }

    void largePiecesGoOutWithoutWaiting()
    {
        Bench bench;
        bench.arrive(kHeld);
        Reply& reply = bench.held.replies.at(0);
        reply.begin(200, {}, 1'000'000);
        reply.write(std::string(1'000'000, 'x'));
        QCOMPARE(bench.transport->writes.size(), std::size_t{1});
        QCOMPARE(reply.bytesPending(), std::size_t{0});
    }

    /// Who waits for onReplyDrained() after a write must not wait for ever, however the bytes were cut.
    void moreThanTheHighWaterMarkIsLeftOnlyWhereDrainedFollows()
    {
        for (const std::size_t piece : {100u, 1000u, 5000u, 16'000u, 17'000u, 40'000u, 60'000u, 100'000u}) {
            Bench bench;
            bench.arrive(kHeld);
            Reply& reply = bench.held.replies.at(0);
            reply.begin(200, {});
            for (std::size_t sum = 0; sum < 200'000; sum += piece) {
                reply.write(std::string(piece, 'x'));
                QVERIFY2(reply.bytesPending() <= Reply::kHighWaterBytes, "the client takes everything");
            }
            bench.turn();
            bench.transport->room = 500;
            while (reply.bytesPending() <= Reply::kHighWaterBytes)
                reply.write(std::string(piece, 'y'));
            bench.turn();
            QCOMPARE(bench.held.drained.load(), 0);
            bench.transport->room = 10'000'000;
            bench.connection->transportObserver().onWritable();
            bench.turn();
            QCOMPARE(bench.held.drained.load(), 1);
        }
    }

    void nothingMovesWhileTheClientReadsNothing()
    {
        Bench bench;
        bench.transport->room = 100;
        bench.arrive(kHeld);
        Reply& reply = bench.held.replies.at(0);
        reply.begin(200, {}, 200'000);
        reply.write(std::string(100'000, 'x'));
        const std::size_t tries = bench.transport->writes.size();
        QVERIFY(bench.transport->writing);
        QVERIFY(reply.bytesPending() > 99'000);
        reply.write(std::string(100'000, 'y'));
        bench.turn();
        QCOMPARE(bench.transport->writes.size(), tries);
        QCOMPARE(bench.held.drained.load(), 0);

        bench.transport->room = 197'000;
        bench.connection->transportObserver().onWritable();
        bench.turn();
        QCOMPARE(bench.held.drained.load(), 1); // once, below a quarter of the high-water mark
        bench.transport->room = 1'000'000;
        bench.connection->transportObserver().onWritable();
        bench.turn();
        QCOMPARE(bench.held.drained.load(), 1);
        QVERIFY(!bench.transport->writing);
        QCOMPARE(reply.bytesPending(), std::size_t{0});
    }

    void observersAreNeverCalledFromInsideTheReply()
    {
        class Strict final : public ReplyObserver
        {
        public:
            void onReplyDrained() override { check(); }
            void onClientGone() override { check(); }
            void check()
            {
                calledInside = calledInside || inside;
                ++calls;
            }
            bool inside = false;
            bool calledInside = false;
            int calls = 0;
        } observer;
        Bench bench;
        bench.arrive(kHeld);
        Reply& reply = bench.held.replies.at(0);
        reply.setObserver(&observer);
        reply.begin(200, {});
        bench.transport->room = 10'000;
        observer.inside = true;
        reply.write(std::string(100'000, 'x'));
        observer.inside = false;
        bench.transport->room = 1'000'000;
        bench.connection->transportObserver().onWritable();
        observer.inside = true;
        bench.connection->drop();
        reply.write("x");
        observer.inside = false;
        bench.turn();
        QVERIFY(!observer.calledInside);
        QVERIFY(observer.calls >= 1);
        reply.setObserver(nullptr);
    }

    void readAheadIsBounded()
    {
        Bench bench;
        bench.arrive(kHeld);
        std::size_t sent = 0;
        while (bench.transport->reading && sent < 10'000'000) {
            bench.arrive(std::string(10'000, 'x'));
            sent += 10'000;
        }
        QVERIFY(sent <= 100'000);
    }

    void refusalsAreLeftToBeRead_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::newRow("broken framing") << QByteArray("GET / HTTP/9.9\r\n\r\n");
        QTest::newRow("refused by its head")
            << QByteArray("POST /none HTTP/1.1\r\nHost: h\r\nContent-Length: 9999999\r\n\r\n");
    }
    void refusalsAreLeftToBeRead()
    {
        QFETCH(QByteArray, request);
        Bench bench;
        bench.arrive(request.toStdString());
        QCOMPARE(bench.transport->writes.size(), std::size_t{1});
        QVERIFY(bench.transport->ended);   // the client sees the end of the answer
        QVERIFY(!bench.transport->closed); // but no reset, which would take the answer away
        for (int i = 0; i < 100; ++i)
            bench.arrive(std::string(60'000, 'x'));
        QVERIFY(!bench.transport->closed);
        QVERIFY(bench.transport->reading);
        QCOMPARE(bench.transport->writes.size(), std::size_t{1});
        bench.clock.advance(std::chrono::seconds{3});
        bench.wheel.advance();
        QVERIFY(bench.transport->closed);
    }

    void deletesItselfAfterItClosed()
    {
        Bench bench;
        bench.arrive("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
        QVERIFY(bench.transport->closed);
        QCOMPARE(bench.closed, 1);
        bench.turn();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(bench.state.connections.empty());
    }

    void servesThroughQtsOwnSocketToo()
    {
        class Catcher final : public QTcpServer
        {
        public:
            void incomingConnection(qintptr number) override { descriptor = number; }
            qintptr descriptor = -1;
        } catcher;
        QVERIFY(catcher.listen(QHostAddress::LocalHost));
        QTcpSocket client;
        client.connectToHost(catcher.serverAddress(), catcher.serverPort());
        QTRY_VERIFY(catcher.descriptor != -1);

        Bench bench;
        auto* connection = new GuardedConnection(bench.state, {}, nullptr);
        connection->start(makeQSocketTransport(catcher.descriptor, connection->transportObserver()));
        const QByteArray body(2'000'000, 'b');
        client.write("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n" + body);
        QByteArray answer;
        QTRY_VERIFY((answer += client.readAll()).endsWith("POST /echo\n" + body));
        client.write("GET / HTTP/9.9\r\n\r\n");
        answer.clear();
        QTRY_VERIFY((answer += client.readAll()).startsWith("HTTP/1.1 505"));
        client.write(QByteArray::fromStdString(kHeld));
        client.disconnectFromHost();
        QTRY_COMPARE(bench.closed, 1);
    }
};

LANYARD_TEST(tst_GuardedConnection)
#include "tst_GuardedConnection.moc"
