#include "UpstreamBench.h"

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

/// Longer than a label of a name may be: the resolver refuses it without asking anybody.
const std::string kImpossibleName = std::string(64, 'a') + ".example";

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    if (const std::size_t at = text.find(from); at != std::string::npos)
        text.replace(at, from.size(), to);
    return text;
}

} // namespace

/// Connections that fail, break or are stale.
class tst_UpstreamFailures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void failureIsNamed_data()
    {
        QTest::addColumn<FakeAnswer>("answer");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char* name, FakeAnswer answer, const char* message) {
            QTest::newRow(name) << std::move(answer) << QByteArray(message);
        };
        row("closed", fakeSilence(FakeAnswer::Ending::Close), "HOST closed the connection without an answer (");
        row("reset", fakeSilence(FakeAnswer::Ending::Reset), "no answer from HOST (");
        FakeAnswer cut = fakePlain(R"({"id":"chatcmpl-1"})");
        cut.cutAfter = 5;
        cut.ending = FakeAnswer::Ending::Close;
        row("plain answer cut", cut, "HOST broke off in the middle of its answer (");
        FakeAnswer cutChunks = fakeStream({{"data: 1\n\n"}, {"data: 2\n\n"}});
        cutChunks.cutAfter = 15;
        cutChunks.ending = FakeAnswer::Ending::Close;
        row("stream cut", cutChunks, "HOST broke off in the middle of its answer (");
        FakeAnswer resetChunks = fakeStream({{"data: 1\n\n"}, {"data: 2\n\n", 20ms}});
        resetChunks.cutAfter = 20;
        resetChunks.ending = FakeAnswer::Ending::Reset;
        row("stream reset", resetChunks, "HOST broke off in the middle of its answer (");
        FakeAnswer noHttp;
        noHttp.rawHead = "SSH-2.0-OpenSSH_9.2\r\n\r\n";
        noHttp.ending = FakeAnswer::Ending::Close;
        row("not HTTP", noHttp, "HOST does not speak HTTP (");
    }
    void failureIsNamed()
    {
        QFETCH(FakeAnswer, answer);
        QFETCH(QByteArray, message);
        FakeProvider provider;
        provider.answerNext(answer);
        RecordingObserver seen;
        const auto call = m_upstream.start(request(provider.baseUrl() + "/chat/completions?key=sk-secret", kPlainChat), seen);
        QTRY_VERIFY(seen.ended());
        QCOMPARE(seen.end.kind, UpstreamEnd::Kind::Network);
        const std::string expected = replaced(message.toStdString(), "HOST", "127.0.0.1:" + std::to_string(provider.port()));
        QVERIFY2(seen.end.message.starts_with(expected), seen.end.message.c_str());
        QVERIFY(seen.end.message.ends_with(')'));
        QVERIFY2(seen.end.message.find("sk-secret") == std::string::npos, seen.end.message.c_str());
        QVERIFY(!seen.end.neverSent);
        QCOMPARE(provider.requestCount(), std::size_t{1}); // a new connection that fails is not repeated
    }

    void bytesBeforeABreakAreTold()
    {
        FakeProvider provider;
        FakeAnswer cut = fakeStream({{"data: 1\n\n"}, {"data: 2\n\n"}});
        cut.cutAfter = 14 + 14; // both chunks, without the last chunk that says "over"
        cut.ending = FakeAnswer::Ending::Close;
        provider.answerNext(cut);
        RecordingObserver seen;
        const auto call = m_upstream.start(request(provider.baseUrl() + "/chat/completions", kStreamedChat, true), seen);
        QTRY_VERIFY(seen.ended());
        QCOMPARE(seen.body, std::string("data: 1\n\ndata: 2\n\n"));
        QCOMPARE(seen.end.kind, UpstreamEnd::Kind::Network);
        QCOMPARE(seen.outOfOrder, 0);
    }

    void refusedConnectionIsNamedAndNeverSent()
    {
        FakeProvider provider;
        provider.stopListening();
        RecordingObserver seen;
        const auto call = m_upstream.start(request(provider.baseUrl() + "/chat/completions?key=sk-secret", kPlainChat), seen);
        QTRY_VERIFY(seen.ended());
        QCOMPARE(seen.end.kind, UpstreamEnd::Kind::Network);
        QCOMPARE(seen.end.message, "could not connect to 127.0.0.1:" + std::to_string(provider.port()) + " (connection refused)");
        QVERIFY(seen.end.neverSent);
    }

    void unknownNameIsNamedAndNeverSent()
    {
        RecordingObserver seen;
        const auto call = m_upstream.start(request("https://" + kImpossibleName + "/v1?key=sk-secret", kPlainChat), seen);
        QTRY_VERIFY(seen.ended());
        QCOMPARE(seen.end.kind, UpstreamEnd::Kind::Network);
        QVERIFY2(seen.end.message.starts_with("could not resolve the name of " + kImpossibleName + ":443 ("), seen.end.message.c_str());
        QVERIFY(seen.end.message.find("sk-secret") == std::string::npos);
        QVERIFY(seen.end.neverSent);
    }

    void whatIsNoUrlIsRefused_data()
    {
        QTest::addColumn<QByteArray>("url");
        for (const char* url : {"", "ftp://127.0.0.1/x", "file:///etc/passwd", "http://", "/v1/models", "http://[::1/x"})
            QTest::newRow(*url ? url : "empty") << QByteArray(url);
    }
    void whatIsNoUrlIsRefused()
    {
        QFETCH(QByteArray, url);
        RecordingObserver seen;
        const auto call = m_upstream.start(request(url.toStdString(), kPlainChat), seen);
        QVERIFY(!seen.ended());
        QTRY_VERIFY(seen.ended());
        QCOMPARE(seen.end.kind, UpstreamEnd::Kind::Network);
        QVERIFY(seen.end.neverSent);
    }

    void connectionIsKeptForTheNextCall()
    {
        FakeProvider provider;
        for (int i = 0; i < 20; ++i) {
            RecordingObserver seen;
            const auto call = m_upstream.start(request(provider.baseUrl() + "/chat/completions", i % 2 ? kPlainChat : kStreamedChat, i % 2 == 0), seen);
            QTRY_VERIFY(seen.ended());
            QVERIFY(seen.complete());
        }
        QCOMPARE(provider.requestCount(), std::size_t{20});
        QCOMPARE(provider.connectionCount(), std::size_t{1});
    }

    void staleConnectionIsReplacedUnseen()
    {
        FakeProvider provider;
        for (int i = 0; i < 5; ++i) {
            RecordingObserver seen;
            const auto call = m_upstream.start(request(provider.baseUrl() + "/chat/completions", kPlainChat), seen);
            QTRY_VERIFY(seen.ended());
            QVERIFY2(seen.complete(), seen.end.message.c_str());
            provider.closeIdleConnections();
        }
        QCOMPARE(provider.requestCount(), std::size_t{5});
        QCOMPARE(provider.connectionCount(), std::size_t{5});
    }

    void connectionThatDiesUnderItsNextRequestIsRepeatedOnce_data()
    {
        QTest::addColumn<int>("ending");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("closed") << static_cast<int>(FakeAnswer::Ending::Close) << QByteArray("{}");
        QTest::newRow("reset") << static_cast<int>(FakeAnswer::Ending::Reset) << QByteArray("{}");
        QTest::newRow("closed, large body") << static_cast<int>(FakeAnswer::Ending::Close) << QByteArray(3'000'000, 'x');
        QTest::newRow("reset, large body") << static_cast<int>(FakeAnswer::Ending::Reset) << QByteArray(3'000'000, 'x');
    }
    void connectionThatDiesUnderItsNextRequestIsRepeatedOnce()
    {
        QFETCH(int, ending);
        QFETCH(QByteArray, body);
        FakeProvider provider;
        provider.setScript([ending](const FakeRequest& got) {
            return got.onConnection == 1 ? fakeSilence(static_cast<FakeAnswer::Ending>(ending)) : fakePlain(got.body);
        });
        RecordingObserver first;
        const auto call = m_upstream.start(request(provider.baseUrl() + "/x", "{}"), first);
        QTRY_VERIFY(first.ended());
        UpstreamRequest made = request(provider.baseUrl() + "/x", "y");
        const std::string half = body.toStdString();
        made.body.slices = {half, half}; // read, and rewound for the second try
        RecordingObserver second;
        const auto next = m_upstream.start(std::move(made), second);
        QTRY_VERIFY(second.ended());
        QVERIFY2(second.complete(), second.end.message.c_str());
        QVERIFY(second.body == half + half);
        QCOMPARE(provider.requestCount(), std::size_t{3});
        QCOMPARE(provider.connectionCount(), std::size_t{2});
    }

    void callWhoseAnswerHadBegunIsNotRepeated_data()
    {
        QTest::addColumn<int>("ending");
        QTest::newRow("closed") << static_cast<int>(FakeAnswer::Ending::Close);
        QTest::newRow("reset") << static_cast<int>(FakeAnswer::Ending::Reset);
    }
    void callWhoseAnswerHadBegunIsNotRepeated()
    {
        QFETCH(int, ending);
        FakeProvider provider;
        provider.setScript([ending](const FakeRequest& got) {
            FakeAnswer answer = fakePlain("{}");
            if (got.onConnection == 1) { // the kept connection dies, but not before the provider began to speak
                answer.cutAfter = 0;
                answer.ending = static_cast<FakeAnswer::Ending>(ending);
            }
            return answer;
        });
        for (const bool second : {false, true}) {
            RecordingObserver seen;
            const auto call = m_upstream.start(request(provider.baseUrl() + "/x", "{}"), seen);
            QTRY_VERIFY(seen.ended());
            QCOMPARE(seen.end.kind, second ? UpstreamEnd::Kind::Network : UpstreamEnd::Kind::Complete);
        }
        QCOMPARE(provider.requestCount(), std::size_t{2});
        QCOMPARE(provider.connectionCount(), std::size_t{1});
    }

    void secondDeathIsReported()
    {
        FakeProvider provider;
        provider.answerNext(fakePlain("{}"));
        provider.setScript([](const FakeRequest&) { return fakeSilence(FakeAnswer::Ending::Reset); });
        RecordingObserver first;
        const auto call = m_upstream.start(request(provider.baseUrl() + "/x", "{}"), first);
        QTRY_VERIFY(first.ended());
        RecordingObserver second;
        const auto next = m_upstream.start(request(provider.baseUrl() + "/x", "{}"), second);
        QTRY_VERIFY(second.ended());
        QCOMPARE(second.end.kind, UpstreamEnd::Kind::Network);
        QVERIFY(!second.end.neverSent);
        QCOMPARE(provider.requestCount(), std::size_t{3});
    }

private:
    SystemClock m_clock;
    TimerWheel m_timers{m_clock};
    TestedUpstream m_upstream{m_timers};
};

LANYARD_TEST(tst_UpstreamFailures)
#include "tst_UpstreamFailures.moc"
