#include "providers/dashscope/DashScopeChatWriter.h"

#include "llm/DataUrl.h"
#include "llm/JsonWriter.h"
#include "providers/dashscope/DashScopeWire.h"

#include <algorithm>

namespace lanyard {
namespace {

class MessagesWriter
{
public:
    MessagesWriter(JsonWriter& json, bool multimodal, Adjustments& adjustments) : m_json(json), m_multimodal(multimodal), m_adjustments(adjustments) {}

    void write(const std::vector<Message>& messages)
    {
        m_json.key("messages").beginArray();
        for (const Message& message : messages) {
            results(message);
            said(message);
        }
        m_json.endArray();
    }

private:
    void results(const Message& message)
    {
        for (const Part& part : message.parts) {
            const auto* const result = std::get_if<ToolResultPart>(&part.value);
            if (!result)
                continue;
            if (std::any_of(result->content.begin(), result->content.end(), [](const Part& p) { return !std::holds_alternative<TextPart>(p.value); }))
                m_adjustments.dropped("a tool result's file");
            m_json.beginObject().key("role").text("tool").key("content");
            text(textOf(result->content, "\n"));
            m_json.key("tool_call_id").text(result->callId);
            if (!result->name.empty())
                m_json.key("name").text(result->name);
            m_json.endObject();
        }
    }

    void said(const Message& message)
    {
        const bool worth = std::any_of(message.parts.begin(), message.parts.end(), [](const Part& p) {
            return !std::holds_alternative<ToolResultPart>(p.value) && !std::holds_alternative<ReasoningPart>(p.value);
        });
        if (std::any_of(message.parts.begin(), message.parts.end(), [](const Part& p) { return std::holds_alternative<ReasoningPart>(p.value); }))
            m_adjustments.dropped("thinking of earlier turns");
        if (message.role == Role::Tool || !worth)
            return;
        const bool system = message.role == Role::System || message.role == Role::Developer;
        m_json.beginObject().key("role").text(system ? "system" : message.role == Role::Assistant ? "assistant" : "user").key("content");
        content(message, system ? "\n\n" : "");
        if (message.role == Role::Assistant)
            calls(message);
        m_json.endObject();
    }

    void content(const Message& message, std::string_view between)
    {
        if (!m_multimodal || message.role != Role::User) {
            for (const Part& part : message.parts) {
                if (std::holds_alternative<ImagePart>(part.value) || std::holds_alternative<AudioPart>(part.value) || std::holds_alternative<FilePart>(part.value))
                    m_adjustments.dropped("a file, which this model cannot read");
            }
            return text(textOf(message.parts, between));
        }
        m_json.beginArray();
        for (const Part& part : message.parts) {
            std::visit(Overloaded{
                           [&](const TextPart& p) { m_json.beginObject().key("text").text(p.text).endObject(); },
                           [&](const ImagePart& p) { m_json.beginObject().key("image").text(urlOfMedia(p.source)).endObject(); },
                           [&](const AudioPart& p) { m_json.beginObject().key("audio").text(urlOfMedia(p.source)).endObject(); },
                           [&](const FilePart&) { m_adjustments.dropped("a file, which this model cannot read"); },
                           [](const auto&) {},
                       },
                       part.value);
        }
        m_json.endArray();
    }

    void text(const std::string& words)
    {
        if (m_multimodal)
            m_json.beginArray().beginObject().key("text").text(words).endObject().endArray();
        else
            m_json.text(words);
    }

    void calls(const Message& message)
    {
        bool any = false;
        for (const Part& part : message.parts) {
            const auto* const call = std::get_if<ToolCallPart>(&part.value);
            if (!call)
                continue;
            if (!std::exchange(any, true))
                m_json.key("tool_calls").beginArray();
            m_json.beginObject().key("id").text(call->id).key("type").text("function").key("function").beginObject();
            m_json.key("name").text(call->name).key("arguments").text(call->arguments.empty() ? "{}" : call->arguments).endObject().endObject();
        }
        if (any)
            m_json.endArray();
    }

    JsonWriter& m_json;
    bool m_multimodal;
    Adjustments& m_adjustments;
};

void writeTools(JsonWriter& json, const ChatParameters& p)
{
    if (p.tools.empty())
        return;
    json.key("tools").beginArray();
    for (const Tool& tool : p.tools) {
        json.beginObject().key("type").text("function").key("function").beginObject().key("name").text(tool.name);
        if (!tool.description.empty())
            json.key("description").text(tool.description);
        if (!tool.parametersRaw.empty())
            json.key("parameters").raw(tool.parametersRaw);
        json.endObject().endObject();
    }
    json.endArray();
    if (p.toolChoice.mode == ToolChoice::Mode::None)
        json.key("tool_choice").text("none");
    else if (p.toolChoice.mode == ToolChoice::Mode::Named)
        json.key("tool_choice").beginObject().key("type").text("function").key("function").beginObject().key("name").text(p.toolChoice.name).endObject().endObject();
    if (p.parallelToolCalls)
        json.key("parallel_tool_calls").boolean(*p.parallelToolCalls);
}

void writeThinking(JsonWriter& json, const ReasoningWish& wish)
{
    const ReasoningWish::Effort effort = effortOf(wish);
    if (effort == ReasoningWish::Effort::Unset)
        return;
    json.key("enable_thinking").boolean(effort != ReasoningWish::Effort::None);
    if (const std::int64_t budget = budgetOf(wish); effort != ReasoningWish::Effort::None && budget > 0)
        json.key("thinking_budget").number(budget);
}

void writeParameters(JsonWriter& json, const ChatParameters& p, bool stream)
{
    json.key("parameters").beginObject().key("result_format").text("message");
    if (stream)
        json.key("incremental_output").boolean(true);
    if (p.maxOutput)
        json.key("max_tokens").number(*p.maxOutput);
    if (p.temperature)
        json.key("temperature").number(*p.temperature);
    if (p.topP)
        json.key("top_p").number(*p.topP);
    if (p.topK)
        json.key("top_k").number(static_cast<std::int64_t>(*p.topK));
    if (p.presencePenalty)
        json.key("presence_penalty").number(*p.presencePenalty);
    if (p.seed)
        json.key("seed").number(*p.seed);
    if (p.choices > 1)
        json.key("n").number(p.choices);
    if (!p.stop.empty()) {
        json.key("stop").beginArray();
        for (const std::string& stop : p.stop)
            json.text(stop);
        json.endArray();
    }
    if (p.format.kind != ResponseFormat::Kind::Text)
        json.key("response_format").raw(R"({"type":"json_object"})");
    writeTools(json, p);
    writeThinking(json, p.reasoning);
    json.endObject();
}

} // namespace

std::string dashScopeChatBody(std::string_view model, const ChatRequest& request, const Capabilities& can, Adjustments& adjustments)
{
    ChatParameters p = adapt(request.parameters, can, adjustments);
    if (p.frequencyPenalty) {
        p.frequencyPenalty.reset();
        adjustments.dropped("frequency_penalty");
    }
    for (const RawField& extra : p.extras)
        adjustments.dropped(extra.name);
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("model").text(model).key("input").beginObject();
    MessagesWriter(json, isDashScopeMultimodal(model), adjustments).write(request.messages);
    json.endObject();
    writeParameters(json, p, request.stream);
    json.endObject();
    return out;
}

} // namespace lanyard
