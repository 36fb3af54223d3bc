#include "NginxFront.h"
#include "UpstreamBench.h"
#include "support/TestCertificate.h"

#include <set>

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

/// HTTP/2 against a real server. Skipped only where nginx is not installed.
class tst_Http2 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!NginxFront::available())
            QSKIP("nginx is not installed: HTTP/2 is not tested here");
        m_nginx = std::make_unique<NginxFront>(m_provider.port());
        QVERIFY2(!m_nginx->baseUrl().empty(), m_nginx->complaints().constData());
    }

    void plainCallsShareOneConnection()
    {
        RecordingObserver first;
        const auto call = m_upstream.start(chat(kPlainChat), first);
        QTRY_VERIFY(first.ended());
        QVERIFY2(first.complete(), first.end.message.c_str());
        QCOMPARE(first.headers.value("x-protocol"), std::string_view("HTTP/2.0"));
        std::vector<std::unique_ptr<RecordingObserver>> seen;
        std::vector<std::unique_ptr<UpstreamCall>> calls;
        std::size_t ended = 0;
        for (int i = 0; i < 50; ++i) {
            seen.push_back(std::make_unique<RecordingObserver>());
            seen.back()->onEnd = [&] { ++ended; };
            calls.push_back(m_upstream.start(chat(kPlainChat), *seen.back()));
        }
        QTRY_COMPARE(ended, seen.size());
        std::set<std::string> connections{std::string(first.headers.value("x-connection"))};
        for (const auto& one : seen) {
            QVERIFY2(one->complete(), one->end.message.c_str());
            QCOMPARE(one->headers.value("x-protocol"), std::string_view("HTTP/2.0"));
            QVERIFY(one->body.find("Hello from the fake provider.") != std::string::npos);
            connections.emplace(one->headers.value("x-connection"));
        }
        QCOMPARE(connections.size(), std::size_t{1});
    }

    void cancelledCallEndsAloneAtTheProvider()
    {
        m_provider.answerNext(fakeSilence(FakeAnswer::Ending::Stall));
        const std::size_t index = m_provider.requestCount();
        RecordingObserver seen;
        auto call = m_upstream.start(chat(kPlainChat), seen);
        QTRY_COMPARE(m_provider.requestCount(), index + 1);
        RecordingObserver other;
        const auto next = m_upstream.start(chat(kPlainChat), other);
        call.reset();
        QTRY_COMPARE(m_provider.request(index).left, FakeRequest::Left::Aborted);
        QTRY_VERIFY(other.ended());
        QVERIFY(other.complete());
        QCOMPARE(seen.ends, 0);
    }

    void largeBodiesPass()
    {
        m_provider.setScript([](const FakeRequest& got) { return fakePlain(got.body, "application/octet-stream"); });
        std::string big(3'000'000, '\0');
        for (std::size_t i = 0; i < big.size(); ++i)
            big[i] = static_cast<char>(i * 2654435761U >> 13);
        RecordingObserver seen;
        const auto call = m_upstream.start(chat(big), seen);
        QTRY_VERIFY_WITH_TIMEOUT(seen.ended(), 30'000);
        QVERIFY2(seen.complete(), seen.end.message.c_str());
        QVERIFY(seen.body == big);
        m_provider.setChat({});
    }

    void pausedStreamHoldsUpNobodyAndLiesInNoMemory()
    {
        RecordingObserver warm; // so that a connection is there to be shared
        const auto first = m_upstream.start(chat(kPlainChat), warm);
        QTRY_VERIFY(warm.ended());
        m_provider.answerNext(fakeStream({{std::string(64 * 1024, 'x'), 0ms, 1024}}));
        RecordingObserver held;
        held.keepBody = false;
        std::unique_ptr<UpstreamCall> call;
        const std::size_t index = m_provider.requestCount();
        held.onBody = [&] { call->pause(); };
        call = m_upstream.start(chat(kStreamedChat), held);
        QTRY_COMPARE(held.bodyCalls, 1);
        for (int i = 0; i < 5; ++i) {
            RecordingObserver plain;
            RecordingObserver stream;
            const auto second = m_upstream.start(chat(kPlainChat), plain);
            const auto third = m_upstream.start(chat(kStreamedChat), stream);
            QTRY_VERIFY(plain.ended() && stream.ended());
            QCOMPARE(plain.headers.value("x-protocol"), std::string_view("HTTP/2.0"));
            QCOMPARE(stream.headers.value("x-protocol"), std::string_view("HTTP/1.1"));
            QVERIFY2(plain.complete() && stream.complete(), (plain.end.message + stream.end.message).c_str());
        }
        QCOMPARE(held.bodyCalls, 1);
        // What nginx and the sockets hold; a window of HTTP/2 would let it all through.
        QVERIFY2(m_provider.request(index).bytesSent < 20 * 1024 * 1024, qPrintable(QString::number(m_provider.request(index).bytesSent)));
        held.onBody = nullptr;
        call->resume();
        QTRY_VERIFY_WITH_TIMEOUT(held.ended(), 30'000);
        QVERIFY(held.complete());
        QCOMPARE(held.bodyBytes, std::size_t{1024 * 64 * 1024});
    }

private:
    UpstreamRequest chat(std::string_view body) const
    {
        return request(m_nginx->baseUrl() + "/chat/completions", body, body == kStreamedChat);
    }

    SystemClock m_clock;
    TimerWheel m_timers{m_clock};
    FakeProvider m_provider;
    std::unique_ptr<NginxFront> m_nginx;
    TestedUpstream m_upstream{m_timers, {TestCertificate::instance().certificateFile()}};
};

LANYARD_TEST(tst_Http2)
#include "tst_Http2.moc"
