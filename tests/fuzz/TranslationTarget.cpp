#include "FuzzSupport.h"
#include "Targets.h"

#include "llm/JsonScan.h"
#include "llm/StreamOrder.h"
#include "providers/ProviderAdapter.h"
#include "surfaces/Surface.h"
#include "upstream/NdjsonSplitter.h"
#include "upstream/SseSplitter.h"

#include <array>

namespace lanyard::fuzz {
namespace {

constexpr std::array kProviders{ProviderKind::OpenAi, ProviderKind::Anthropic, ProviderKind::Gemini, ProviderKind::Ollama,
                                ProviderKind::DashScope, ProviderKind::Ernie};
const AnswerFacts kFacts{"house \"model\"", "11111111-2222-3333-4444-555555555555", WallTime{}};

void requireJson(std::string_view text, std::string_view what)
{
    if (!checkJson(text) || !isValidUtf8(text))
        requireEqual(text, "", what);
}

/// A request of one surface, and what every provider would be sent for it.
void translate(const SurfaceRoute& route, std::string_view path, std::string_view text)
{
    const HttpHeaders headers;
    const Result<ModelTask> task = route.surface.readTask({Operation::Chat, path, "alt=sse", headers, text});
    if (!task)
        return require(!task.error().message.empty(), "a refusal has a message");
    require(isValidUtf8(text) && checkJson(text).has_value(), "a request is UTF-8 and JSON");
    require(liesInside(task->modelRaw, text), "slices lie inside the body");
    Adjustments adjustments;
    const Result<ChatRequest> chat = route.surface.readChat(*task, adjustments);
    if (!chat)
        return requireJson(route.surface.errorBody(chat.error()), "a refusal can be told");
    const ProviderConfig provider;
    const CredentialConfig credential;
    for (const ProviderKind kind : kProviders) {
        const auto call = adapterFor(kind).translate({provider, credential, "gemini-3-pro"}, *chat, adjustments);
        if (call)
            requireJson(call->body.joined(), "what is translated is JSON");
    }
    require(adjustments.text().find_first_of("\r\n") == std::string::npos, "what was changed fits into a header");
}

/// One client's stream of what a provider says in these pieces.
class Client final : private StreamSink
{
public:
    Client(const Surface& surface, const ProviderAdapter& adapter)
        : m_reader(adapter.makeReader(kFacts.requestId)), m_encoder(surface.makeStreamEncoder(m_task, kFacts)), m_order(*this)
    {
    }

    void see(std::string_view event, std::string_view data)
    {
        if (!m_ended)
            m_ended = m_reader->read(event, data, m_order) != StreamReader::State::Open;
    }

    std::string all()
    {
        if (m_reader->finished())
            m_encoder->finish(m_out);
        return m_out;
    }

private:
    void onStreamEvent(const StreamEvent& event) override { m_encoder->encode(event, m_out); }

    const ModelTask m_task;
    std::unique_ptr<StreamReader> m_reader;
    std::unique_ptr<StreamEncoder> m_encoder;
    StreamOrder m_order;
    std::string m_out;
    bool m_ended = false;
};

std::string told(const Surface& surface, const ProviderAdapter& adapter, const std::vector<std::string_view>& pieces)
{
    Client client(surface, adapter);
    if (adapter.framing() == StreamFraming::Ndjson) {
        NdjsonSplitter lines;
        const auto see = [&](const NdjsonFrame& line) { client.see({}, line.data()); };
        for (const std::string_view piece : pieces)
            lines.feed(piece, see);
        lines.finish(see);
        return client.all();
    }
    SseSplitter events;
    const auto see = [&](const SseFrame& event) {
        if (event.hasData())
            client.see(event.event(), event.data());
    };
    for (const std::string_view piece : pieces)
        events.feed(piece, see);
    events.finish(see);
    return client.all();
}

/// Every frame that a client gets is JSON, or OpenAI's mark of the end.
void checkFrames(const Surface& surface, const std::string& stream)
{
    const auto check = [](std::string_view data) {
        if (!data.empty() && data != "[DONE]")
            requireJson(data, "a frame is JSON");
    };
    if (surface.streamContentType() == "text/event-stream") {
        SseSplitter events;
        events.feed(stream, [&](const SseFrame& event) { check(event.data()); });
        require(events.pendingBytes() == 0, "frames are whole");
    } else {
        NdjsonSplitter lines;
        lines.feed(stream, [&](const NdjsonFrame& line) { check(line.data()); });
        require(lines.pendingBytes() == 0, "lines are whole");
    }
}

} // namespace

void fuzzClientRequests(std::string_view input)
{
    const ExactCopy copy(input);
    for (const SurfaceRoute& route : surfaceRoutes()) {
        if (route.operation != Operation::Chat)
            continue;
        const bool inPath = route.pattern.ends_with('*');
        translate(route, inPath ? "/v1beta/models/m:streamGenerateContent" : route.pattern, copy.view());
    }
}

void fuzzProviderAnswers(std::string_view input)
{
    const CutInput cut(input);
    for (const ProviderKind kind : kProviders) {
        const ProviderAdapter& adapter = adapterFor(kind);
        const Result<ChatAnswer> answer = isValidUtf8(cut.bytes) ? adapter.readAnswer(cut.bytes, kFacts.requestId) : Error{};
        for (const SurfaceRoute& route : surfaceRoutes()) {
            if (route.operation != Operation::Chat || route.pattern == "/v1/models/*")
                continue;
            if (answer)
                requireJson(route.surface.writeAnswer(*answer, {}, kFacts), "an answer is JSON");
            const std::string whole = told(route.surface, adapter, cut.asOnePiece());
            if (isValidUtf8(cut.bytes))
                checkFrames(route.surface, whole);
            requireEqual(whole, told(route.surface, adapter, cut.asCut()), "the same answer whatever the cuts");
        }
    }
}

} // namespace lanyard::fuzz
