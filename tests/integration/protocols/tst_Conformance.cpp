#include "AnswerAssembler.h"
#include "Corpus.h"
#include "NeutralText.h"
#include "ResponsesClient.h"
#include "gateway/StreamTranslator.h"
#include "support/TestMain.h"

using namespace lanyard;
using namespace lanyard::test;

namespace {

const AnswerFacts kFacts{"house", "11111111-2222-3333-4444-555555555555", WallTime{}};

ProviderConfig configOf(const ProviderEntry& entry)
{
    ProviderConfig config;
    config.name = entry.name;
    config.kind = entry.kind;
    config.baseUrl = "http://up.test";
    return config;
}

std::string translatedBody(const ProviderEntry& entry, const ChatRequest& request)
{
    const ProviderConfig config = configOf(entry);
    const CredentialConfig credential;
    Adjustments adjustments;
    const Result<ProviderCall> call = adapterFor(entry.kind).translate({config, credential, entry.model}, request, adjustments);
    return call ? call->body.joined() : call.error().message;
}

/// The dialect has no word for it.
bool losesTheFilter(const std::string& caseName, std::string_view dialect)
{
    return caseName == "filter" && (dialect == "ollama" || dialect == "dashscope");
}

std::string withoutStop(std::string text)
{
    const std::size_t at = text.find("stop ");
    return at == std::string::npos ? text : text.erase(at, text.find('\n', at) - at);
}

/// A stream in a client's dialect, read again by the adapter that speaks it.
std::string reread(const Surface& surface, const std::string& stream, std::string& fault)
{
    if (surface.protocol() == Protocol::Responses)
        return textOf(readResponseStream(stream, fault));
    const ProviderAdapter& adapter = adapterFor(providerSpeaking(surface.protocol()).kind);
    AnswerAssembler assembler;
    StreamOrder order(assembler);
    const auto reader = adapter.makeReader(kFacts.requestId);
    feedFrames(adapter.framing(), {stream}, [&](std::string_view event, std::string_view data) { (void)reader->read(event, data, order); });
    fault = assembler.fault();
    return textOf(assembler.answer());
}

std::string rereadPlain(const Surface& surface, const std::string& body)
{
    if (surface.protocol() == Protocol::Responses)
        return textOf(readResponse(body));
    const Result<ChatAnswer> seen = adapterFor(providerSpeaking(surface.protocol()).kind).readAnswer(body, kFacts.requestId);
    return seen ? textOf(*seen) : body;
}

/// What an attempt does with a stream, without the network.
std::string translated(const ProviderEntry& provider, const Surface& surface, const std::vector<std::string_view>& pieces, bool* finished = nullptr)
{
    const ProviderAdapter& adapter = adapterFor(provider.kind);
    ModelTask task;
    task.stream = task.usageAsked = true;
    StreamTranslator translator(adapter.makeReader(kFacts.requestId), surface.makeStreamEncoder(task, kFacts));
    std::string out;
    bool ended = false;
    feedFrames(adapter.framing(), pieces, [&](std::string_view event, std::string_view data) {
        if (ended)
            return;
        ended = translator.look(event, data) == StreamScanner::Kind::End;
        out += translator.output();
    });
    if (!ended && translator.finished())
        out += translator.close();
    if (finished)
        *finished = translator.finished();
    return out;
}

std::string withCrLf(const std::string& stream)
{
    std::string out;
    for (const char c : stream) {
        if (c == '\n' && (out.empty() || out.back() != '\r'))
            out += '\r';
        out += c;
    }
    return out;
}

std::string withComments(const std::string& stream)
{
    std::string out = ": hello\n\n";
    for (std::size_t at = 0; at < stream.size();) {
        const std::size_t end = stream.find("\n\n", at);
        if (end == std::string::npos)
            return out + stream.substr(at);
        out += stream.substr(at, end + 2 - at) + ": keep-alive\n\n";
        at = end + 2;
    }
    return out;
}

QByteArray bytes(const std::string& text)
{
    return QByteArray::fromStdString(text);
}

void addPairs(const std::vector<std::string>& cases, const std::vector<ProviderEntry>& providers)
{
    QTest::addColumn<QByteArray>("caseName");
    QTest::addColumn<int>("surface");
    QTest::addColumn<int>("provider");
    const auto surfaces = chatSurfaces();
    for (const std::string& name : cases) {
        for (std::size_t s = 0; s < surfaces.size(); ++s) {
            for (std::size_t p = 0; p < providers.size(); ++p)
                QTest::addRow("%s %s -> %s", name.c_str(), surfaces[s].name.c_str(), providers[p].name.c_str()) << bytes(name) << int(s) << int(p);
        }
    }
}

} // namespace

