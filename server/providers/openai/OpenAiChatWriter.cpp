#include "providers/openai/OpenAiChatWriter.h"

#include "llm/DataUrl.h"
#include "llm/JsonWriter.h"
#include "providers/openai/OpenAiDialect.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

/// Fields without a neutral word that this protocol knows.
constexpr std::array<std::string_view, 10> kExtras{"service_tier", "prompt_cache_key", "prompt_cache_retention", "safety_identifier", "metadata",
                                                   "verbosity",    "logit_bias",       "prediction",             "web_search_options", "modalities"};

bool isText(const Part& part)
{
    return std::holds_alternative<TextPart>(part.value);
}

std::string_view audioFormat(const MediaSource& audio)
{
    const std::string_view type = audio.mediaType;
    if (type.ends_with("mpeg") || type.ends_with("mp3"))
        return "mp3";
    return "wav";
}

void writeImage(JsonWriter& json, const ImagePart& image)
{
    json.beginObject().key("type").text("image_url").key("image_url").beginObject().key("url").text(urlOfMedia(image.source));
    if (!image.detail.empty())
        json.key("detail").text(image.detail);
    json.endObject().endObject();
}

class ChatWriter
{
public:
    ChatWriter(JsonWriter& json, Adjustments& adjustments) : m_json(json), m_adjustments(adjustments) {}

    void messages(const std::vector<Message>& messages)
    {
        m_json.key("messages").beginArray();
        for (const Message& message : messages) {
            const bool answersTools = toolResults(message);
            // Pictures of tool results stand behind the last result: nothing may come between call and answers.
            if (!answersTools)
                pictures();
            rest(message);
        }
        pictures();
        m_json.endArray();
    }

private:
    bool toolResults(const Message& message)
    {
        bool any = false;
        for (const Part& part : message.parts) {
            const auto* const result = std::get_if<ToolResultPart>(&part.value);
            if (!result)
                continue;
            any = true;
            std::string text = textOf(result->content, "\n");
            const std::size_t before = m_pictures.size();
            for (const Part& inner : result->content) {
                if (const auto* image = std::get_if<ImagePart>(&inner.value))
                    m_pictures.push_back(image);
                else if (!isText(inner))
                    m_adjustments.dropped("a tool result's file");
            }
            if (text.empty() && m_pictures.size() > before)
                text = "see the picture below";
            m_json.beginObject().key("role").text("tool").key("tool_call_id").text(result->callId).key("content").text(text).endObject();
        }
        return any;
    }

    void pictures()
    {
        if (m_pictures.empty())
            return;
        m_json.beginObject().key("role").text("user").key("content").beginArray();
        for (const ImagePart* image : m_pictures)
            writeImage(m_json, *image);
        m_json.endArray().endObject();
        m_pictures.clear();
    }

    void rest(const Message& message)
    {
        const bool worth = std::any_of(message.parts.begin(), message.parts.end(), [](const Part& p) {
            return !std::holds_alternative<ToolResultPart>(p.value) && !std::holds_alternative<ReasoningPart>(p.value);
        });
        if (message.role == Role::Tool || !worth)
            return thoughts(message);
        pictures();
        thoughts(message);
        switch (message.role) {
        case Role::Assistant: return assistant(message);
        case Role::System:
        case Role::Developer: // services that are only compatible know "system" alone
            m_json.beginObject().key("role").text("system").key("content").text(textOf(message.parts, "\n\n")).endObject();
            return;
        case Role::User:
        case Role::Tool: return user(message);
        }
    }

    void thoughts(const Message& message)
    {
        for (const Part& part : message.parts) {
            if (std::holds_alternative<ReasoningPart>(part.value))
                m_adjustments.dropped("thinking of earlier turns");
        }
    }

    void assistant(const Message& message)
    {
        m_json.beginObject().key("role").text("assistant").key("content");
        const std::string text = textOf(message.parts);
        text.empty() ? m_json.null() : m_json.text(text);
        for (const Part& part : message.parts) {
            if (const auto* refusal = std::get_if<RefusalPart>(&part.value))
                m_json.key("refusal").text(refusal->text);
        }
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
        m_json.endObject();
    }

    void user(const Message& message)
    {
        m_json.beginObject().key("role").text("user");
        if (!message.name.empty())
            m_json.key("name").text(message.name);
        m_json.key("content");
        std::size_t parts = 0;
        for (const Part& part : message.parts)
            parts += std::holds_alternative<ToolResultPart>(part.value) ? 0 : 1;
        if (parts == 1 && isText(message.parts.back())) {
            m_json.text(textOf(message.parts)).endObject();
            return;
        }
        m_json.beginArray();
        for (const Part& part : message.parts)
            userPart(part);
        m_json.endArray().endObject();
    }

