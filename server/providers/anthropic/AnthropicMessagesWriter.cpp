#include "providers/anthropic/AnthropicMessagesWriter.h"

#include "llm/Base64.h"
#include "llm/JsonScan.h"

#include <algorithm>

namespace lanyard {
namespace {

/// Ids are letters, digits, '_' and '-'.
std::string cleanId(std::string_view id)
{
    std::string clean(id);
    for (char& c : clean) {
        const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        if (!fine)
            c = '_';
    }
    return clean.empty() ? "call" : clean;
}

class MessagesWriter
{
public:
    MessagesWriter(JsonWriter& json, Adjustments& adjustments) : m_json(json), m_adjustments(adjustments) {}

    void write(const std::vector<Message>& messages, std::size_t from)
    {
        m_json.key("messages").beginArray();
        std::size_t at = from;
        if (at < messages.size() && sideOf(messages[at]) == Side::Assistant) {
            // A conversation has to begin with the user.
            m_json.beginObject().key("role").text("user").key("content").text("(continue)").endObject();
            m_adjustments.changed("messages", "begun with a user's message");
        }
        while (at < messages.size()) {
            const Side side = sideOf(messages[at]);
            std::size_t end = at;
            while (end < messages.size() && sideOf(messages[end]) == side)
                ++end;
            turn(side, messages, at, end);
            at = end;
        }
        m_json.endArray();
    }

    void textBlock(std::string_view text, const std::vector<RawField>& extras)
    {
        if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
            return; // refused there
        m_json.beginObject().key("type").text("text").key("text").text(text);
        cacheControl(extras);
        m_json.endObject();
    }

private:
    enum class Side : std::uint8_t { User, Assistant };

    static Side sideOf(const Message& message) { return message.role == Role::Assistant ? Side::Assistant : Side::User; }

    void turn(Side side, const std::vector<Message>& messages, std::size_t from, std::size_t to)
    {
        const auto parts = [&](bool results) {
            for (std::size_t i = from; i < to; ++i) {
                for (const Part& part : messages[i].parts) {
                    if (std::holds_alternative<ToolResultPart>(part.value) == results)
                        write(part, messages[i]);
                }
            }
        };
        m_json.beginObject().key("role").text(side == Side::Assistant ? "assistant" : "user").key("content").beginArray();
        parts(true);
        parts(false);
        m_json.endArray().endObject();
    }

    void cacheControl(const std::vector<RawField>& extras)
    {
        for (const RawField& extra : extras) {
            if (extra.name == "cache_control")
                m_json.key("cache_control").raw(extra.raw);
        }
    }

    void write(const Part& part, const Message& message)
    {
        std::visit(Overloaded{
                       [&](const TextPart& p) {
                           const bool system = message.role == Role::System || message.role == Role::Developer;
                           if (system) // older models know no system message inside the conversation
                               m_adjustments.changed("a system message inside the conversation", "sent as the user's");
                           textBlock(p.text, part.extras);
                       },
                       [&](const RefusalPart& p) { textBlock(p.text, part.extras); },
                       [&](const ImagePart& p) { image(p, part.extras); },
                       [&](const AudioPart&) { m_adjustments.dropped("audio"); },
                       [&](const FilePart& p) { file(p, part.extras); },
                       [&](const ToolCallPart& p) {
                           const bool object = isJsonObject(p.arguments) && checkJson(p.arguments).has_value();
                           m_json.beginObject().key("type").text("tool_use").key("id").text(cleanId(p.id)).key("name").text(p.name);
                           m_json.key("input").raw(object ? std::string_view(p.arguments) : "{}");
                           cacheControl(part.extras);
                           m_json.endObject();
                       },
                       [&](const ToolResultPart& p) { result(p, part.extras); },
                       [&](const ReasoningPart& p) { thinking(p); },
                   },
                   part.value);
    }

