#include "providers/ollama/OllamaChatWriter.h"

#include "llm/JsonScan.h"
#include "llm/JsonWriter.h"

#include <map>

namespace lanyard {
namespace {

class MessagesWriter
{
public:
    MessagesWriter(JsonWriter& json, Adjustments& adjustments) : m_json(json), m_adjustments(adjustments) {}

    void write(const std::vector<Message>& messages)
    {
        m_json.key("messages").beginArray();
        for (const Message& message : messages) {
            results(message);
            rest(message);
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
            const auto known = m_names.find(result->callId);
            m_json.beginObject().key("role").text("tool").key("content").text(textOf(result->content, "\n"));
            m_json.key("tool_name").text(!result->name.empty() ? result->name : known != m_names.end() ? known->second : std::string());
            m_json.key("tool_call_id").text(result->callId);
            images(result->content);
            m_json.endObject();
        }
    }

    void rest(const Message& message)
    {
        std::string thinking;
        bool worth = false;
        bool calls = false;
        for (const Part& part : message.parts) {
            worth |= !std::holds_alternative<ToolResultPart>(part.value);
            calls |= std::holds_alternative<ToolCallPart>(part.value);
            if (const auto* thought = std::get_if<ReasoningPart>(&part.value))
                thinking += thought->text;
            if (std::holds_alternative<AudioPart>(part.value))
                m_adjustments.dropped("audio");
            if (std::holds_alternative<FilePart>(part.value))
                m_adjustments.dropped("a file");
        }
        if (!worth)
            return;
        m_json.beginObject().key("role").text(roleOf(message.role)).key("content").text(contentOf(message));
        if (!thinking.empty())
            m_json.key("thinking").text(thinking);
        images(message.parts);
        if (calls)
            toolCalls(message);
        m_json.endObject();
    }

    static std::string_view roleOf(Role role)
    {
        switch (role) {
        case Role::System:
        case Role::Developer: return "system";
        case Role::Assistant: return "assistant";
        case Role::User:
        case Role::Tool: break;
        }
        return "user";
    }

    static std::string contentOf(const Message& message)
    {
        std::string text = textOf(message.parts, message.role == Role::Assistant ? "" : "\n\n");
        for (const Part& part : message.parts) {
            if (const auto* refusal = std::get_if<RefusalPart>(&part.value))
                text += refusal->text;
        }
        return text;
    }

    void images(const std::vector<Part>& parts)
    {
        bool any = false;
        for (const Part& part : parts) {
            const auto* const image = std::get_if<ImagePart>(&part.value);
            if (!image)
                continue;
            if (image->source.isUrl()) { // the dialect takes data only
                m_adjustments.dropped("an image given by address");
                continue;
            }
            if (!std::exchange(any, true))
                m_json.key("images").beginArray();
            m_json.text(image->source.base64);
        }
        if (any)
            m_json.endArray();
    }

    void toolCalls(const Message& message)
    {
        m_json.key("tool_calls").beginArray();
        for (const Part& part : message.parts) {
            const auto* const call = std::get_if<ToolCallPart>(&part.value);
            if (!call)
                continue;
            m_names[call->id] = call->name;
            const bool object = isJsonObject(call->arguments) && checkJson(call->arguments).has_value();
            m_json.beginObject().key("id").text(call->id).key("function").beginObject().key("name").text(call->name);
            m_json.key("arguments").raw(object ? std::string_view(call->arguments) : "{}").endObject().endObject();
        }
        m_json.endArray();
    }

    JsonWriter& m_json;
    Adjustments& m_adjustments;
    std::map<std::string, std::string> m_names; ///< of calls, by id
};

void writeOptions(JsonWriter& json, const ChatParameters& p)
{
    json.key("options").beginObject();
    if (p.maxOutput)
        json.key("num_predict").number(*p.maxOutput);
    if (p.temperature)
        json.key("temperature").number(*p.temperature);
    if (p.topP)
        json.key("top_p").number(*p.topP);
    if (p.topK)
        json.key("top_k").number(*p.topK);
    if (p.presencePenalty)
        json.key("presence_penalty").number(*p.presencePenalty);
    if (p.frequencyPenalty)
        json.key("frequency_penalty").number(*p.frequencyPenalty);
    if (p.seed)
        json.key("seed").number(*p.seed);
    if (!p.stop.empty()) {
        json.key("stop").beginArray();
        for (const std::string& stop : p.stop)
            json.text(stop);
        json.endArray();
    }
    json.endObject();
}

void writeThink(JsonWriter& json, ReasoningWish::Effort effort)
{
    using Effort = ReasoningWish::Effort;
    json.key("think");
    if (effort == Effort::None)
        json.boolean(false);
    else // models without levels take each of these for a yes
        json.text(effort == Effort::Minimal || effort == Effort::Low ? "low" : effort == Effort::Medium ? "medium" : "high");
}

void writeTools(JsonWriter& json, const ChatParameters& p)
{
    if (p.tools.empty() || p.toolChoice.mode == ToolChoice::Mode::None) // the dialect has no switch; without tools none is called
        return;
    json.key("tools").beginArray();
    for (const Tool& tool : p.tools) {
        json.beginObject().key("type").text("function").key("function").beginObject().key("name").text(tool.name).key("description").text(tool.description);
        json.key("parameters").raw(tool.parametersRaw.empty() ? R"({"type":"object","properties":{}})" : tool.parametersRaw).endObject().endObject();
    }
    json.endArray();
}

} // namespace

std::string ollamaChatBody(std::string_view model, const ChatRequest& request, const Capabilities& can, Adjustments& adjustments)
{
    const ChatParameters p = adapt(request.parameters, can, adjustments);
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("model").text(model);
    MessagesWriter(json, adjustments).write(request.messages);
    writeTools(json, p);
    writeOptions(json, p);
    if (p.format.kind == ResponseFormat::Kind::JsonObject)
        json.key("format").text("json");
    else if (p.format.kind == ResponseFormat::Kind::JsonSchema)
        json.key("format").raw(p.format.schemaRaw);
    // Models that cannot think refuse the switch; only a client's own wish is passed on.
    const ReasoningWish::Effort effort = effortOf(p.reasoning);
    if (effort != ReasoningWish::Effort::Unset)
        writeThink(json, effort);
    if (p.logprobs)
        json.key("logprobs").boolean(true);
    if (p.topLogprobs)
        json.key("top_logprobs").number(*p.topLogprobs);
    for (const RawField& extra : p.extras) {
        if (extra.name == "keep_alive")
            json.key("keep_alive").raw(extra.raw);
        else
            adjustments.dropped(extra.name);
    }
    json.key("stream").boolean(request.stream).endObject();
    return out;
}

} // namespace lanyard
