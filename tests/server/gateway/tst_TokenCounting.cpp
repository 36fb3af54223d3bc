#include "gateway/TokenCounter.h"
#include "GatewayBench.h"
#include "support/TestMain.h"
#include "tokens/PromptTokens.h"

using namespace lanyard;
using namespace lanyard::test;

namespace {

const HttpHeaders kEvents{{"Content-Type", "text/event-stream"}};

std::string word(std::string_view content)
{
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + std::string(content) +
           "\"},\"finish_reason\":null}]}\n\n";
}

const std::string kStop = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
const std::string kDone = "data: [DONE]\n\n";

/// A request whose prompt has `words` words.
std::string request(int words, bool stream = true)
{
    std::string text;
    for (int i = 0; i < words; ++i)
        text += "word ";
    return std::string("{\"model\":\"gpt\",") + (stream ? "\"stream\":true," : "") +
           "\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
}

constexpr int kFew = 10;
constexpr int kTooManyForTheWorker = 20000; // 100 kB

std::uint64_t promptOf(const std::string& body)
{
    return promptTokens(Tokenizer::of(Encoding::O200k), "gpt-4o", body)->tokens;
}

/// A gateway whose provider's model is `upstream`, with a thread that counts.
class CountingBench : public GatewayBench
{
public:
    explicit CountingBench(const std::string& upstreamModel = "gpt-4o")
    {
        Configuration changed = configuration();
        for (RouteConfig& route : changed.models.front().routes)
            route.upstreamModel = upstreamModel;
        publish(std::move(changed));
        context.counter = &counter;
    }
    ~CountingBench()
    {
        exchanges.abandonAll();
        context.counter = nullptr;
    }

    const Usage& usage() const { return journal.settled()->usage; }

    TokenCounter counter;
};

} // namespace