    void userPart(const Part& part)
    {
        std::visit(Overloaded{
                       [&](const TextPart& p) { m_json.beginObject().key("type").text("text").key("text").text(p.text).endObject(); },
                       [&](const ImagePart& p) { writeImage(m_json, p); },
                       [&](const AudioPart& p) {
                           m_json.beginObject().key("type").text("input_audio").key("input_audio").beginObject();
                           m_json.key("data").text(p.source.base64).key("format").text(audioFormat(p.source)).endObject().endObject();
                       },
                       [&](const FilePart& p) {
                           m_json.beginObject().key("type").text("file").key("file").beginObject();
                           if (!p.id.empty())
                               m_json.key("file_id").text(p.id);
                           else
                               m_json.key("filename").text(p.name.empty() ? "file" : p.name).key("file_data").text(urlOfMedia(p.source));
                           m_json.endObject().endObject();
                       },
                       [](const auto&) {},
                   },
                   part.value);
    }

    JsonWriter& m_json;
    Adjustments& m_adjustments;
    std::vector<const ImagePart*> m_pictures;
};

void writeTools(JsonWriter& json, const ChatParameters& parameters)
{
    if (parameters.tools.empty())
        return;
    json.key("tools").beginArray();
    for (const Tool& tool : parameters.tools) {
        json.beginObject().key("type").text("function").key("function").beginObject().key("name").text(tool.name);
        if (!tool.description.empty())
            json.key("description").text(tool.description);
        if (!tool.parametersRaw.empty())
            json.key("parameters").raw(tool.parametersRaw);
        if (tool.strict)
            json.key("strict").boolean(*tool.strict);
        json.endObject().endObject();
    }
    json.endArray();
    using Mode = ToolChoice::Mode;
    switch (parameters.toolChoice.mode) {
    case Mode::Unset: break;
    case Mode::Auto: json.key("tool_choice").text("auto"); break;
    case Mode::None: json.key("tool_choice").text("none"); break;
    case Mode::Required: json.key("tool_choice").text("required"); break;
    case Mode::Named:
        json.key("tool_choice").beginObject().key("type").text("function").key("function").beginObject();
        json.key("name").text(parameters.toolChoice.name).endObject().endObject();
        break;
    }
    if (parameters.parallelToolCalls)
        json.key("parallel_tool_calls").boolean(*parameters.parallelToolCalls);
}

void writeFormat(JsonWriter& json, const ResponseFormat& format)
{
    if (format.kind == ResponseFormat::Kind::Text)
        return;
    json.key("response_format").beginObject().key("type");
    if (format.kind == ResponseFormat::Kind::JsonObject) {
        json.text("json_object").endObject();
        return;
    }
    json.text("json_schema").key("json_schema").beginObject().key("name").text(format.name.empty() ? "response" : format.name);
    if (!format.description.empty())
        json.key("description").text(format.description);
    json.key("schema").raw(format.schemaRaw);
    if (format.strict)
        json.key("strict").boolean(*format.strict);
    json.endObject().endObject();
}

void writeSampling(JsonWriter& json, const ChatParameters& p)
{
    if (p.temperature)
        json.key("temperature").number(*p.temperature);
    if (p.topP)
        json.key("top_p").number(*p.topP);
    if (p.frequencyPenalty)
        json.key("frequency_penalty").number(*p.frequencyPenalty);
    if (p.presencePenalty)
        json.key("presence_penalty").number(*p.presencePenalty);
    if (p.seed)
        json.key("seed").number(*p.seed);
    if (p.choices > 1)
        json.key("n").number(p.choices);
    if (p.logprobs)
        json.key("logprobs").boolean(true);
    if (p.topLogprobs)
        json.key("top_logprobs").number(*p.topLogprobs);
    if (!p.stop.empty()) {
        json.key("stop").beginArray();
        for (const std::string& stop : p.stop)
            json.text(stop);
        json.endArray();
    }
    if (!p.user.empty())
        json.key("user").text(p.user);
}

} // namespace

std::string openAiChatBody(const ProviderTarget& target, const ChatRequest& request, const Capabilities& can, Adjustments& adjustments)
{
    const OpenAiDialect dialect = openAiDialectOf(target);
    const ChatParameters p = adapt(request.parameters, can, adjustments);
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("model").text(target.model);
    ChatWriter(json, adjustments).messages(request.messages);
    if (p.maxOutput)
        json.key(dialect.maxTokensField).number(*p.maxOutput);
    const ReasoningWish::Effort effort = effortOf(p.reasoning);
    if (effort != ReasoningWish::Effort::Unset) {
        if (dialect.reasoningEffort)
            json.key("reasoning_effort").text(toString(effort));
        else if (effort != ReasoningWish::Effort::None)
            adjustments.dropped("reasoning");
    }
    writeSampling(json, p);
    writeTools(json, p);
    writeFormat(json, p.format);
    for (const RawField& extra : p.extras) {
        if (std::find(kExtras.begin(), kExtras.end(), extra.name) != kExtras.end())
            json.key(extra.name).raw(extra.raw);
        else
            adjustments.dropped(extra.name);
    }
    if (request.stream)
        json.key("stream").boolean(true).key("stream_options").raw(R"({"include_usage":true})");
    json.endObject();
    return out;
}

} // namespace lanyard
