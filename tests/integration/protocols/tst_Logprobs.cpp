#include "Corpus.h"
#include "gateway/StreamTranslator.h"
#include "support/TestMain.h"

using namespace lanyard;
using namespace lanyard::test;

namespace {

const AnswerFacts kFacts{"house", "r", WallTime{}};
const Logprobs kExpected{{"Hi", -0.25, {{"Hi", -0.25}, {"Yo", -1.5}}}, {"!", -0.5, {{"!", -0.5}}}};

constexpr std::string_view kOpenAiList =
    R"([{"token":"Hi","logprob":-0.25,"bytes":[72,105],"top_logprobs":[{"token":"Hi","logprob":-0.25,"bytes":[72,105]},{"token":"Yo","logprob":-1.5,"bytes":[89,111]}]},)"
    R"({"token":"!","logprob":-0.5,"bytes":[33],"top_logprobs":[{"token":"!","logprob":-0.5,"bytes":[33]}]}])";
constexpr std::string_view kGeminiResult =
    R"({"topCandidates":[{"candidates":[{"token":"Hi","logProbability":-0.25},{"token":"Yo","logProbability":-1.5}]},{"candidates":[{"token":"!","logProbability":-0.5}]}],)"
    R"("chosenCandidates":[{"token":"Hi","logProbability":-0.25},{"token":"!","logProbability":-0.5}]})";

/// A plain answer of each kind, and one whole stream.
std::string plainOf(const std::string& provider)
{
    if (provider == "gemini")
        return R"({"candidates":[{"content":{"parts":[{"text":"Hi!"}],"role":"model"},"finishReason":"STOP","logprobsResult":)" + std::string(kGeminiResult) + "}]}";
    if (provider == "ollama")
        return R"({"message":{"role":"assistant","content":"Hi!"},"done":true,"done_reason":"stop","logprobs":)" + std::string(kOpenAiList) + "}";
    return R"({"choices":[{"index":0,"message":{"role":"assistant","content":"Hi!"},"finish_reason":"stop","logprobs":{"content":)" + std::string(kOpenAiList) + "}}]}";
}

std::string streamOf(const std::string& provider)
{
    if (provider == "gemini")
        return "data: " + plainOf(provider) + "\n\n";
    if (provider == "ollama")
        return plainOf(provider) + "\n";
    return R"(data: {"choices":[{"index":0,"delta":{"content":"Hi!"},"finish_reason":null,"logprobs":{"content":)" + std::string(kOpenAiList) + "}}]}\n\n"
        + R"(data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})" + "\n\ndata: [DONE]\n\n";
}

/// Keeps what stands beside the texts of a stream.
class Collector final : public StreamSink
{
public:
    void onStreamEvent(const StreamEvent& event) override
    {
        const auto* const text = std::get_if<TextDelta>(&event);
        if (text && text->logprobs)
            seen.insert(seen.end(), text->logprobs->begin(), text->logprobs->end());
    }
    Logprobs seen;
};

} // namespace

