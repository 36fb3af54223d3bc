#include "UpstreamBench.h"

#include <QTcpServer>

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

UpstreamRequest chat(const FakeProvider& provider, std::string_view body = kPlainChat)
{
    return request(provider.baseUrl() + "/chat/completions", body, body == kStreamedChat);
}

} // namespace

/// Requests and answers over one connection: what arrives, and in which form.
class tst_CurlUpstream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainAnswerIsRelayed_data()
    {
        QTest::addColumn<int>("watching");
        QTest::newRow("automatic") << static_cast<int>(CurlUpstream::Watching::Automatic);
        QTest::newRow("notifiers") << static_cast<int>(CurlUpstream::Watching::Notifiers);
    }
    void plainAnswerIsRelayed()
    {
        QFETCH(int, watching);
        TestedUpstream upstream(m_timers, {{}, static_cast<CurlUpstream::Watching>(watching)});
        for (int round = 0; round < 3; ++round) {
            FakeProvider provider;
            RecordingObserver seen;
            const auto call = upstream.start(chat(provider), seen);
            QCOMPARE(seen.heads, 0); // nothing from inside start()
            QTRY_VERIFY(seen.ended());
            QVERIFY(seen.complete());
            QCOMPARE(seen.status, 200);
            QCOMPARE(seen.headers.value("content-type"), std::string_view("application/json"));
            QVERIFY(seen.body.find("\"content\":\"Hello from the fake provider.\"") != std::string::npos);
            QCOMPARE(std::to_string(seen.body.size()), std::string(seen.headers.value("content-length")));
        }
    }

    void requestLeavesAsItWasGiven()
    {
        FakeProvider provider;
        TestedUpstream upstream(m_timers);
        UpstreamRequest made = chat(provider);
        made.url += "?api-version=2024-10-21";
        made.headers.add("X-Empty", "");
        made.headers.add("X-Twice", "one");
        made.headers.add("X-Twice", "two; three");
        made.headers.add("Content-Length", "3"); // not the caller's to say
        RecordingObserver seen;
        const auto call = upstream.start(std::move(made), seen);
        QTRY_VERIFY(seen.ended());
        const FakeRequest got = provider.lastRequest();
        QCOMPARE(got.method, std::string("POST"));
        QCOMPARE(got.target, std::string("/v1/chat/completions?api-version=2024-10-21"));
        QCOMPARE(got.body, std::string(kPlainChat));
        QCOMPARE(got.headers.count("content-length"), std::size_t{1});
        QCOMPARE(got.headers.value("content-length"), std::string_view(std::to_string(kPlainChat.size())));
        QCOMPARE(got.headers.value("authorization"), std::string_view("Bearer sk-secret"));
        QCOMPARE(got.headers.value("user-agent"), std::string_view("lanyard/" LANYARD_VERSION));
        QVERIFY(got.headers.contains("x-empty"));
        QCOMPARE(got.headers.count("x-twice"), std::size_t{2});
        QVERIFY(!got.headers.contains("expect"));
        QVERIFY(!got.headers.contains("accept-encoding"));
    }

    void givenUserAgentReplacesOurs()
    {
        FakeProvider provider;
        TestedUpstream upstream(m_timers);
        UpstreamRequest made = chat(provider);
        made.headers.add("user-agent", "OpenAI/Python 2.1");
        RecordingObserver seen;
        const auto call = upstream.start(std::move(made), seen);
        QTRY_VERIFY(seen.ended());
        QCOMPARE(provider.lastRequest().headers.count("user-agent"), std::size_t{1});
        QCOMPARE(provider.lastRequest().headers.value("user-agent"), std::string_view("OpenAI/Python 2.1"));
    }

    void everyMethodArrives_data()
    {
        QTest::addColumn<int>("method");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("body");
        const auto row = [](HttpMethod method, const char* name, const char* body) {
            QTest::addRow("%s%s", name, *body ? " with a body" : "") << static_cast<int>(method) << QByteArray(name) << QByteArray(body);
        };
        for (const char* body : {"", "{\"a\":1}"}) {
            row(HttpMethod::Get, "GET", body);
            row(HttpMethod::Post, "POST", body);
            row(HttpMethod::Put, "PUT", body);
            row(HttpMethod::Patch, "PATCH", body);
            row(HttpMethod::Delete, "DELETE", body);
        }
        row(HttpMethod::Head, "HEAD", "");
        row(HttpMethod::Options, "OPTIONS", "");
    }
    void everyMethodArrives()
    {
        QFETCH(int, method);
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, body);
        for (int round = 0; round < 2; ++round) { // each on a new handle, and on one that did another method before
            UpstreamRequest made = request(m_shared.baseUrl() + "/anything", body.toStdString());
            made.method = static_cast<HttpMethod>(method);
            RecordingObserver seen;
            const auto call = m_upstream.start(std::move(made), seen);
            QTRY_VERIFY(seen.ended());
            QVERIFY(seen.complete());
            QCOMPARE(m_shared.lastRequest().method, name.toStdString());
            QCOMPARE(m_shared.lastRequest().body, body.toStdString());
            QCOMPARE(seen.body.empty(), static_cast<HttpMethod>(method) == HttpMethod::Head);
        }
    }

    void streamArrivesPieceByPiece()
    {
        FakeProvider provider;
        FakeChat words;
        words.pieceDelay = 5ms;
        provider.setChat(words);
        TestedUpstream upstream(m_timers);
        RecordingObserver seen;
        const auto call = upstream.start(chat(provider, kStreamedChat), seen);
        QTRY_VERIFY(seen.ended());
        QVERIFY(seen.complete());
        QVERIFY2(seen.bodyCalls >= 3, qPrintable(QString::number(seen.bodyCalls)));
        QVERIFY(seen.body.starts_with("data: {\"id\":\"chatcmpl-"));
        QVERIFY(seen.body.ends_with("data: [DONE]\n\n"));
    }

    void bodyInSlicesArrivesInOnePiece_data()
    {
        QTest::addColumn<int>("sliceBytes");
        QTest::newRow("small: joined") << 100;
        QTest::newRow("large: read slice by slice") << 700'000;
    }
    void bodyInSlicesArrivesInOnePiece()
    {
        QFETCH(int, sliceBytes);
        auto owner = std::make_shared<std::vector<std::string>>();
        for (int i = 0; i < 7; ++i)
            owner->push_back(std::string(static_cast<std::size_t>(i == 3 ? 0 : sliceBytes + i), static_cast<char>('a' + i)));
        UpstreamRequest made = request(m_shared.baseUrl() + "/anything", "x");
        made.body.slices.assign(owner->begin(), owner->end());
        made.body.owners.push_back(owner);
        const std::string expected = made.body.joined();
        RecordingObserver seen;
        const auto call = m_upstream.start(std::move(made), seen);
        QTRY_VERIFY(seen.ended());
        QVERIFY(seen.complete());
        QVERIFY(m_shared.lastRequest().body == expected);
        QVERIFY(!m_shared.lastRequest().headers.contains("expect"));
    }

    void interimAnswersAndTrailersAreNotShown()
    {
        FakeProvider provider;
        FakeAnswer answer;
        answer.rawHead = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                         "HTTP/1.1 201 Created\r\nX-Real:  spaced \r\nTransfer-Encoding: chunked\r\nTrailer: X-Late\r\n\r\n"
                         "3\r\nabc\r\n0\r\nX-Late: yes\r\n\r\n";
        provider.answerNext(answer);
        TestedUpstream upstream(m_timers);
        RecordingObserver seen;
        const auto call = upstream.start(chat(provider), seen);
        QTRY_VERIFY(seen.ended());
        QVERIFY(seen.complete());
        QCOMPARE(seen.status, 201);
        QCOMPARE(seen.body, std::string("abc"));
        QCOMPARE(seen.headers.value("x-real"), std::string_view("spaced"));
        QVERIFY(!seen.headers.contains("link"));
        QVERIFY(!seen.headers.contains("x-late"));
    }

    void ownerIsToldWhichPartsOfALargeBodyHaveBeenRead()
    {
        FakeProvider provider;
        const std::string head(10, 'h');
        const std::string large(5'000'000, 'x');
        for (const bool inOnePiece : {true, false}) {
            UpstreamRequest made = request(provider.baseUrl() + "/x", "");
            made.body = {};
            if (!inOnePiece)
                made.body.slices.push_back(head);
            made.body.slices.push_back(large);
            std::string passed;
            std::size_t longest = 0;
            made.body.passed = [&](std::string_view part) {
                passed += part;
                longest = std::max(longest, part.size());
            };
            provider.setScript([](const FakeRequest&) { return fakePlain("{}"); });
            RecordingObserver seen;
            const auto call = m_upstream.start(std::move(made), seen);
            QTRY_VERIFY(seen.ended());
            QVERIFY2(seen.complete(), seen.end.message.c_str());
            QVERIFY(passed == (inOnePiece ? large : head + large)); // each byte once, in order
            QVERIFY(longest < large.size());                        // and on the way, not only at the end
        }
    }

    void redirectAndCompressionAreLeftToTheCaller()
    {
        FakeProvider provider;
        FakeAnswer redirect = fakePlain("moved");
        redirect.status = 302;
        redirect.headers.add("Location", provider.baseUrl() + "/elsewhere");
        provider.answerNext(redirect);
        FakeAnswer packed = fakePlain(std::string("\x1f\x8b\x08\0gzip", 8));
        packed.headers.add("Content-Encoding", "gzip");
        provider.answerNext(packed);
        TestedUpstream upstream(m_timers);
        RecordingObserver first;
        const auto call = upstream.start(chat(provider), first);
        QTRY_VERIFY(first.ended());
        QCOMPARE(first.status, 302);
        QCOMPARE(provider.requestCount(), std::size_t{1});
        RecordingObserver second;
        const auto next = upstream.start(chat(provider), second);
        QTRY_VERIFY(second.ended());
        QVERIFY(second.complete());
        QCOMPARE(second.body, std::string("\x1f\x8b\x08\0gzip", 8));
    }

    void headOver64KiBIsRefused()
    {
        FakeProvider provider;
        FakeAnswer answer = fakePlain("{}");
        for (int i = 0; i < 70; ++i)
            answer.headers.add("X-Filler-" + std::to_string(i), std::string(1000, 'x'));
        provider.answerNext(answer);
        TestedUpstream upstream(m_timers);
        RecordingObserver seen;
        const auto call = upstream.start(chat(provider), seen);
        QTRY_VERIFY(seen.ended());
        QCOMPARE(seen.end.kind, UpstreamEnd::Kind::TooLarge);
        QVERIFY(!seen.end.neverSent);
        QCOMPARE(seen.heads, 0);
    }

    void headerThatCannotBeSentEndsTheCall_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("line break") << QByteArray("X-Team") << QByteArray("a\r\nX-Injected: b");
        QTest::newRow("NUL") << QByteArray("X-Team") << QByteArray("a\0b", 3);
        QTest::newRow("colon in the name") << QByteArray("X:Y") << QByteArray("a");
        QTest::newRow("no name") << QByteArray("") << QByteArray("a");
    }
    void headerThatCannotBeSentEndsTheCall()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        const std::size_t before = m_shared.requestCount();
        UpstreamRequest made = chat(m_shared);
        made.headers.add(name.toStdString(), value.toStdString());
        RecordingObserver seen;
        const auto call = m_upstream.start(std::move(made), seen);
        QVERIFY(!seen.ended());
        QTRY_VERIFY(seen.ended());
        QCOMPARE(seen.end.kind, UpstreamEnd::Kind::Network);
        QVERIFY(seen.end.neverSent);
        QCOMPARE(m_shared.requestCount(), before);
    }

    void largeUploadAndDownloadArriveWhole()
    {
        std::string big(20 * 1024 * 1024, '\0');
        for (std::size_t i = 0; i < big.size(); ++i)
            big[i] = static_cast<char>(i * 2654435761U >> 13);
        FakeProvider provider;
        provider.setScript([](const FakeRequest& got) { return fakePlain(got.body, "application/octet-stream"); });
        TestedUpstream upstream(m_timers);
        RecordingObserver seen;
        const auto call = upstream.start(chat(provider, big), seen);
        QTRY_VERIFY_WITH_TIMEOUT(seen.ended(), 60'000);
        QVERIFY(seen.complete());
        QVERIFY(provider.lastRequest().body == big);
        QVERIFY(seen.body == big);
    }

private:
    SystemClock m_clock;
    TimerWheel m_timers{m_clock};
    FakeProvider m_shared;
    TestedUpstream m_upstream{m_timers};
};

LANYARD_TEST(tst_CurlUpstream)
#include "tst_CurlUpstream.moc"
