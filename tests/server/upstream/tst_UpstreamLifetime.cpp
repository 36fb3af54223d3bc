#include "UpstreamBench.h"
#include "support/TestCertificate.h"

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

/// Cancelling, pausing, and things that go away in any order.
class tst_UpstreamLifetime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cancelledCallClosesItsConnection_data()
    {
        QTest::addColumn<bool>("midStream");
        QTest::newRow("before the head") << false;
        QTest::newRow("in mid-stream") << true;
    }
    void cancelledCallClosesItsConnection()
    {
        QFETCH(bool, midStream);
        FakeProvider provider;
        provider.answerNext(midStream ? fakeStream({{"data: 1\n\n"}, {"data: 2\n\n", 24h}}) : fakeSilence(FakeAnswer::Ending::Stall));
        RecordingObserver seen;
        auto call = m_upstream.start(stream(provider), seen);
        QTRY_COMPARE(provider.requestCount(), std::size_t{1});
        if (midStream)
            QTRY_COMPARE(seen.bodyCalls, 1);
        seen.silent = true;
        call.reset();
        QTRY_COMPARE(provider.lastRequest().left, FakeRequest::Left::Aborted);
        QCOMPARE(provider.openConnections(), std::size_t{0});
        QCOMPARE(seen.outOfOrder, 0);
    }

    void callDestroyedAtOnceNeverSpeaks()
    {
        FakeProvider provider;
        RecordingObserver seen;
        seen.silent = true;
        m_upstream.start(stream(provider), seen).reset();
        auto bad = m_upstream.start(request("nonsense"), seen); // has an end waiting to be told
        bad.reset();
        expectWorking();
        QCOMPARE(seen.outOfOrder, 0);
    }

    void whatGoesFromInsideAnObserverCallIsSilent_data()
    {
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("what");
        QTest::addColumn<int>("watching");
        for (const char* where : {"head", "body", "end"}) {
            for (const char* what : {"call", "other call", "upstream", "upstream, then call", "call, then upstream"}) {
                for (const CurlUpstream::Watching watching : {CurlUpstream::Watching::Automatic, CurlUpstream::Watching::Notifiers}) {
                    QTest::addRow("%s goes inside %s (%d)", what, where, static_cast<int>(watching))
                        << QString::fromLatin1(where) << QString::fromLatin1(what) << static_cast<int>(watching);
                }
            }
        }
    }
    void whatGoesFromInsideAnObserverCallIsSilent()
    {
        QFETCH(QString, where);
        QFETCH(QString, what);
        QFETCH(int, watching);
        FakeProvider provider;
        auto upstream = std::make_unique<TestedUpstream>(m_timers, CurlUpstream::Options{{}, static_cast<CurlUpstream::Watching>(watching)});
        RecordingObserver seen;
        RecordingObserver otherSeen;
        std::unique_ptr<UpstreamCall> call;
        std::unique_ptr<UpstreamCall> other;
        bool done = false;
        const auto act = [&] {
            for (const QString& part : what.split(QStringLiteral(", then "))) {
                if (part == QLatin1String("call"))
                    call.reset();
                if (part == QLatin1String("other call"))
                    other.reset();
                if (part == QLatin1String("upstream"))
                    upstream.reset();
            }
            seen.silent = what != QLatin1String("other call");
            otherSeen.silent = what == QLatin1String("other call") || !upstream;
            done = true;
        };
        (where == QLatin1String("head") ? seen.onHead : where == QLatin1String("body") ? seen.onBody : seen.onEnd) = act;
        call = upstream->start(stream(provider), seen);
        other = upstream->start(stream(provider), otherSeen);
        QTRY_VERIFY(done);
        expectWorking(); // the loop turned a few times meanwhile
        QCOMPARE(seen.outOfOrder, 0);
        QCOMPARE(otherSeen.outOfOrder, 0);
        if (upstream && other)
            QTRY_VERIFY(otherSeen.complete());
    }

    void upstreamMayGoBeforeOrAfterItsCalls()
    {
        FakeProvider provider;
        provider.setScript([](const FakeRequest&) { return fakeStream({{"data: 1\n\n"}, {"data: 2\n\n", 24h}}); });
        auto upstream = std::make_unique<TestedUpstream>(m_timers);
        RecordingObserver seen;
        RecordingObserver notStarted;
        RecordingObserver paused;
        auto call = upstream->start(stream(provider), seen);
        auto held = upstream->start(stream(provider), paused);
        QTRY_COMPARE(seen.bodyCalls + paused.bodyCalls, 2);
        held->pause();
        auto fresh = upstream->start(stream(provider), notStarted);
        seen.silent = notStarted.silent = paused.silent = true;
        upstream.reset();
        call->pause();
        call->resume();
        held->resume();
        QTRY_COMPARE(provider.openConnections(), std::size_t{0});
        QCOMPARE(seen.outOfOrder + notStarted.outOfOrder + paused.outOfOrder, 0);
    }

    void observerMayStartTheNextCall()
    {
        FakeProvider provider;
        RecordingObserver second;
        std::unique_ptr<UpstreamCall> next;
        RecordingObserver first;
        first.onEnd = [&] { next = m_upstream.start(stream(provider), second); };
        const auto call = m_upstream.start(stream(provider), first);
        QTRY_VERIFY(second.ended());
        QVERIFY(first.complete() && second.complete());
        QCOMPARE(provider.connectionCount(), std::size_t{1});
    }

    void pausedDownloadHoldsTheProviderBack_data()
    {
        QTest::addColumn<bool>("tls");
        QTest::newRow("clear") << false;
        QTest::newRow("TLS") << true;
    }
    void pausedDownloadHoldsTheProviderBack()
    {
        QFETCH(bool, tls);
        constexpr std::size_t kChunk = 64 * 1024;
        constexpr std::size_t kChunks = 1024; // 64 MiB
        FakeProvider provider(tls ? FakeProvider::Transport::Tls : FakeProvider::Transport::Clear);
        provider.answerNext(fakeStream({{std::string(kChunk, 'x'), 0ms, kChunks}}));
        RecordingObserver seen;
        seen.keepBody = false;
        std::unique_ptr<UpstreamCall> call;
        std::size_t atPause = 0;
        seen.onBody = [&] {
            if (atPause != 0)
                return;
            atPause = seen.bodyBytes;
            call->pause();
        };
        call = m_trusting.start(stream(provider), seen);
        QTRY_VERIFY2(atPause != 0, seen.end.message.c_str());
        // The provider's bytes in flight settle at what the sockets' buffers hold; another call passes meanwhile.
        std::size_t sent = 0;
        QTRY_VERIFY(settled(provider, sent));
        expectWorking();
        QCOMPARE(seen.bodyBytes, atPause);
        QVERIFY2(provider.request(0).bytesSent < kChunk * kChunks / 2, qPrintable(QString::number(provider.request(0).bytesSent)));
        seen.onBody = nullptr;
        call->resume();
        QCOMPARE(seen.bodyBytes, atPause); // nothing from inside resume()
        QTRY_VERIFY_WITH_TIMEOUT(seen.ended(), 60'000);
        QVERIFY(seen.complete());
        QCOMPARE(seen.bodyBytes, kChunk * kChunks);
    }

    void pausedFromTheStartNothingIsTold()
    {
        FakeProvider provider;
        RecordingObserver seen;
        const auto call = m_upstream.start(stream(provider), seen);
        call->pause();
        QTRY_COMPARE(seen.heads, 1);
        expectWorking();
        QCOMPARE(seen.bodyCalls, 0);
        QVERIFY(!seen.ended());
        call->resume();
        QTRY_VERIFY(seen.ended());
        QVERIFY(seen.complete());
        QVERIFY(seen.body.ends_with("data: [DONE]\n\n"));
    }

    void pauseAndResumeInEveryChunkLosesNothing()
    {
        FakeProvider provider;
        std::vector<FakeChunk> chunks;
        std::string expected;
        for (int i = 0; i < 300; ++i) {
            chunks.push_back({"data: " + std::to_string(i) + std::string(static_cast<std::size_t>(i) * 37 % 4000, '.') + "\n\n"});
            expected += chunks.back().bytes;
        }
        provider.answerNext(fakeStream(std::move(chunks)));
        RecordingObserver seen;
        std::unique_ptr<UpstreamCall> call;
        seen.onBody = [&] {
            call->pause();
            QMetaObject::invokeMethod(this, [&] { call->resume(); }, Qt::QueuedConnection);
        };
        seen.onEnd = [&] { seen.onBody = nullptr; };
        call = m_upstream.start(stream(provider), seen);
        QTRY_VERIFY(seen.ended());
        QVERIFY(seen.complete());
        QVERIFY(seen.body == expected);
    }

    void chunksOfOneTurnAreToldTogether()
    {
        FakeProvider provider;
        provider.answerNext(fakeStream({{"data: x\n\n", 0ms, 2000}}));
        RecordingObserver seen;
        const auto call = m_upstream.start(stream(provider), seen);
        QTRY_VERIFY(seen.ended());
        QVERIFY(seen.complete());
        QCOMPARE(seen.bodyBytes, std::size_t{2000 * 9});
        QVERIFY2(seen.bodyCalls < 200, qPrintable(QString::number(seen.bodyCalls)));
    }

    void thousandCallsAtOnce_data()
    {
        QTest::addColumn<int>("watching");
        QTest::newRow("automatic") << static_cast<int>(CurlUpstream::Watching::Automatic);
        QTest::newRow("notifiers") << static_cast<int>(CurlUpstream::Watching::Notifiers);
    }
    void thousandCallsAtOnce()
    {
        QFETCH(int, watching);
        constexpr std::size_t kCalls = 1000;
        FakeProvider provider;
        FakeChat slow;
        slow.pieceDelay = 30ms;
        provider.setChat(slow);
        TestedUpstream upstream(m_timers, {{}, static_cast<CurlUpstream::Watching>(watching)});
        std::vector<std::unique_ptr<RecordingObserver>> seen;
        std::vector<std::unique_ptr<UpstreamCall>> calls;
        std::size_t ended = 0;
        for (std::size_t i = 0; i < kCalls; ++i) {
            seen.push_back(std::make_unique<RecordingObserver>());
            seen.back()->onEnd = [&] { ++ended; };
            calls.push_back(upstream.start(stream(provider), *seen.back()));
        }
        QTRY_COMPARE_WITH_TIMEOUT(ended, kCalls, 60'000);
        for (const auto& one : seen) {
            QVERIFY2(one->complete(), one->end.message.c_str());
            QVERIFY(one->body.ends_with("data: [DONE]\n\n"));
        }
        QCOMPARE(provider.requestCount(), kCalls);
    }

    void certificateIsChecked()
    {
        FakeProvider provider(FakeProvider::Transport::Tls);
        RecordingObserver refused;
        const auto call = m_upstream.start(stream(provider), refused);
        QTRY_VERIFY(refused.ended());
        QCOMPARE(refused.end.kind, UpstreamEnd::Kind::Network);
        QVERIFY(refused.end.neverSent);
        const std::string start = "the certificate of 127.0.0.1:" + std::to_string(provider.port()) + " is not to be trusted (";
        QVERIFY2(refused.end.message.starts_with(start), refused.end.message.c_str());
        QCOMPARE(provider.requestCount(), std::size_t{0});

        RecordingObserver accepted;
        const auto next = m_trusting.start(stream(provider), accepted);
        QTRY_VERIFY(accepted.ended());
        QVERIFY2(accepted.complete(), accepted.end.message.c_str());
    }

private:
    static UpstreamRequest stream(const FakeProvider& provider)
    {
        return request(provider.baseUrl() + "/chat/completions", kStreamedChat, true);
    }

    /// A whole call on parts of its own: whatever was left over had its chance meanwhile.
    void expectWorking()
    {
        FakeProvider other;
        RecordingObserver seen;
        TestedUpstream upstream(m_timers);
        const auto call = upstream.start(stream(other), seen);
        QTRY_VERIFY(seen.ended());
        QVERIFY(seen.complete());
    }

    /// True when the provider has sent nothing more since the last time this was asked.
    static bool settled(const FakeProvider& provider, std::size_t& before)
    {
        const std::size_t now = provider.request(0).bytesSent;
        return std::exchange(before, now) == now && now != 0;
    }

    SystemClock m_clock;
    TimerWheel m_timers{m_clock};
    TestedUpstream m_upstream{m_timers};
    TestedUpstream m_trusting{m_timers, {TestCertificate::instance().certificateFile()}};
};

LANYARD_TEST(tst_UpstreamLifetime)
#include "tst_UpstreamLifetime.moc"
