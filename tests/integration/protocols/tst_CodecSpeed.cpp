#include "Corpus.h"
#include "gateway/StreamTranslator.h"
#include "support/TestMain.h"

#include <QElapsedTimer>

using namespace lanyard;
using namespace lanyard::test;

namespace {

constexpr std::size_t kRequestBytes = 100 * 1024;
constexpr int kRequests = 200;
constexpr int kChunks = 5'000;

/// A long conversation, as agents send it.
std::string longRequest()
{
    std::string body = R"({"model":"house","stream":true,"messages":[{"role":"system","content":"be terse"})";
    for (int turn = 0; body.size() < kRequestBytes; ++turn)
        body += std::string(R"(,{"role":")") + (turn % 2 ? "assistant" : "user") + R"(","content":"line\nof \u00e9 text )" + std::string(400, 'x') + "\"}";
    return body + R"(],"temperature":0.5,"max_tokens":100})";
}

double microseconds(const QElapsedTimer& timer, int rounds)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1000.0 / rounds;
}

} // namespace

/// Prints what codecs cost; asserts only what does not depend on the machine.
class tst_CodecSpeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passThroughTouchesALongRequestOnce()
    {
        const std::string body = longRequest();
        const Surface& surface = surfaceSpeaking(Protocol::OpenAi);
        ProviderConfig provider;
        provider.baseUrl = "http://up/v1";
        const CredentialConfig credential;
        std::size_t copied = 0;
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < kRequests; ++i) {
            const ModelTask task = taskOf(surface, body, true);
            const ProviderCall call = adapterFor(ProviderKind::OpenAi).passThrough({provider, credential, "gpt-4o"}, task);
            for (const std::string_view slice : call.body.slices)
                copied += slice.data() < body.data() || slice.data() >= body.data() + body.size() ? slice.size() : 0;
        }
        qInfo("pass-through of a %zu byte request: %.1f us", body.size(), microseconds(timer, kRequests));
        QVERIFY2(copied / kRequests < 100, "the client's bytes were copied");
    }

    void aLongRequestIsTranslated()
    {
        const std::string body = longRequest();
        const Surface& surface = surfaceSpeaking(Protocol::OpenAi);
        const ProviderConfig provider;
        const CredentialConfig credential;
        std::size_t bytes = 0;
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < kRequests; ++i) {
            Adjustments adjustments;
            const Result<ChatRequest> chat = surface.readChat(taskOf(surface, body, true), adjustments);
            bytes += adapterFor(ProviderKind::Anthropic).translate({provider, credential, "claude-sonnet-4-5"}, *chat, adjustments)->body.size();
        }
        qInfo("translation of a %zu byte request: %.1f us", body.size(), microseconds(timer, kRequests));
        QVERIFY(bytes / kRequests > body.size() / 2);
    }

    void aChunkIsTranslated_data()
    {
        QTest::addColumn<int>("surface");
        const auto surfaces = chatSurfaces();
        for (std::size_t s = 0; s < surfaces.size(); ++s)
            QTest::addRow("openai -> %s", surfaces[s].name.c_str()) << int(s);
    }
    void aChunkIsTranslated()
    {
        QFETCH(int, surface);
        const SurfaceEntry client = chatSurfaces()[static_cast<std::size_t>(surface)];
        const std::string chunk = R"({"id":"chatcmpl-123","object":"chat.completion.chunk","created":1763000000,"model":"gpt-4o-2024-08-06","service_tier":"default",)"
                                  R"("system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"content":" a few words"},"logprobs":null,"finish_reason":null}],"usage":null})";
        const ModelTask task;
        StreamTranslator translator(adapterFor(ProviderKind::OpenAi).makeReader("r"), client.surface->makeStreamEncoder(task, {"house", "r", WallTime{}}));
        (void)translator.look({}, chunk);
        int told = 0;
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < kChunks; ++i) {
            (void)translator.look({}, chunk);
            told += translator.output().find(" a few words") != std::string_view::npos ? 1 : 0;
        }
        qInfo("a chunk for %s: %.2f us", client.name.c_str(), microseconds(timer, kChunks));
        QCOMPARE(told, kChunks);
    }
};

LANYARD_TEST(tst_CodecSpeed)
#include "tst_CodecSpeed.moc"
