#include "providers/ProviderAdapter.h"
#include "support/TestMain.h"

using namespace lanyard;
using Kind = StreamScanner::Kind;

namespace {

std::unique_ptr<StreamScanner> scanner()
{
    return adapterFor(ProviderKind::OpenAi).makeScanner({});
}

constexpr std::string_view kRole = R"({"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null})";
constexpr std::string_view kWord = R"({"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}],"usage":null})";
constexpr std::string_view kStop = R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null})";
constexpr std::string_view kUsage = R"({"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}})";

} // namespace

class tst_OpenAiStreamScanner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsAnOrdinaryStream()
    {
        const auto scan = scanner();
        QCOMPARE(scan->look({}, kRole), Kind::Preamble);
        QCOMPARE(scan->look({}, kWord), Kind::Content);
        QVERIFY(!scan->finished());
        QCOMPARE(scan->look({}, kStop), Kind::Content);
        QVERIFY(scan->finished());
        QCOMPARE(scan->look({}, kUsage), Kind::Usage);
        QCOMPARE(scan->look({}, "[DONE]"), Kind::End);
        QCOMPARE(scan->usage()->total(), std::uint64_t{12});
        QCOMPARE(scan->textBytes(), std::uint64_t{5});
    }

    void azuresFirstChunkIsNoUsage()
    {
        const auto scan = scanner();
        QCOMPARE(scan->look({}, R"({"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{}]})"), Kind::Preamble);
        QVERIFY(!scan->usage());
    }

    void usageBesideContentIsSeenAndForwarded()
    {
        const auto scan = scanner();
        QCOMPARE(scan->look({}, R"({"choices":[{"delta":{"content":"x"},"finish_reason": "stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}})"), Kind::Content);
        QCOMPARE(scan->usage()->total(), std::uint64_t{3});
        QVERIFY(scan->finished());
    }

    void everyKindOfContentCommits_data()
    {
        QTest::addColumn<QByteArray>("delta");
        QTest::newRow("text") << QByteArray(R"({"content":"x"})");
        QTest::newRow("tool") << QByteArray(R"({"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":""}}]})");
        QTest::newRow("reasoning") << QByteArray(R"({"reasoning_content":"hm"})");
        QTest::newRow("reasoning details") << QByteArray(R"({"content":"","reasoning_details":[{}]})");
        QTest::newRow("refusal") << QByteArray(R"({"refusal":"no"})");
        QTest::newRow("parts") << QByteArray(R"({"content":[{"type":"text","text":"x"}]})");
    }
    void everyKindOfContentCommits()
    {
        QFETCH(QByteArray, delta);
        const std::string chunk = R"({"choices":[{"index":0,"delta":)" + delta.toStdString() + R"(,"finish_reason":null}]})";
        QCOMPARE(scanner()->look({}, chunk), Kind::Content);
    }

    void errorsAreSeenBeforeAndAfterTheCommitPoint()
    {
        const auto early = scanner();
        QCOMPARE(early->look({}, R"({"error":{"message":"slow down","type":"rate_limit_error"}})"), Kind::Error);
        QCOMPARE(int(early->failure().failure), int(FailureClass::RateLimited));
        QCOMPARE(early->failure().message, std::string("slow down"));
        const auto late = scanner();
        (void)late->look({}, kWord);
        QCOMPARE(late->look({}, R"({"error":{"message":"boom"}})"), Kind::Error);
        QCOMPARE(int(late->failure().failure), int(FailureClass::ServerError));
        const auto named = scanner();
        QCOMPARE(named->look("error", R"({"message":"overloaded","type":"overloaded_error"})"), Kind::Error);
    }

    void textAboutErrorsIsNoError()
    {
        const auto scan = scanner();
        (void)scan->look({}, kWord);
        QCOMPARE(scan->look({}, "{\"choices\":[{\"delta\":{\"content\":\"{\\\"error\\\":{\\\"message\\\":\\\"x\\\"},\\\"usage\\\":{}}\"},\"finish_reason\":null}],\"error\":null}"), Kind::Content);
    }

    void textIsCountedAlsoWhereSpacesStand()
    {
        const auto scan = scanner();
        (void)scan->look({}, "{\"choices\": [{\"delta\": {\"content\": \"ab\\\"c\"}, \"finish_reason\": null}]}");
        QCOMPARE(scan->textBytes(), std::uint64_t{5});
        (void)scan->look({}, R"({"choices": [{"delta": {"content": null, "tool_calls": [{"function": {"arguments": "{}"}}]}, "finish_reason": null}]})");
        QCOMPARE(scan->textBytes(), std::uint64_t{7});
        (void)scan->look({}, R"({"choices": [{"delta": {}, "finish_reason": "length"}]})");
        QVERIFY(scan->finished());
    }
};

LANYARD_TEST(tst_OpenAiStreamScanner)
#include "tst_OpenAiStreamScanner.moc"
