#include "surfaces/gemini/GeminiContents.h"

#include "surfaces/ToolCallMatcher.h"

namespace lanyard {
namespace {

class ContentsReader
{
public:
    ContentsReader(RequestProblem& problem, Adjustments& adjustments) : m_problem(problem), m_adjustments(adjustments) {}

    Message read(const JsonValue& content, std::size_t index)
    {
        Message message;
        const JsonValue role = content["role"];
        if (role.is("model"))
            message.role = Role::Assistant;
        else if (!role.absent() && !role.is("user") && !role.is("function"))
            m_problem.wrong(fieldName("contents", index, "role"), "user or model");
        if (!content["parts"].isArray())
            m_problem.wrong(fieldName("contents", index, "parts"), "a list of parts");
        for (const JsonValue part : content["parts"])
            readPart(part, message.parts);
        return message;
    }

private:
    void readPart(const JsonValue& part, std::vector<Part>& parts)
    {
        const JsonValue call = geminiMember(part, "functionCall", "function_call");
        const JsonValue response = geminiMember(part, "functionResponse", "function_response");
        const JsonValue inlined = geminiMember(part, "inlineData", "inline_data");
        const JsonValue file = geminiMember(part, "fileData", "file_data");
        const std::string signature = geminiMember(part, "thoughtSignature", "thought_signature").text();
        if (call.isObject())
            readCall(call, signature, parts);
        else if (response.isObject())
            readResponse(response, parts);
        else if (inlined.isObject())
            readMedia({{}, inlined["data"].text(), geminiMember(inlined, "mimeType", "mime_type").text()}, parts);
        else if (file.isObject())
            readMedia({geminiMember(file, "fileUri", "file_uri").text(), {}, geminiMember(file, "mimeType", "mime_type").text()}, parts);
        else if (part["text"].isString())
            readText(part, signature, parts);
        else
            m_adjustments.dropped("a part that is no text, media or function");
    }

    static void readText(const JsonValue& part, const std::string& signature, std::vector<Part>& parts)
    {
        if (part["thought"].boolean() == true) {
            ReasoningPart thought{part["text"].text(), signature, {}, false, {}};
            if (!signature.empty())
                thought.signedBy = Protocol::Gemini;
            parts.push_back({std::move(thought), {}});
            return;
        }
        parts.push_back({TextPart{part["text"].text()}, {}});
    }

    static void readMedia(MediaSource media, std::vector<Part>& parts)
    {
        const std::string_view type = media.mediaType;
        if (type.starts_with("audio/"))
            parts.push_back({AudioPart{std::move(media)}, {}});
        else if (type.starts_with("image/") || type.empty())
            parts.push_back({ImagePart{std::move(media), {}}, {}});
        else
            parts.push_back({FilePart{std::move(media), {}, {}}, {}});
    }

    void readCall(const JsonValue& value, const std::string& signature, std::vector<Part>& parts)
    {
        ToolCallPart call;
        call.name = value["name"].text();
        call.arguments = value["args"].isObject() ? std::string(value["args"].raw()) : "{}";
        call.id = m_calls.add(value["id"].text(), call.name);
        if (!signature.empty()) {
            call.signature = signature;
            call.signedBy = Protocol::Gemini;
        }
        parts.push_back({std::move(call), {}});
    }

    void readResponse(const JsonValue& value, std::vector<Part>& parts)
    {
        ToolResultPart result;
        result.name = value["name"].text();
        result.callId = m_calls.answer(value["id"].text(), result.name);
        if (result.callId.empty())
            m_problem.refuse("\"functionResponse\" of \"" + result.name + "\" answers no functionCall before it");
        const JsonValue response = value["response"];
        result.isError = response.size() == 1 && !response["error"].absent();
        // The dialect wraps plain texts in an object; taken out again, other providers see the text itself.
        const JsonValue only = response["result"].isString() ? response["result"] : response["output"].isString() ? response["output"] : response["error"];
        const bool wrapped = response.size() == 1 && only.isString();
        result.content.push_back({TextPart{wrapped ? only.text() : std::string(response.raw())}, {}});
        for (const JsonValue part : value["parts"])
            readPart(part, result.content);
        parts.push_back({std::move(result), {}});
    }

    RequestProblem& m_problem;
    Adjustments& m_adjustments;
    ToolCallMatcher m_calls;
};

} // namespace

JsonValue geminiMember(const JsonValue& object, std::string_view camel, std::string_view snake)
{
    const JsonValue value = object[camel];
    return value ? value : object[snake];
}

void readGeminiContents(const JsonValue& body, std::vector<Message>& messages, RequestProblem& problem, Adjustments& adjustments)
{
    const JsonValue system = geminiMember(body, "systemInstruction", "system_instruction");
    if (!system.absent()) {
        Message message{Role::System, {}, {}};
        if (system.isString())
            message.parts.push_back({TextPart{system.text()}, {}});
        for (const JsonValue part : system["parts"])
            message.parts.push_back({TextPart{part["text"].text()}, {}});
        messages.push_back(std::move(message));
    }
    ContentsReader reader(problem, adjustments);
    std::size_t index = 0;
    for (const JsonValue content : body["contents"])
        messages.push_back(reader.read(content, index++));
}

} // namespace lanyard