class tst_Conformance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySurfaceReadsTheSameConversation_data()
    {
        QTest::addColumn<QByteArray>("caseName");
        QTest::addColumn<int>("surface");
        const auto surfaces = chatSurfaces();
        for (const std::string& name : requestCases()) {
            for (std::size_t s = 0; s < surfaces.size(); ++s)
                QTest::addRow("%s %s", name.c_str(), surfaces[s].name.c_str()) << bytes(name) << int(s);
        }
    }
    void everySurfaceReadsTheSameConversation()
    {
        QFETCH(QByteArray, caseName);
        QFETCH(int, surface);
        const auto read = [&](const Surface& by, const std::string& dialect) {
            const std::string body = corpusFile("requests/" + caseName.toStdString() + "/" + dialect + ".json");
            Adjustments adjustments;
            const Result<ChatRequest> request = by.readChat(taskOf(by, body), adjustments);
            return request ? textOf(*request) + adjustments.text() : request.error().message;
        };
        const SurfaceEntry entry = chatSurfaces()[static_cast<std::size_t>(surface)];
        QCOMPARE(bytes(read(*entry.surface, entry.name)), bytes(read(surfaceSpeaking(Protocol::OpenAi), "openai")));
    }

    void aRequestKeepsItsMeaningOnTheWayToEveryProvider_data() { addPairs(requestCases(), chatProviders()); }
    void aRequestKeepsItsMeaningOnTheWayToEveryProvider()
    {
        QFETCH(QByteArray, caseName);
        QFETCH(int, surface);
        QFETCH(int, provider);
        const SurfaceEntry client = chatSurfaces()[static_cast<std::size_t>(surface)];
        const ProviderEntry& entry = chatProviders()[static_cast<std::size_t>(provider)];
        const std::string body = corpusFile("requests/" + caseName.toStdString() + "/" + client.name + ".json");
        Adjustments adjustments;
        const Result<ChatRequest> request = client.surface->readChat(taskOf(*client.surface, body), adjustments);
        QVERIFY2(request, request ? "" : request.error().message.c_str());
        const std::string sent = translatedBody(entry, *request);
        // The provider's dialect is also a client's: what was written can be read again.
        const Surface& back = surfaceSpeaking(entry.protocol);
        const Result<ChatRequest> arrived = back.readChat(taskOf(back, sent), adjustments);
        QVERIFY2(arrived, arrived ? "" : (arrived.error().message + "\n" + sent).c_str());
        QCOMPARE(bytes(textOf(*arrived)), bytes(textOf(*request)));
    }

    void everyProviderIsUnderstoodTheSameWay_data()
    {
        QTest::addColumn<QByteArray>("caseName");
        QTest::addColumn<int>("provider");
        for (const std::string& name : answerCases()) {
            for (std::size_t p = 0; p < answeringProviders().size(); ++p)
                QTest::addRow("%s %s", name.c_str(), answeringProviders()[p].name.c_str()) << bytes(name) << int(p);
        }
    }
    void everyProviderIsUnderstoodTheSameWay()
    {
        QFETCH(QByteArray, caseName);
        QFETCH(int, provider);
        const std::string folder = "answers/" + caseName.toStdString() + "/";
        const ProviderEntry& entry = answeringProviders()[static_cast<std::size_t>(provider)];
        const Result<ChatAnswer> answer = adapterFor(entry.kind).readAnswer(corpusFile(folder + entry.name + ".json"), kFacts.requestId);
        QVERIFY(answer);
        const Result<ChatAnswer> reference = adapterFor(ProviderKind::OpenAi).readAnswer(corpusFile(folder + "openai.json"), kFacts.requestId);
        QVERIFY(reference);
        const bool loses = losesTheFilter(caseName.toStdString(), entry.name);
        QCOMPARE(bytes(loses ? withoutStop(textOf(*answer)) : textOf(*answer)), bytes(loses ? withoutStop(textOf(*reference)) : textOf(*reference)));
        // A stream says what the plain answer says, however its bytes are cut.
        const std::string stream = corpusFile(folder + entry.name + "." + entry.streamEnding);
        const std::string expected = textOf(*answer, {true, true});
        const auto assembled = [&](const std::vector<std::string_view>& pieces) {
            AnswerAssembler assembler;
            StreamOrder order(assembler);
            const auto reader = adapterFor(entry.kind).makeReader(kFacts.requestId);
            feedFrames(adapterFor(entry.kind).framing(), pieces, [&](std::string_view event, std::string_view data) { (void)reader->read(event, data, order); });
            return assembler.fault() + textOf(assembler.answer(), {true, true}) + (reader->finished() ? "" : "not finished");
        };
        QCOMPARE(bytes(assembled({stream})), bytes(expected));
        const std::string_view whole = stream;
        for (std::size_t cut = 0; cut <= whole.size(); ++cut)
            QVERIFY2(assembled({whole.substr(0, cut), whole.substr(cut)}) == expected, qPrintable(QStringLiteral("cut at byte %1").arg(cut)));
        std::vector<std::string_view> single;
        for (std::size_t i = 0; i < whole.size(); ++i)
            single.push_back(whole.substr(i, 1));
        QCOMPARE(bytes(assembled(single)), bytes(expected));
        const std::string crLf = withCrLf(stream);
        QCOMPARE(bytes(assembled({crLf})), bytes(expected));
        if (adapterFor(entry.kind).framing() == StreamFraming::Sse) {
            const std::string commented = withComments(stream);
            QCOMPARE(bytes(assembled({commented})), bytes(expected));
        }
    }

    void anAnswerKeepsItsMeaningOnTheWayToEveryClient_data() { addPairs(answerCases(), answeringProviders()); }
    void anAnswerKeepsItsMeaningOnTheWayToEveryClient()
    {
        QFETCH(QByteArray, caseName);
        QFETCH(int, surface);
        QFETCH(int, provider);
        const std::string folder = "answers/" + caseName.toStdString() + "/";
        const SurfaceEntry client = chatSurfaces()[static_cast<std::size_t>(surface)];
        const ProviderEntry& entry = answeringProviders()[static_cast<std::size_t>(provider)];
        const Result<ChatAnswer> answer = adapterFor(entry.kind).readAnswer(corpusFile(folder + entry.name + ".json"), kFacts.requestId);
        QVERIFY(answer);
        const bool loses = losesTheFilter(caseName.toStdString(), client.name);
        const auto view = [&](const std::string& text) { return bytes(loses ? withoutStop(text) : text); };
        const std::string expected = textOf(*answer);

        const std::string plain = client.surface->writeAnswer(*answer, ModelTask{}, kFacts);
        QCOMPARE(view(rereadPlain(*client.surface, plain)), view(expected));

        const std::string stream = corpusFile(folder + entry.name + "." + entry.streamEnding);
        const std::string told = translated(entry, *client.surface, {stream});
        std::string fault;
        QCOMPARE(view(reread(*client.surface, told, fault)), view(expected));
        QVERIFY2(fault.empty(), fault.c_str());
        m_cells[caseName.toStdString() + " " + client.name] += " " + entry.name;
    }

    /// A stream that breaks off anywhere before its end is never told as a whole one.
    void aStreamThatEndsEarlyIsNotWhole_data() { everyProviderIsUnderstoodTheSameWay_data(); }
    void aStreamThatEndsEarlyIsNotWhole()
    {
        QFETCH(QByteArray, caseName);
        QFETCH(int, provider);
        const ProviderEntry& entry = answeringProviders()[static_cast<std::size_t>(provider)];
        const std::string stream = corpusFile("answers/" + caseName.toStdString() + "/" + entry.name + "." + entry.streamEnding);
        const std::size_t reason = std::max({stream.rfind("\"finish_reason\":\"") + 1, stream.rfind("\"stop_reason\":\"") + 1, stream.rfind("\"finishReason\"") + 1,
                                             stream.rfind("\"done\":true") + 1});
        QVERIFY(reason > 0);
        const std::string_view whole = stream;
        for (const SurfaceEntry& client : chatSurfaces()) {
            for (std::size_t cut = 0; cut < reason; cut += 7) {
                bool finished = true;
                (void)translated(entry, *client.surface, {whole.substr(0, cut)}, &finished);
                QVERIFY2(!finished, qPrintable(QStringLiteral("%1, cut at byte %2").arg(QString::fromStdString(client.name)).arg(cut)));
            }
        }
    }

    void cleanupTestCase()
    {
        for (const auto& [cell, providers] : m_cells)
            qInfo("%-24s:%s", cell.c_str(), providers.c_str());
        QCOMPARE(m_cells.size(), answerCases().size() * chatSurfaces().size());
    }

private:
    std::map<std::string, std::string> m_cells; ///< case and surface -> the providers that pass
};

LANYARD_TEST(tst_Conformance)
#include "tst_Conformance.moc"
