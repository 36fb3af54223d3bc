#include "surfaces/openai/OpenAiStreamEncoder.h"

#include "surfaces/openai/OpenAiChatAnswer.h"

namespace lanyard {

OpenAiStreamEncoder::OpenAiStreamEncoder(const ModelTask& task, const AnswerFacts& facts)
    : m_requestId(facts.requestId), m_model(facts.model), m_created(facts.created), m_usageAsked(task.usageAsked)
{
}

JsonWriter OpenAiStreamEncoder::beginDelta(std::uint32_t choice, std::string& out)
{
    out += m_head;
    out += ",\"choices\":[{\"index\":";
    out += std::to_string(choice);
    out += ",\"delta\":{";
    JsonWriter json(out);
    if (m_roleSaid.size() <= choice)
        m_roleSaid.resize(choice + 1);
    if (!m_roleSaid[choice]) {
        m_roleSaid[choice] = true;
        json.key("role").text("assistant");
    }
    return json;
}

void OpenAiStreamEncoder::endDelta(JsonWriter&, std::string& out, std::string_view finishReason, const Logprobs* logprobs) const
{
    out += '}';
    if (logprobs) {
        out += ",\"logprobs\":{\"content\":";
        JsonWriter list(out);
        writeLogprobs(list, *logprobs);
        out += ",\"refusal\":null}";
    }
    out += ",\"finish_reason\":";
    if (finishReason.empty()) {
        out += "null";
    } else {
        out += '"';
        out += finishReason;
        out += '"';
    }
    out += "}]}\n\n";
}

void OpenAiStreamEncoder::writeText(std::uint32_t choice, std::string_view key, std::string_view text, std::string& out, const Logprobs* logprobs)
{
    JsonWriter json = beginDelta(choice, out);
    json.key(key).text(text);
    endDelta(json, out, {}, logprobs);
}

void OpenAiStreamEncoder::encode(const StreamEvent& event, std::string& out)
{
    std::visit(Overloaded{
                   [&](const StreamStart& e) {
                       m_head = "data: ";
                       JsonWriter json(m_head);
                       json.beginObject().key("id").text(openAiAnswerId(e.id, {m_model, m_requestId, m_created}));
                       json.key("object").text("chat.completion.chunk").key("created");
                       json.number(static_cast<std::int64_t>(std::chrono::duration_cast<std::chrono::seconds>(m_created.time_since_epoch()).count()));
                       json.key("model").text(m_model);
                   },
                   [&](const ReasoningDelta& e) { writeText(e.choice, "reasoning_content", e.text, out); },
                   [](const ReasoningEnd&) {},
                   [&](const TextDelta& e) { writeText(e.choice, "content", e.text, out, e.logprobs); },
                   [&](const RefusalDelta& e) { writeText(e.choice, "refusal", e.text, out); },
                   [&](const ToolCallStart& e) {
                       JsonWriter json = beginDelta(e.choice, out);
                       json.key("tool_calls").beginArray().beginObject().key("index").number(std::uint64_t{e.call});
                       json.key("id").text(e.id).key("type").text("function").key("function").beginObject();
                       json.key("name").text(e.name).key("arguments").text("").endObject().endObject().endArray();
                       endDelta(json, out);
                   },
                   [&](const ToolCallDelta& e) {
                       JsonWriter json = beginDelta(e.choice, out);
                       json.key("tool_calls").beginArray().beginObject().key("index").number(std::uint64_t{e.call});
                       json.key("function").beginObject().key("arguments").text(e.arguments).endObject().endObject().endArray();
                       endDelta(json, out);
                   },
                   [](const ToolCallEnd&) {},
                   [&](const StreamStop& e) {
                       JsonWriter json = beginDelta(e.choice, out);
                       endDelta(json, out, openAiFinishReason(e.reason));
                   },
                   [&](const UsageReport& e) { m_usage = e.usage; },
               },
               event);
}

void OpenAiStreamEncoder::finish(std::string& out)
{
    if (m_usageAsked && m_usage) {
        out += m_head;
        out += ",\"choices\":[],\"usage\":";
        JsonWriter json(out);
        writeOpenAiUsage(json, *m_usage);
        out += "}\n\n";
    }
    out += "data: [DONE]\n\n";
}

} // namespace lanyard
