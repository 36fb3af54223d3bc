#include "providers/gemini/GeminiContentsWriter.h"

#include "llm/JsonScan.h"
#include "providers/gemini/GeminiDialect.h"

#include <algorithm>
#include <map>

namespace lanyard {
namespace {

std::string_view typeFromName(std::string_view url)
{
    const std::string_view path = url.substr(0, url.find_first_of("?#"));
    for (const auto& [ending, type] : {std::pair<std::string_view, std::string_view>{".png", "image/png"}, {".webp", "image/webp"}, {".gif", "image/gif"},
                                       {".pdf", "application/pdf"}, {".mp3", "audio/mp3"}, {".wav", "audio/wav"}}) {
        if (path.ends_with(ending))
            return type;
    }
    return "image/jpeg";
}

bool isSystem(const Message& message)
{
    return message.role == Role::System || message.role == Role::Developer;
}

class ContentsWriter
{
public:
    ContentsWriter(JsonWriter& json, bool signCalls, Adjustments& adjustments) : m_json(json), m_signCalls(signCalls), m_adjustments(adjustments) {}

    void write(const std::vector<Message>& messages, std::size_t from)
    {
        m_json.key("contents").beginArray();
        for (std::size_t at = from; at < messages.size();) {
            const bool model = messages[at].role == Role::Assistant;
            m_json.beginObject().key("role").text(model ? "model" : "user").key("parts").beginArray();
            m_signature.clear();
            m_callSigned = !m_signCalls;
            for (; at < messages.size() && (messages[at].role == Role::Assistant) == model; ++at) {
                if (isSystem(messages[at]))
                    m_adjustments.changed("a system message inside the conversation", "sent as the user's");
                for (const Part& part : messages[at].parts)
                    this->part(part);
            }
            m_json.endArray().endObject();
        }
        m_json.endArray();
    }

private:
    void part(const Part& value)
    {
        std::visit(Overloaded{
                       [&](const TextPart& p) { text(p.text); },
                       [&](const RefusalPart& p) { text(p.text); },
                       [&](const ImagePart& p) { media(p.source); },
                       [&](const AudioPart& p) { media(p.source); },
                       [&](const FilePart& p) {
                           if (!p.id.empty() || (p.source.url.empty() && p.source.base64.empty()))
                               m_adjustments.dropped("a file that another provider keeps");
                           else
                               media(p.source);
                       },
                       [&](const ToolCallPart& p) { call(p); },
                       [&](const ToolResultPart& p) { result(p); },
                       [&](const ReasoningPart& p) {
                           if (!p.signature.empty() && p.signedBy == Protocol::Gemini)
                               m_signature = p.signature; // stands beside the part that the thoughts led to
                           else
                               m_adjustments.dropped("thinking of earlier turns");
                       },
                   },
                   value.value);
    }

    void signature()
    {
        if (!m_signature.empty())
            m_json.key("thoughtSignature").text(m_signature);
        m_signature.clear();
    }

    void text(std::string_view text)
    {
        m_json.beginObject().key("text").text(text);
        signature();
        m_json.endObject();
    }

    void media(const MediaSource& source)
    {
        m_json.beginObject();
        if (source.isUrl())
            m_json.key("fileData").beginObject().key("mimeType").text(source.mediaType.empty() ? typeFromName(source.url) : source.mediaType)
                .key("fileUri").text(source.url).endObject();
        else
            m_json.key("inlineData").beginObject().key("mimeType").text(source.mediaType.empty() ? "image/png" : source.mediaType)
                .key("data").text(source.base64).endObject();
        m_json.endObject();
    }

    void call(const ToolCallPart& p)
    {
        m_names[p.id] = p.name;
        const bool object = isJsonObject(p.arguments) && checkJson(p.arguments).has_value();
        m_json.beginObject().key("functionCall").beginObject().key("id").text(p.id).key("name").text(p.name);
        m_json.key("args").raw(object ? std::string_view(p.arguments) : "{}").endObject();
        if (!p.signature.empty() && p.signedBy == Protocol::Gemini)
            m_signature = p.signature;
        if (m_signature.empty() && !m_callSigned) // only the first call of a turn needs one
            m_signature = kNoSignature;
        m_callSigned = true;
        signature();
        m_json.endObject();
    }

    void result(const ToolResultPart& p)
    {
        const auto known = m_names.find(p.callId);
        const std::string text = textOf(p.content, "\n");
        m_json.beginObject().key("functionResponse").beginObject().key("id").text(p.callId);
        m_json.key("name").text(!p.name.empty() ? p.name : known != m_names.end() ? known->second : p.callId).key("response");
        if (!p.isError && isJsonObject(text) && checkJson(text).has_value())
            m_json.raw(text);
        else
            m_json.beginObject().key(p.isError ? "error" : "result").text(text).endObject();
        m_json.endObject().endObject();
        for (const Part& inner : p.content) {
            if (!std::holds_alternative<TextPart>(inner.value))
                part(inner);
        }
    }

    JsonWriter& m_json;
    bool m_signCalls;
    Adjustments& m_adjustments;
    std::string m_signature;  ///< waits for the part that it belongs to
    bool m_callSigned = false;
    std::map<std::string, std::string> m_names; ///< of calls, by id
};

} // namespace

void writeGeminiContents(JsonWriter& json, const std::vector<Message>& messages, bool signCalls, Adjustments& adjustments)
{
    const auto rest = static_cast<std::size_t>(std::find_if_not(messages.begin(), messages.end(), isSystem) - messages.begin());
    if (rest > 0) {
        json.key("systemInstruction").beginObject().key("parts").beginArray();
        for (std::size_t i = 0; i < rest; ++i) {
            for (const Part& part : messages[i].parts) {
                if (const auto* text = std::get_if<TextPart>(&part.value))
                    json.beginObject().key("text").text(text->text).endObject();
            }
        }
        json.endArray().endObject();
    }
    ContentsWriter(json, signCalls, adjustments).write(messages, rest);
}

} // namespace lanyard
