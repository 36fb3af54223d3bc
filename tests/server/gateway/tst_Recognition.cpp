#include "GatewayBench.h"
#include "llm/JsonScan.h"
#include "support/TestMain.h"

using namespace lanyard;
using namespace lanyard::test;

namespace {

/// The service's answer: JSON inside a string.
std::string answer()
{
    const std::string data = "{\"content\":\"Hello 42 \",\"prism_wordsInfo\":[{\"angle\":-1,\"direction\":0,\"height\":20,\"prob\":99,\"width\":60,\"word\":\"Hello\",\"x\":5,\"y\":7}]}";
    return "{\"RequestId\":\"r\",\"Data\":" + jsonQuoted(data) + "}";
}

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

std::string asked(const std::string& url, const std::string& type = {})
{
    return "{\"model\":\"fast\",\"url\":" + jsonQuoted(url) + (type.empty() ? "" : ",\"type\":" + jsonQuoted(type)) + "}";
}

void speakOcr(GatewayBench& bench, bool fetchPrivate = false)
{
    Configuration config = GatewayBench::configuration();
    config.providers[0].kind = ProviderKind::AliyunOcr;
    config.providers[0].baseUrl = "http://ocr.test";
    config.providers[0].credentials.resize(1);
    config.providers[0].credentials[0].key = Secret("the-id:the-secret");
    if (fetchPrivate)
        config.settings["fetch_private"] = "true";
    bench.publish(std::move(config));
}

} // namespace

class tst_Recognition : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPictureIsFetchedSignedAndRead()
    {
        GatewayBench bench;
        speakOcr(bench);
        const auto client = bench.send(asked("https://pictures.test/a.png", "handwriting"), "alice", "/v1/ocr");
        HandUpstream::Call& fetch = bench.upstream.last();
        QCOMPARE(bytes(fetch.request.url), QByteArray("https://pictures.test/a.png"));
        QVERIFY(fetch.request.method == HttpMethod::Get);
        QVERIFY(fetch.request.publicOnly);
        QVERIFY(!fetch.request.headers.contains("authorization"));
        fetch.answer(200, "PNG", {{"Content-Type", "image/png"}});
        HandUpstream::Call& call = bench.upstream.last();
        QCOMPARE(bytes(call.request.url), QByteArray("http://ocr.test/"));
        QCOMPARE(bytes(call.body), QByteArray("PNG"));
        QCOMPARE(bytes(call.request.headers.value("x-acs-action")), QByteArray("RecognizeHandwriting"));
        QVERIFY(call.request.headers.value("authorization").starts_with("ACS3-HMAC-SHA256 Credential=the-id,SignedHeaders="));
        QVERIFY(call.request.headers.value("authorization").find("the-secret") == std::string_view::npos);
        call.answer(200, answer());
        QCOMPARE(client->status, 200);
        QCOMPARE(bytes(client->body), QByteArray(R"({"content":"Hello 42 ","blocks":[{"content":"Hello","confidence":99,"angle":-1,"direction":0,"height":20,"width":60,"x":5,"y":7}]})"));
        QVERIFY(bench.journal.settled()->outcome == Outcome::Ok);
    }

    void redirectsAreFollowedAFewTimesAndCheckedAgain()
    {
        GatewayBench bench;
        speakOcr(bench);
        const auto client = bench.send(asked("https://pictures.test/a"), "alice", "/v1/ocr");
        bench.upstream.last().answer(302, "", {{"Location", "/b.png"}});
        QCOMPARE(bytes(bench.upstream.last().request.url), QByteArray("https://pictures.test/b.png"));
        bench.upstream.last().answer(302, "", {{"Location", "file:///etc/passwd"}});
        QCOMPARE(client->status, 400);
        QVERIFY2(client->body.find("not followed") != std::string::npos, client->body.c_str());
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2});

        const auto endless = bench.send(asked("https://pictures.test/a"), "alice", "/v1/ocr");
        for (int i = 0; i < 4; ++i)
            bench.upstream.last().answer(302, "", {{"Location", "/again"}});
        QCOMPARE(endless->status, 400);
    }

    void aFileThatCannotBeHadIsTheClientsFault_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("size");
        QTest::newRow("missing") << 404 << 3;
        QTest::newRow("empty") << 200 << 0;
        QTest::newRow("too large") << 200 << 20 * 1024 * 1024 + 1;
    }
    void aFileThatCannotBeHadIsTheClientsFault()
    {
        QFETCH(int, status);
        QFETCH(int, size);
        GatewayBench bench;
        speakOcr(bench);
        const auto client = bench.send(asked("https://pictures.test/a"), "alice", "/v1/ocr");
        const std::string body(static_cast<std::size_t>(size), 'x');
        const auto fetch = bench.upstream.calls.back();
        fetch->head(status);
        fetch->bytes(body);
        if (!fetch->cancelled)
            fetch->end();
        QCOMPARE(client->status, 400);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
        QVERIFY(bench.journal.settled()->cost.isZero());
    }

    void addressesThatAreNoPublicUrlsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("url");
        for (const char* url : {"file:///etc/passwd", "ftp://pictures.test/a", "https://user:pass@pictures.test/a", "pictures.test/a", ""})
            QTest::newRow(url) << QByteArray(url);
    }
    void addressesThatAreNoPublicUrlsAreRefused()
    {
        QFETCH(QByteArray, url);
        GatewayBench bench;
        speakOcr(bench);
        const auto client = bench.send(asked(url.toStdString()), "alice", "/v1/ocr");
        QCOMPARE(client->status, 400);
        QVERIFY(bench.upstream.calls.empty());
    }

    void theOwnerMayAllowPrivateAddresses()
    {
        GatewayBench bench;
        speakOcr(bench, true);
        (void)bench.send(asked("http://10.0.0.7/a.png"), "alice", "/v1/ocr");
        QVERIFY(!bench.upstream.last().request.publicOnly);
    }

    void itsProviderTakesNoChat()
    {
        GatewayBench bench;
        speakOcr(bench);
        Configuration config = bench.context.snapshot()->configuration();
        config.models[0].routes.resize(1);
        bench.publish(std::move(config));
        const auto chat = bench.send(R"({"model":"fast","messages":[{"role":"user","content":"hi"}]})");
        QCOMPARE(chat->status, 400);
        QVERIFY2(chat->body.find("/v1/ocr") != std::string::npos, chat->body.c_str());
        QVERIFY(bench.upstream.calls.empty());
    }
};

LANYARD_TEST(tst_Recognition)
#include "tst_Recognition.moc"
