#include "UpstreamBench.h"

#include <QTcpServer>

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

/// Each time limit on its own, with a clock that the test moves.
class tst_UpstreamLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstByteLimitEndsASilentStream_data()
    {
        QTest::addColumn<bool>("withHead");
        QTest::newRow("nothing came") << false;
        QTest::newRow("only the head came") << true;
    }
    void firstByteLimitEndsASilentStream()
    {
        QFETCH(bool, withHead);
        FakeAnswer answer = withHead ? fakeStream({{"x", 24h}}) : fakeSilence(FakeAnswer::Ending::Stall);
        begin(answer, true);
        if (withHead)
            QTRY_COMPARE(m_seen->heads, 1);
        advance(59s);
        QVERIFY(!m_seen->ended());
        advance(2s);
        QTRY_VERIFY(m_seen->ended());
        QCOMPARE(m_seen->end.kind, UpstreamEnd::Kind::Timeout);
        QCOMPARE(m_seen->end.message, "no first byte from " + host() + " within 60 s (first_byte_ms)");
        QVERIFY(!m_seen->end.neverSent);
        QTRY_COMPARE(m_provider->lastRequest().left, FakeRequest::Left::Aborted);
    }

    void idleLimitEndsAStreamThatFellSilent()
    {
        begin(fakeStream({{"data: 1\n\n"}, {"data: 2\n\n", 24h}}), true);
        QTRY_COMPARE(m_seen->bodyCalls, 1);
        advance(119s);
        QVERIFY(!m_seen->ended());
        advance(2s);
        QTRY_VERIFY(m_seen->ended());
        QCOMPARE(m_seen->end.kind, UpstreamEnd::Kind::Timeout);
        QCOMPARE(m_seen->end.message, host() + " sent nothing more for 120 s (idle_ms)");
    }

    void everyChunkPushesTheIdleLimitBack()
    {
        begin(fakeStream({{"data: 1\n\n"}, {"data: 2\n\n", 20ms}, {"data: 3\n\n", 20ms}, {"data: 4\n\n", 20ms}}), true,
              [this] { advance(100s); });
        QTRY_VERIFY(m_seen->ended());
        QVERIFY2(m_seen->complete(), m_seen->end.message.c_str());
    }

    void idleLimitRestsWhilePaused()
    {
        begin(fakeStream({{"data: 1\n\n"}, {"data: 2\n\n", 24h}}), true, [this] { m_call->pause(); });
        QTRY_COMPARE(m_seen->bodyCalls, 1);
        advance(10h);
        QVERIFY(!m_seen->ended());
        m_call->resume();
        advance(119s);
        QVERIFY(!m_seen->ended());
        advance(2s);
        QTRY_VERIFY(m_seen->ended());
        QCOMPARE(m_seen->end.kind, UpstreamEnd::Kind::Timeout);
    }

    void wholeLimitIsForPlainAnswers()
    {
        FakeAnswer dripping = fakeStream({{"{"}, {"}", 24h}});
        begin(dripping, false);
        QTRY_COMPARE(m_seen->bodyCalls, 1);
        advance(599s); // neither first byte nor idle
        QVERIFY(!m_seen->ended());
        advance(2s);
        QTRY_VERIFY(m_seen->ended());
        QCOMPARE(m_seen->end.message, "no whole answer from " + host() + " within 600 s (whole_ms)");
        QCOMPARE(m_seen->end.kind, UpstreamEnd::Kind::Timeout);
    }

    void totalLimitCutsWhateverHappens()
    {
        m_limits.total = 2500ms;
        begin(fakeStream({{"data: 1\n\n"}, {"data: 2\n\n", 24h}}), true);
        m_limits = {};
        QTRY_COMPARE(m_seen->bodyCalls, 1);
        advance(2400ms);
        QVERIFY(!m_seen->ended());
        advance(200ms);
        QTRY_VERIFY(m_seen->ended());
        QCOMPARE(m_seen->end.message, "the call to " + host() + " was not over within 2500 ms (total_ms)");
    }

    void zeroMeansNoLimit_data()
    {
        QTest::addColumn<bool>("stream");
        QTest::newRow("plain") << false;
        QTest::newRow("stream") << true;
    }
    void zeroMeansNoLimit()
    {
        QFETCH(bool, stream);
        m_limits = {0ms, 0ms, 0ms, 0ms, 0ms};
        begin(fakeStream({{"1", 30ms}, {"2", 30ms}}), stream, [this] { advance(10'000h); });
        m_limits = {};
        advance(10'000h);
        QTRY_VERIFY(m_seen->ended());
        QVERIFY2(m_seen->complete(), m_seen->end.message.c_str());
    }

    void connectLimitCoversTheTlsHandshake()
    {
        QTcpServer mute; // connections are made by the kernel, nobody answers the handshake
        QVERIFY(mute.listen(QHostAddress::LocalHost));
        const std::string address = "127.0.0.1:" + std::to_string(mute.serverPort());
        UpstreamRequest made = request("https://" + address + "/v1/chat/completions?key=sk-secret", kPlainChat);
        made.timeouts.connect = 150ms;
        RecordingObserver seen;
        const auto call = m_upstream.start(std::move(made), seen);
        QTRY_VERIFY(seen.ended());
        QCOMPARE(seen.end.kind, UpstreamEnd::Kind::Timeout);
        QCOMPARE(seen.end.message, "could not connect to " + address + " within 150 ms (connect_ms)");
        QVERIFY(seen.end.neverSent);
    }

private:
    void begin(FakeAnswer answer, bool stream, std::function<void()> onBody = {})
    {
        m_call.reset();
        m_provider = std::make_unique<FakeProvider>();
        m_seen = std::make_unique<RecordingObserver>();
        m_seen->onBody = std::move(onBody);
        m_provider->answerNext(std::move(answer));
        UpstreamRequest made = request(m_provider->baseUrl() + "/chat/completions", stream ? kStreamedChat : kPlainChat, stream);
        made.timeouts = m_limits;
        m_call = m_upstream.start(std::move(made), *m_seen);
        QTRY_COMPARE(m_provider->requestCount(), std::size_t{1});
    }

    void advance(std::chrono::milliseconds by)
    {
        m_clock.advance(by);
        m_timers.advance();
        QCoreApplication::processEvents(); // a limit that comes up is told in the next turn
    }

    std::string host() const { return "127.0.0.1:" + std::to_string(m_provider->port()); }

    FakeClock m_clock;
    TimerWheel m_timers{m_clock};
    TestedUpstream m_upstream{m_timers};
    std::unique_ptr<FakeProvider> m_provider;
    std::unique_ptr<RecordingObserver> m_seen;
    std::unique_ptr<UpstreamCall> m_call;
    Timeouts m_limits;
};

LANYARD_TEST(tst_UpstreamLimits)
#include "tst_UpstreamLimits.moc"
