#include "surfaces/responses/ResponsesItems.h"

#include "llm/DataUrl.h"
#include "llm/SignatureTag.h"
#include "surfaces/responses/ResponsesToolNames.h"

namespace lanyard {
namespace {

class ItemsReader
{
public:
    ItemsReader(std::vector<Message>& messages, ItemMemory* memory, RequestProblem& problem, Adjustments& adjustments)
        : m_messages(messages), m_memory(memory), m_problem(problem), m_adjustments(adjustments)
    {
    }

    void read(const JsonValue& item, std::size_t index)
    {
        const JsonValue type = item["type"];
        if (type.is("message") || (type.absent() && item["role"].isString()))
            message(item, index);
        else if (type.is("function_call") || type.is("custom_tool_call"))
            call(item, type.is("custom_tool_call"));
        else if (type.is("function_call_output") || type.is("custom_tool_call_output"))
            output(item, index);
        else if (type.is("reasoning"))
            reasoning(item);
        else if (type.is("item_reference"))
            reference(item["id"].text(), index);
        else if (type.isString()) // a call of the provider's own tools; what it found is in the words that followed
            m_adjustments.dropped("an item of type " + type.text());
        else
            m_problem.wrong(fieldName("input", index, "type"), "a string");
    }

private:
    void reference(const std::string& id, std::size_t index)
    {
        const std::optional<std::string> kept = m_memory ? m_memory->find(id) : std::nullopt;
        JsonDocument document;
        if (kept && document.parse(*kept) && !document.root()["type"].is("item_reference"))
            return read(document.root(), index);
        m_problem.refuse("\"" + fieldName("input", index) + "\" refers to an item that is not kept, or not any more: send the item itself");
    }

    std::vector<Part>& side(Role role)
    {
        if (m_messages.empty() || m_messages.back().role != role || role != Role::Assistant)
            m_messages.push_back({role, {}, {}});
        return m_messages.back().parts;
    }

    void message(const JsonValue& item, std::size_t index)
    {
        const JsonValue role = item["role"];
        Role side = Role::User;
        if (role.is("assistant"))
            side = Role::Assistant;
        else if (role.is("system"))
            side = Role::System;
        else if (role.is("developer"))
            side = Role::Developer;
        else if (!role.is("user"))
            m_problem.wrong(fieldName("input", index, "role"), "user, assistant, system or developer");
        content(item["content"], fieldName("input", index, "content"), this->side(side));
    }

    void content(const JsonValue& value, const std::string& field, std::vector<Part>& parts)
    {
        if (value.isString()) {
            parts.push_back({TextPart{value.text()}, {}});
            return;
        }
        if (!value.isArray())
            return m_problem.wrong(field, "a string or a list of parts");
        std::size_t index = 0;
        for (const JsonValue part : value) {
            const JsonValue type = part["type"];
            if (type.is("input_text") || type.is("output_text") || type.is("text"))
                parts.push_back({TextPart{part["text"].text()}, {}});
            else if (type.is("refusal"))
                parts.push_back({RefusalPart{part["refusal"].text()}, {}});
            else if (type.is("input_image") && part["image_url"].isString())
                parts.push_back({ImagePart{mediaFromUrl(part["image_url"].text()), part["detail"].text()}, {}});
            else if (type.is("input_file"))
                parts.push_back({FilePart{mediaFromUrl(part["file_url"].isString() ? part["file_url"].text() : part["file_data"].text()), part["filename"].text(), part["file_id"].text()}, {}});
            else if (type.is("input_audio"))
                parts.push_back({AudioPart{{{}, part["input_audio"]["data"].text(), "audio/" + part["input_audio"]["format"].text()}}, {}});
            else
                m_problem.wrong(fieldName(field, index, "type"), "input_text, output_text, input_image with an image_url, input_file, input_audio or refusal");
            ++index;
        }
    }

    void call(const JsonValue& item, bool custom)
    {
        ToolCallPart part;
        part.id = item["call_id"].text();
        part.space = item["namespace"].text();
        part.name = ResponsesToolNames::flatName(part.space, item["name"].text());
        part.arguments = custom ? ResponsesToolNames::customArguments(item["input"].text()) : item["arguments"].text();
        side(Role::Assistant).push_back({std::move(part), {}});
    }

    void output(const JsonValue& item, std::size_t index)
    {
        ToolResultPart part;
        part.callId = item["call_id"].text();
        if (part.callId.empty())
            m_problem.wrong(fieldName("input", index, "call_id"), "the id of the call that is answered");
        content(item["output"], fieldName("input", index, "output"), part.content);
        side(Role::Tool).push_back({std::move(part), {}});
    }

    void reasoning(const JsonValue& item)
    {
        ReasoningPart part;
        part.id = item["id"].text();
        for (const JsonValue piece : item["summary"])
            part.text += piece["text"].text();
        if (item["content"].isArray()) // the thoughts themselves, where a service gives them out
            part.text.clear();
        for (const JsonValue piece : item["content"])
            part.text += piece["text"].text();
        if (item["encrypted_content"].isString()) {
            OriginalSignature signature = untaggedSignature(item["encrypted_content"].text(), Protocol::Responses);
            part.signature = std::move(signature.signature);
            part.signedBy = signature.origin;
            part.redacted = part.text.empty() && part.signedBy == Protocol::Anthropic;
        }
        side(Role::Assistant).push_back({std::move(part), {}});
    }

    std::vector<Message>& m_messages;
    ItemMemory* m_memory;
    RequestProblem& m_problem;
    Adjustments& m_adjustments;
};

} // namespace

void readResponsesItems(const JsonValue& input, ItemMemory* memory, std::vector<Message>& messages, RequestProblem& problem, Adjustments& adjustments)
{
    if (input.isString()) {
        messages.push_back({Role::User, {{TextPart{input.text()}, {}}}, {}});
        return;
    }
    ItemsReader reader(messages, memory, problem, adjustments);
    std::size_t index = 0;
    for (const JsonValue item : input)
        reader.read(item, index++);
}

} // namespace lanyard