class tst_TokenCounting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { static_cast<void>(Tokenizer::of(Encoding::O200k)); }

    void theFirstCountOfAnEncodingDoesNotUnpackItOnTheWorker()
    {
        QVERIFY(!Tokenizer::ifLoaded(Encoding::Cl100k));
        CountingBench bench("gpt-4");
        const auto client = bench.send(request(kFew));
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(word("one two three") + kStop + kDone);
        QVERIFY(!bench.journal.settled());
        QVERIFY(client->body.find("[DONE]") == std::string::npos);
        QTRY_VERIFY(client->ended);
        QVERIFY(client->settledBeforeDone);
        QVERIFY(bench.usage().basis == UsageBasis::Counted);
        QCOMPARE(bench.usage().completionTokens(), std::uint64_t{3});
    }

    void whatNobodyReportsIsCountedAtOnce()
    {
        CountingBench bench;
        const std::string body = request(kFew);
        const auto client = bench.send(body);
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(word("Say ") + word("caf\\u00e9") + word("\\n\\u0022now\\u0022") + kStop + kDone);
        QVERIFY(client->ended && client->settledBeforeDone);
        QVERIFY(bench.usage().basis == UsageBasis::Counted);
        QCOMPARE(bench.usage().promptTokens(), promptOf(body));
        QCOMPARE(bench.usage().completionTokens(),
                 std::uint64_t{Tokenizer::of(Encoding::O200k).count("Say caf\xC3\xA9\n\x22now\x22")});
    }

    void aQuestionForTheCountIsAnsweredByTheModelsTokenizer_data()
    {
        QTest::addColumn<int>("words");
        QTest::newRow("few, at once") << kFew;
        QTest::newRow("many, by the counting thread") << kTooManyForTheWorker;
    }
    void aQuestionForTheCountIsAnsweredByTheModelsTokenizer()
    {
        QFETCH(int, words);
        CountingBench bench;
        const std::string body = request(words, false);
        const auto client = bench.send(body, "alice", "/v1/messages/count_tokens");
        QTRY_VERIFY(client->ended);
        QCOMPARE(QByteArray::fromStdString(client->body), QByteArray::fromStdString("{\"input_tokens\":" + std::to_string(promptOf(body)) + "}"));
        QVERIFY(bench.upstream.calls.empty());
        QVERIFY(bench.journal.settled()->outcome == Outcome::Ok && bench.journal.settled()->cost.isZero());
    }

    void aPlainAnswerIsCountedFromItsText()
    {
        CountingBench bench;
        const std::string body = request(kFew, false);
        const auto client = bench.send(body);
        bench.upstream.last().answer(
            200,
            R"({"choices":[{"index":0,"message":{"role":"assistant","content":"one two three four"},"finish_reason":"stop"}]})");
        QCOMPARE(client->status, 200);
        QVERIFY(bench.usage().basis == UsageBasis::Counted);
        QCOMPARE(bench.usage().promptTokens(), promptOf(body));
        QCOMPARE(bench.usage().completionTokens(), std::uint64_t{4});
    }

    void anotherModelsCountIsAnEstimate()
    {
        CountingBench bench("llama-of-the-house");
        bench.send(request(kFew));
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(word("one two three") + kStop + kDone);
        QVERIFY(bench.usage().basis == UsageBasis::Estimated);
        QCOMPARE(bench.usage().completionTokens(), std::uint64_t{3});
    }

    void aReportBeatsACount()
    {
        CountingBench bench;
        bench.send(request(kFew));
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(
            word("one") + kStop +
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":77,\"completion_tokens\":5}}\n\n" + kDone);
        QVERIFY(bench.usage().basis == UsageBasis::Reported);
        QCOMPARE(bench.usage().promptTokens(), std::uint64_t{77});
    }

    void aLongPromptIsCountedElsewhereAndTheEndWaitsForIt()
    {
        CountingBench bench;
        const std::string body = request(kTooManyForTheWorker);
        const auto client = bench.send(body);
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(word("yes") + kStop + kDone);
        bench.upstream.last().end();
        QVERIFY(!bench.journal.settled());
        QVERIFY(!client->ended && client->body.find("[DONE]") == std::string::npos);
        QTRY_VERIFY(client->ended);
        QVERIFY(client->settledBeforeDone);
        QVERIFY(bench.journal.settled()->outcome == Outcome::Ok);
        QVERIFY(bench.usage().basis == UsageBasis::Counted);
        QCOMPARE(bench.usage().promptTokens(), promptOf(body));
        QTRY_VERIFY(bench.exchanges.empty()); // the provider had closed already: nothing lingers
    }

    void aClientThatLeavesInMidStreamPaysForTheCountedWords_data()
    {
        QTest::addColumn<int>("words");
        QTest::newRow("counted at once") << kFew;
        QTest::newRow("counted elsewhere") << kTooManyForTheWorker;
    }
    void aClientThatLeavesInMidStreamPaysForTheCountedWords()
    {
        QFETCH(int, words);
        CountingBench bench;
        const auto client = bench.send(request(words));
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(word("one two three"));
        client->gone = true;
        client->observer->onClientGone();
        QVERIFY(bench.upstream.last().cancelled);
        QTRY_VERIFY(bench.journal.settled());
        QVERIFY(bench.journal.settled()->outcome == Outcome::ClientGone);
        QVERIFY(bench.usage().basis == UsageBasis::Counted);
        QCOMPARE(bench.usage().completionTokens(), std::uint64_t{3});
        QTRY_VERIFY(bench.exchanges.empty());
        int attempts = 0;
        for (const JournalRecord& record : bench.journal.records)
            attempts += record.kind == JournalKind::Attempt;
        QCOMPARE(attempts, 1);
    }

    void aClientThatLeavesDuringTheCountIsSettledWithIt()
    {
        CountingBench bench;
        const auto client = bench.send(request(kTooManyForTheWorker));
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(word("one two three") + kStop + kDone);
        client->gone = true;
        client->observer->onClientGone();
        QVERIFY(!bench.journal.settled());
        QTRY_VERIFY(bench.journal.settled());
        QVERIFY(bench.journal.settled()->outcome == Outcome::ClientGone);
        QVERIFY(bench.usage().basis == UsageBasis::Counted);
        QTRY_VERIFY(bench.exchanges.empty());
    }

    void whatCameAfterTheLastReportIsAddedToIt()
    {
        CountingBench bench;
        const auto client = bench.send(request(kFew));
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}],\"usage\":{\"prompt_tokens\":77,\"completion_tokens\":1}}\n\n");
        bench.upstream.last().bytes(word(" two three"));
        client->gone = true;
        client->observer->onClientGone();
        QVERIFY(bench.usage().basis == UsageBasis::Counted);
        QCOMPARE(bench.usage().promptTokens(), std::uint64_t{77});
        QCOMPARE(bench.usage().completionTokens(), std::uint64_t{3});
    }

    void aReportAtTheEndCoversTheWholeAnswer()
    {
        CountingBench bench;
        const auto client = bench.send(request(kFew));
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(word("one two three") + kStop + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":77,\"completion_tokens\":3}}\n\n");
        client->gone = true;
        client->observer->onClientGone(); // between the report and the terminal mark
        QVERIFY(bench.usage().basis == UsageBasis::Reported);
        QCOMPARE(bench.usage().completionTokens(), std::uint64_t{3});
    }

    void aStopWaitsForNoCount()
    {
        CountingBench bench;
        const std::string body = request(kTooManyForTheWorker);
        bench.send(body);
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(word("one two three") + kStop + kDone);
        QVERIFY(!bench.journal.settled());
        bench.exchanges.abandonAll();
        QVERIFY(bench.journal.settled());
        QVERIFY(bench.usage().basis == UsageBasis::Estimated);
        QCOMPARE(bench.usage().promptTokens(), std::uint64_t{(body.size() + 3) / 4});
        QTRY_VERIFY(bench.exchanges.empty());
        std::size_t settled = 0;
        for (const JournalRecord& record : bench.journal.records)
            settled += record.kind == JournalKind::Settled;
        QCOMPARE(settled, std::size_t{1});
    }

    void aTextLongerThanIsKeptIsEstimatedFromItsBeginning()
    {
        UncountedAnswer answer;
        answer.model = "gpt-4o";
        const std::string body = request(kFew);
        answer.prompt = body;
        for (std::size_t bytes = 0; bytes < 2 * ProducedText::kKept; bytes += 5) {
            answer.produced.add("word ");
            answer.textBytes += 5;
        }
        QVERIFY(!answer.produced.whole());
        const Usage usage = countedUsage(answer);
        QVERIFY(usage.basis == UsageBasis::Estimated);
        const std::uint64_t expected = answer.textBytes / 5;
        QVERIFY(usage.completionTokens() > expected * 99 / 100 && usage.completionTokens() < expected * 101 / 100);

        answer.reported.emplace(); // the provider told the prompt at the beginning, and broke off
        const Usage rest = countedUsage(answer);
        QVERIFY(rest.basis == UsageBasis::Estimated);
        QVERIFY(rest.completionTokens() > expected * 99 / 100 && rest.completionTokens() < expected * 101 / 100);
    }
};

LANYARD_TEST(tst_TokenCounting)
#include "tst_TokenCounting.moc"
