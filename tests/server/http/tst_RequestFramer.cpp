#include "http/RequestFramer.h"
#include "support/TestMain.h"

using namespace lanyard;

namespace {

using Step = RequestFramer::Step;

class Collect final : public BodyTaker
{
public:
    bool takeBody(std::string_view piece) override
    {
        bytes.append(piece.data(), static_cast<qsizetype>(piece.size()));
        return true;
    }
    QByteArray bytes;
};

struct Framed
{
    Step step = Step::NeedMore;
    QByteArray body;
    qsizetype used = 0;
};

/// Presents `bytes` in pieces that end where `cuts` says, the way a connection does: unused bytes come again.
Framed frame(RequestFramer& framer, const QByteArray& bytes, const QList<qsizetype>& cuts)
{
    Collect body;
    Framed result;
    for (const qsizetype end : cuts) {
        for (;;) {
            std::size_t used = 0;
            const std::string_view rest(bytes.constData() + result.used, static_cast<std::size_t>(end - result.used));
            if (rest.empty())
                break;
            result.step = framer.feed(rest, used, &body);
            result.used += static_cast<qsizetype>(used);
            if (result.step == Step::HeadComplete && framer.complete())
                result.step = Step::Complete;
            if (result.step != Step::HeadComplete)
                break;
        }
        result.body = body.bytes;
        if (result.step != Step::NeedMore && result.step != Step::HeadComplete)
            return result;
    }
    return result;
}

QList<qsizetype> everyByte(const QByteArray& bytes)
{
    QList<qsizetype> cuts;
    for (qsizetype i = 1; i <= bytes.size(); ++i)
        cuts.append(i);
    return cuts;
}

} // namespace

class tst_RequestFramer : public QObject
{
    Q_OBJECT