    void image(const ImagePart& part, const std::vector<RawField>& extras)
    {
        m_json.beginObject().key("type").text("image").key("source").beginObject();
        if (part.source.isUrl())
            m_json.key("type").text("url").key("url").text(part.source.url);
        else
            m_json.key("type").text("base64").key("media_type").text(part.source.mediaType.empty() ? "image/png" : part.source.mediaType)
                .key("data").text(part.source.base64);
        m_json.endObject();
        cacheControl(extras);
        m_json.endObject();
    }

    void file(const FilePart& part, const std::vector<RawField>& extras)
    {
        const MediaSource& source = part.source;
        if (!part.id.empty() || (!source.isUrl() && source.base64.empty()))
            return m_adjustments.dropped("a file that another provider keeps");
        if (!source.isUrl() && source.mediaType.starts_with("text/")) {
            if (const auto text = base64Decoded(source.base64))
                return textBlock(*text, extras);
        }
        if (!source.isUrl() && source.mediaType != "application/pdf")
            return m_adjustments.dropped("a file of type " + source.mediaType);
        m_json.beginObject().key("type").text("document").key("source").beginObject();
        if (source.isUrl())
            m_json.key("type").text("url").key("url").text(source.url);
        else
            m_json.key("type").text("base64").key("media_type").text(source.mediaType).key("data").text(source.base64);
        m_json.endObject();
        if (!part.name.empty())
            m_json.key("title").text(part.name);
        cacheControl(extras);
        m_json.endObject();
    }

    void result(const ToolResultPart& part, const std::vector<RawField>& extras)
    {
        m_json.beginObject().key("type").text("tool_result").key("tool_use_id").text(cleanId(part.callId)).key("content").beginArray();
        for (const Part& inner : part.content)
            write(inner, Message{Role::Tool, {}, {}});
        m_json.endArray();
        if (part.isError)
            m_json.key("is_error").boolean(true);
        cacheControl(extras);
        m_json.endObject();
    }

    void thinking(const ReasoningPart& part)
    {
        if (part.signature.empty() || part.signedBy != Protocol::Anthropic)
            return m_adjustments.dropped("thinking of earlier turns");
        if (part.redacted)
            m_json.beginObject().key("type").text("redacted_thinking").key("data").text(part.signature).endObject();
        else
            m_json.beginObject().key("type").text("thinking").key("thinking").text(part.text).key("signature").text(part.signature).endObject();
    }

    JsonWriter& m_json;
    Adjustments& m_adjustments;
};

} // namespace

void writeAnthropicMessages(JsonWriter& json, const std::vector<Message>& messages, std::string_view addedInstruction, Adjustments& adjustments)
{
    const auto isSystem = [](const Message& message) { return message.role == Role::System || message.role == Role::Developer; };
    const auto rest = static_cast<std::size_t>(std::find_if_not(messages.begin(), messages.end(), isSystem) - messages.begin());
    MessagesWriter writer(json, adjustments);
    if (rest > 0 || !addedInstruction.empty()) {
        json.key("system").beginArray();
        for (std::size_t i = 0; i < rest; ++i) {
            for (const Part& part : messages[i].parts) {
                if (const auto* text = std::get_if<TextPart>(&part.value))
                    writer.textBlock(text->text, part.extras);
            }
        }
        writer.textBlock(addedInstruction, {});
        json.endArray();
    }
    writer.write(messages, rest);
}

bool lacksSignedThoughts(const std::vector<Message>& messages)
{
    for (auto it = messages.rbegin(); it != messages.rend(); ++it) {
        if (it->role != Role::Assistant)
            continue;
        bool call = false;
        bool thoughts = false;
        for (const Part& part : it->parts) {
            call |= std::holds_alternative<ToolCallPart>(part.value);
            const auto* const reasoning = std::get_if<ReasoningPart>(&part.value);
            thoughts |= reasoning && !reasoning->signature.empty() && reasoning->signedBy == Protocol::Anthropic;
        }
        return call && !thoughts;
    }
    return false;
}

} // namespace lanyard
