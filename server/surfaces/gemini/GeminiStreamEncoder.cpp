#include "surfaces/gemini/GeminiStreamEncoder.h"

#include "surfaces/gemini/GeminiAnswers.h"

#include <algorithm>

namespace lanyard {

GeminiStreamEncoder::GeminiStreamEncoder(const AnswerFacts& facts) : m_model(facts.model), m_id(facts.requestId) {}

void GeminiStreamEncoder::endEvent(JsonWriter& json, std::string& out) const
{
    json.key("modelVersion").text(m_model).key("responseId").text(m_id).endObject();
    out += "\n\n";
}

void GeminiStreamEncoder::writePart(std::uint32_t choice, const Part& part, std::string& out, const Logprobs* logprobs) const
{
    out += "data: ";
    JsonWriter json(out);
    json.beginObject().key("candidates").beginArray().beginObject().key("content").beginObject().key("parts").beginArray();
    writeGeminiPart(json, part);
    json.endArray().key("role").text("model").endObject();
    if (logprobs)
        writeGeminiLogprobs(json, *logprobs);
    json.key("index").number(std::uint64_t{choice}).endObject().endArray();
    endEvent(json, out);
}

GeminiStreamEncoder::Call* GeminiStreamEncoder::find(std::uint32_t choice, std::uint32_t call)
{
    const auto found = std::find_if(m_open.begin(), m_open.end(), [=](const Call& c) { return c.choice == choice && c.call == call; });
    return found == m_open.end() ? nullptr : &*found;
}

void GeminiStreamEncoder::encode(const StreamEvent& event, std::string& out)
{
    std::visit(Overloaded{
                   [&](const StreamStart& e) {
                       if (!e.id.empty())
                           m_id = e.id;
                   },
                   [&](const ReasoningDelta& e) { writePart(e.choice, {ReasoningPart{std::string(e.text), {}, {}, false, {}}, {}}, out); },
                   [&](const ReasoningEnd& e) {
                       if (!e.signature.empty())
                           writePart(e.choice, {ReasoningPart{{}, std::string(e.signature), {}, e.redacted, e.signedBy}, {}}, out);
                   },
                   [&](const TextDelta& e) { writePart(e.choice, {TextPart{std::string(e.text)}, {}}, out, e.logprobs); },
                   [&](const RefusalDelta& e) { writePart(e.choice, {TextPart{std::string(e.text)}, {}}, out); },
                   [&](const ToolCallStart& e) {
                       ToolCallPart part{std::string(e.id), std::string(e.name), {}, {}, std::string(e.signature), e.signedBy};
                       m_open.push_back({e.choice, e.call, std::move(part)});
                   },
                   [&](const ToolCallDelta& e) {
                       if (Call* const call = find(e.choice, e.call))
                           call->part.arguments += e.arguments;
                   },
                   [&](const ToolCallEnd& e) {
                       Call* const call = find(e.choice, e.call);
                       if (!call)
                           return;
                       writePart(e.choice, {std::move(call->part), {}}, out);
                       m_open.erase(m_open.begin() + (call - m_open.data()));
                   },
                   [&](const StreamStop& e) { m_stops.push_back({e.choice, e.reason}); },
                   [&](const UsageReport& e) { m_usage = e.usage; },
               },
               event);
}

void GeminiStreamEncoder::finish(std::string& out)
{
    out += "data: ";
    JsonWriter json(out);
    json.beginObject().key("candidates").beginArray();
    for (const Stop& stop : m_stops) {
        json.beginObject().key("content").raw(R"({"parts":[{"text":""}],"role":"model"})");
        json.key("finishReason").text(geminiFinishReason(stop.reason)).key("index").number(std::uint64_t{stop.choice}).endObject();
    }
    json.endArray().key("usageMetadata");
    writeGeminiUsage(json, m_usage);
    endEvent(json, out);
}

} // namespace lanyard