    HttpLimits m_limits;

private Q_SLOTS:
    void refusesWhatTwoProgramsCouldReadInTwoWays_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, const QByteArray& lines, int status, const QByteArray& body = {}) {
            QByteArray text = lines;
            text.replace('|', "\r\n");
            QTest::newRow(name) << text + "\r\n\r\n" + body << status;
        };
        row("length and chunked", "POST / HTTP/1.1|Host: a|Content-Length: 5|Transfer-Encoding: chunked", 400,
            "0\r\n\r\n");
        row("chunked and length", "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|Content-Length: 5", 400,
            "0\r\n\r\n");
        row("two equal lengths", "POST / HTTP/1.1|Host: a|Content-Length: 5|Content-Length: 5", 400, "hello");
        row("two lengths", "POST / HTTP/1.1|Host: a|Content-Length: 5|Content-Length: 6", 400, "hello");
        row("list of lengths", "POST / HTTP/1.1|Host: a|Content-Length: 3, 3", 400, "abc");
        row("negative length", "POST / HTTP/1.1|Host: a|Content-Length: -1", 400);
        row("length with plus", "POST / HTTP/1.1|Host: a|Content-Length: +3", 400, "abc");
        row("hexadecimal length", "POST / HTTP/1.1|Host: a|Content-Length: 0x3", 400, "abc");
        row("empty length", "POST / HTTP/1.1|Host: a|Content-Length: ", 400);
        row("length 2^64-1", "POST / HTTP/1.1|Host: a|Content-Length: 18446744073709551615", 400);
        row("length 2^64", "POST / HTTP/1.1|Host: a|Content-Length: 18446744073709551616", 400);
        row("length over the limit", "POST / HTTP/1.1|Host: a|Content-Length: 52428801", 413);
        row("unknown coding", "POST / HTTP/1.1|Host: a|Transfer-Encoding: xchunkedx", 501);
        row("gzip coding and length", "POST / HTTP/1.1|Host: a|Transfer-Encoding: gzip|Content-Length: 3", 501, "abc");
        row("length and gzip coding", "POST / HTTP/1.1|Host: a|Content-Length: 3|Transfer-Encoding: gzip", 501, "abc");
        row("gzip, chunked", "POST / HTTP/1.1|Host: a|Transfer-Encoding: gzip, chunked", 501);
        row("chunked twice", "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked|Transfer-Encoding: chunked", 400);
        row("chunked in HTTP/1.0", "POST / HTTP/1.0|Host: a|Transfer-Encoding: chunked", 400);
        row("chunk size zz", "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked", 400, "zz\r\n");
        row("chunk size +3", "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked", 400, "+3\r\nabc\r\n");
        row("chunk size of 16 digits", "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked", 400,
            "FFFFFFFFFFFFFFFF\r\n");
        row("chunk size of 17 digits", "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked", 400,
            "10000000000000000\r\n");
        row("second chunk absurd", "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked", 400,
            "3\r\nabc\r\nFFFFFFFFFFFFFFFF\r\n");
        row("huge chunk", "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked", 413, "3200001\r\n");
        row("chunks above the limit", "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked", 413,
            "3\r\nabc\r\n3200000\r\n");
        row("chunk longer than said", "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked", 400,
            "3\r\nabcd\r\n0\r\n\r\n");
        row("space before colon", "GET / HTTP/1.1|Host : a", 400);
        row("folded line", "GET / HTTP/1.1|Host: a|X-One: 1|  2", 400);
        row("folded with tab", "GET / HTTP/1.1|Host: a|X-One: 1|\t2", 400);
        row("folded length", "POST / HTTP/1.1|Host: a|Content-Length:| 3", 400, "abc");
        row("no Host", "GET / HTTP/1.1|X-One: 1", 400);
        row("two Hosts", "GET / HTTP/1.1|Host: a|Host: a", 400);
        row("Host with path", "GET / HTTP/1.1|Host: a/b", 400);
        row("HTTP/9.9", "GET / HTTP/9.9|Host: a", 505);
        row("HTTP/2.0", "PRI * HTTP/2.0", 505);
        row("no version", "GET /", 400);
        row("version with a space", "GET / HTTP/1.1 |Host: a", 400);
        row("no protocol", "hello", 400);
        row("relative target", "GET echo HTTP/1.1|Host: a", 400);
        row("star for GET", "GET * HTTP/1.1|Host: a", 400);
        row("authority for CONNECT", "CONNECT a:443 HTTP/1.1|Host: a", 400);
        row("other expectation", "POST / HTTP/1.1|Host: a|Expect: 200-ok|Content-Length: 1", 417, "x");
        row("bare line feeds", "GET / HTTP/1.1\nHost: a\n\n", 400);
        row("NUL in a value", QByteArray("GET / HTTP/1.1|Host: a|X-One: 1") + QByteArray("\0x", 2), 400);
        row("control character in the target", "GET /\x01 HTTP/1.1|Host: a", 400);
        row("bad field name", "GET / HTTP/1.1|Host: a|X(One): 1", 400);
        row("long target", "GET /" + QByteArray(40'000, 'a') + " HTTP/1.1|Host: a", 431);
        row("long field", "GET / HTTP/1.1|Host: a|X-One: " + QByteArray(40'000, 'a'), 431);
        row("many fields", "GET / HTTP/1.1|Host: a" + QByteArray("|X-One: 1").repeated(5000), 431);
        row("many small fields", "GET / HTTP/1.1|Host: a" + QByteArray("|x:").repeated(300), 431);
        row("endless chunk extension", "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked", 431,
            "3;" + QByteArray(40'000, 'a'));
        row("endless trailer", "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked", 431,
            "0\r\nX-One: " + QByteArray(40'000, 'a'));
        row("length in a trailer", "POST / HTTP/1.1|Host: a|Transfer-Encoding: chunked", 400,
            "0\r\nContent-Length: 3\r\n\r\n");
    }
    void refusesWhatTwoProgramsCouldReadInTwoWays()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        RequestFramer framer(m_limits);
        QCOMPARE(frame(framer, request, {request.size()}).step, Step::Failed);
        QCOMPARE(framer.fault().status, status);
        QVERIFY(!framer.fault().message.empty());

        framer.reset();
        QCOMPARE(frame(framer, request, everyByte(request)).step, Step::Failed);
        QCOMPARE(framer.fault().status, status);
        std::size_t used = 0;
        QCOMPARE(framer.feed("GET / HTTP/1.1\r\n", used, nullptr), Step::Failed);
    }

    void framesTheSameWhereverItIsCut_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no body") << QByteArray("GET /a?b=c HTTP/1.1\r\nHost: here\r\n\r\n") << QByteArray("/a?b=c")
                                 << QByteArray();
        QTest::newRow("length")
            << QByteArray("POST /a HTTP/1.1\r\nHost: here:1\r\nContent-Length: 11\r\nX:  y \r\n\r\nhello\r\n\r\nyou")
            << QByteArray("/a") << QByteArray("hello\r\n\r\nyo");
        QTest::newRow("zero length") << QByteArray("POST /a HTTP/1.1\r\nHost: here\r\nContent-Length: 0\r\n\r\n")
                                     << QByteArray("/a") << QByteArray();
        QTest::newRow("chunks") << QByteArray("POST /a HTTP/1.1\r\nTransfer-Encoding: Chunked\r\nHost: here\r\n\r\n"
                                              "3\r\nabc\r\n0005;name=\"value\"\r\n\r\nd\r\n\r\n0\r\n\r\n")
                                << QByteArray("/a") << QByteArray("abc\r\nd\r\n");
        QTest::newRow("chunks with trailer")
            << QByteArray("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: here\r\n\r\n"
                          "1\r\na\r\n0\r\nX-Sum: 1\r\n\r\n")
            << QByteArray("/a") << QByteArray("a");
        QTest::newRow("no chunk but the last")
            << QByteArray("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: here\r\n\r\n000\r\nX-Sum: 1\r\n\r\n")
            << QByteArray("/a") << QByteArray();
        QTest::newRow("chunk that starts with zeros")
            << QByteArray("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: here\r\n\r\n4\r\n0000\r\n0\r\n\r\n")
            << QByteArray("/a") << QByteArray("0000");
        QTest::newRow("absolute target") << QByteArray("GET http://here/a/b?c HTTP/1.1\r\nHost: here\r\n\r\n")
                                         << QByteArray("/a/b?c") << QByteArray();
        QTest::newRow("bare authority") << QByteArray("GET http://here HTTP/1.1\r\nHost: here\r\n\r\n")
                                        << QByteArray("/") << QByteArray();
        QTest::newRow("HTTP/1.0 without Host")
            << QByteArray("GET /a HTTP/1.0\r\n\r\n") << QByteArray("/a") << QByteArray();
        QTest::newRow("server-wide OPTIONS")
            << QByteArray("OPTIONS * HTTP/1.1\r\nHost: here\r\n\r\n") << QByteArray("*") << QByteArray();
    }
    void framesTheSameWhereverItIsCut()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        const qsizetype end = request.size() - (request.endsWith("you") ? 1 : 0);
        const QByteArray next = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n";
        RequestFramer framer(m_limits);
        const auto check = [&](const QList<qsizetype>& cuts) {
            framer.reset();
            const Framed framed = frame(framer, request.left(end) + next, cuts);
            QCOMPARE(framed.step, Step::Complete);
            QCOMPARE(QByteArray::fromStdString(framer.head().target), target);
            QCOMPARE(framed.body, body);
            QCOMPARE(framed.used, end);
            QVERIFY(!framer.head().headers.contains("X-Sum"));
        };
        check({end + next.size()});
        check(everyByte(request.left(end) + next));
        for (qsizetype cut = 1; cut < end; ++cut)
            check({cut, end + next.size()});
    }

    void readsWhatTheClientWantsOfTheConnection_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<bool>("keepAlive");
        QTest::newRow("1.1") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n\r\n") << true;
        QTest::newRow("1.1 close") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n") << false;
        QTest::newRow("1.1 close among others")
            << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nConnection: TE, close\r\n\r\n") << false;
        QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\n\r\n") << false;
        QTest::newRow("1.0 keep-alive") << QByteArray("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") << true;
    }
    void readsWhatTheClientWantsOfTheConnection()
    {
        QFETCH(QByteArray, request);
        QFETCH(bool, keepAlive);
        RequestFramer framer(m_limits);
        QCOMPARE(frame(framer, request, {request.size()}).step, Step::Complete);
        QCOMPARE(framer.keepAlive(), keepAlive);
    }

    void headIsCompleteBeforeTheBody()
    {
        RequestFramer framer(m_limits);
        std::size_t used = 0;
        QCOMPARE(framer.feed("POST /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 7\r\n\r\nabc",
                             used, nullptr),
                 Step::HeadComplete);
        QCOMPARE(framer.head().declaredLength, 7);
        QCOMPARE(framer.bytesToCome(), 7);
        QVERIFY(framer.expectsContinue());
        QVERIFY(!framer.complete());
    }
};

LANYARD_TEST(tst_RequestFramer)
#include "tst_RequestFramer.moc"