class tst_Logprobs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void howLikelyATokenWasReachesEveryClientThatCanShowIt_data()
    {
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<int>("surface");
        const auto surfaces = chatSurfaces();
        for (const char* provider : {"openai", "gemini", "ollama"}) {
            for (std::size_t s = 0; s < surfaces.size(); ++s) {
                if (surfaces[s].name != "anthropic") // has no word for it
                    QTest::addRow("%s -> %s", provider, surfaces[s].name.c_str()) << QByteArray(provider) << int(s);
            }
        }
    }
    void howLikelyATokenWasReachesEveryClientThatCanShowIt()
    {
        QFETCH(QByteArray, provider);
        QFETCH(int, surface);
        const Surface& client = *chatSurfaces()[static_cast<std::size_t>(surface)].surface;
        const auto& all = chatProviders();
        const auto& entry = *std::find_if(all.begin(), all.end(), [&](const ProviderEntry& e) { return e.name == provider.toStdString(); });
        const ProviderAdapter& adapter = adapterFor(entry.kind);
        const Result<ChatAnswer> answer = adapter.readAnswer(plainOf(entry.name), kFacts.requestId);
        QVERIFY(answer);
        QVERIFY(answer->choices[0].logprobs == kExpected);
        const ModelTask task;
        const std::string plain = client.writeAnswer(*answer, task, kFacts);
        StreamTranslator translator(adapter.makeReader("r"), client.makeStreamEncoder(task, kFacts));
        std::string stream;
        feedFrames(adapter.framing(), {streamOf(entry.name)}, [&](std::string_view event, std::string_view data) {
            (void)translator.look(event, data);
            stream += translator.output();
        });
        stream += translator.close();
        if (client.protocol() == Protocol::Responses) {
            const std::string told = R"("logprobs":)" + std::string(kOpenAiList);
            QVERIFY2(plain.find(told) != std::string::npos, plain.c_str());
            QVERIFY2(stream.find(R"("delta":"Hi!",)" + told) != std::string::npos, stream.c_str());
            QVERIFY2(stream.find(R"("text":"Hi!",)" + told) != std::string::npos, stream.c_str());
            return;
        }
        const ProviderAdapter& back = adapterFor(providerSpeaking(client.protocol()).kind);
        QVERIFY2(back.readAnswer(plain, "r")->choices[0].logprobs == kExpected, plain.c_str());
        Collector collector;
        const auto reader = back.makeReader("r");
        feedFrames(back.framing(), {stream}, [&](std::string_view event, std::string_view data) { (void)reader->read(event, data, collector); });
        QVERIFY2(collector.seen == kExpected, stream.c_str());
    }

    void whoAsksForThemAsksInTheProvidersWords_data()
    {
        QTest::addColumn<QByteArray>("surface");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("openai") << QByteArray("openai") << QByteArray(R"({"model":"m","messages":[{"role":"user","content":"hi"}],"logprobs":true,"top_logprobs":3})");
        QTest::newRow("responses") << QByteArray("responses") << QByteArray(R"({"model":"m","input":"hi","include":["message.output_text.logprobs"],"top_logprobs":3})");
        QTest::newRow("gemini") << QByteArray("gemini") << QByteArray(R"({"contents":[{"parts":[{"text":"hi"}]}],"generationConfig":{"responseLogprobs":true,"logprobs":3}})");
        QTest::newRow("ollama") << QByteArray("ollama") << QByteArray(R"({"model":"m","messages":[{"role":"user","content":"hi"}],"logprobs":true,"top_logprobs":3})");
    }
    void whoAsksForThemAsksInTheProvidersWords()
    {
        QFETCH(QByteArray, surface);
        QFETCH(QByteArray, body);
        const auto surfaces = chatSurfaces();
        const Surface& client = *std::find_if(surfaces.begin(), surfaces.end(), [&](const SurfaceEntry& e) { return e.name == surface.toStdString(); })->surface;
        const std::string text = body.toStdString();
        Adjustments adjustments;
        const Result<ChatRequest> request = client.readChat(taskOf(client, text), adjustments);
        QVERIFY(request);
        const ProviderConfig provider;
        const CredentialConfig credential;
        const auto sent = [&](ProviderKind kind) { return adapterFor(kind).translate({provider, credential, "m"}, *request, adjustments)->body.joined(); };
        QVERIFY(sent(ProviderKind::OpenAi).find(R"("logprobs":true,"top_logprobs":3)") != std::string::npos);
        QVERIFY(sent(ProviderKind::Ollama).find(R"("logprobs":true,"top_logprobs":3)") != std::string::npos);
        QVERIFY(sent(ProviderKind::Gemini).find(R"("responseLogprobs":true,"logprobs":3)") != std::string::npos);
        QVERIFY2(adjustments.empty(), adjustments.text().c_str());
        (void)sent(ProviderKind::Anthropic);
        QVERIFY(adjustments.text().find("logprobs dropped") != std::string::npos);
    }
};

LANYARD_TEST(tst_Logprobs)
#include "tst_Logprobs.moc"
