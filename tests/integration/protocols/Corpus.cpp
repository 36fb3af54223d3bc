#include "Corpus.h"

#include "upstream/NdjsonSplitter.h"
#include "upstream/SseSplitter.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>

namespace lanyard::test {
namespace {

std::vector<std::string> foldersIn(const char* folder)
{
    std::vector<std::string> names;
    const QDir dir(QStringLiteral(LANYARD_FIXTURES "/protocols/") + QString::fromLatin1(folder));
    for (const QString& name : dir.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
        names.push_back(name.toStdString());
    return names;
}

/// One stream as the splitters' frames give it.
template<class Splitter, class Data>
void feedWith(Splitter splitter, const std::vector<std::string_view>& pieces, Data data)
{
    for (const std::string_view piece : pieces)
        splitter.feed(piece, data);
    splitter.finish(data);
}

} // namespace

std::vector<std::string> requestCases()
{
    return foldersIn("requests");
}

std::vector<std::string> answerCases()
{
    return foldersIn("answers");
}

std::string corpusFile(const std::string& path)
{
    QFile file(QStringLiteral(LANYARD_FIXTURES "/protocols/") + QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly)) {
        QTest::qFail(qPrintable(QStringLiteral("an empty cell of the corpus: ") + file.fileName()), __FILE__, __LINE__);
        return {};
    }
    return file.readAll().toStdString();
}

std::vector<SurfaceEntry> chatSurfaces()
{
    std::vector<SurfaceEntry> all;
    for (const SurfaceRoute& route : surfaceRoutes()) {
        const auto known = std::find_if(all.begin(), all.end(), [&](const SurfaceEntry& entry) { return entry.surface == &route.surface; });
        if (route.operation == Operation::Chat && known == all.end())
            all.push_back({std::string(toString(route.surface.protocol())), &route.surface});
    }
    return all;
}

const Surface& surfaceSpeaking(Protocol protocol)
{
    static const std::vector<SurfaceEntry> all = chatSurfaces();
    return *std::find_if(all.begin(), all.end(), [=](const SurfaceEntry& entry) { return entry.surface->protocol() == protocol; })->surface;
}

const std::vector<ProviderEntry>& chatProviders()
{
    static const std::vector<ProviderEntry> all{
        {"openai", ProviderKind::OpenAi, Protocol::OpenAi, "o3", "sse"},
        {"anthropic", ProviderKind::Anthropic, Protocol::Anthropic, "claude-sonnet-4-5", "sse"},
        {"gemini", ProviderKind::Gemini, Protocol::Gemini, "gemini-2.5-flash", "sse"},
        {"ollama", ProviderKind::Ollama, Protocol::Ollama, "qwen3", "ndjson"},
    };
    return all;
}

const std::vector<ProviderEntry>& answeringProviders()
{
    static const std::vector<ProviderEntry> all = [] {
        std::vector<ProviderEntry> list = chatProviders();
        list.push_back({"dashscope", ProviderKind::DashScope, Protocol::OpenAi, "qwen-plus", "sse"});
        return list;
    }();
    return all;
}

const ProviderEntry& providerSpeaking(Protocol protocol)
{
    const auto& all = chatProviders();
    return *std::find_if(all.begin(), all.end(), [=](const ProviderEntry& entry) { return entry.protocol == protocol; });
}

ModelTask taskOf(const Surface& surface, const std::string& body, bool stream)
{
    static const HttpHeaders none;
    const bool gemini = surface.protocol() == Protocol::Gemini;
    const std::string_view path = gemini ? stream ? "/v1beta/models/house:streamGenerateContent" : "/v1beta/models/house:generateContent" : "/chat";
    Result<ModelTask> task = surface.readTask({Operation::Chat, path, "alt=sse", none, body});
    if (!task) {
        QTest::qFail(task.error().message.c_str(), __FILE__, __LINE__);
        return {};
    }
    task->stream = stream;
    return *task;
}

void feedFrames(StreamFraming framing, const std::vector<std::string_view>& pieces, const std::function<void(std::string_view, std::string_view)>& frame)
{
    if (framing == StreamFraming::Ndjson) {
        feedWith(NdjsonSplitter(), pieces, [&](const NdjsonFrame& line) {
            if (!line.data().empty())
                frame({}, line.data());
        });
        return;
    }
    feedWith(SseSplitter(), pieces, [&](const SseFrame& event) {
        if (event.hasData())
            frame(event.event(), event.data());
    });
}

} // namespace lanyard::test
