#include "surfaces/openai/OpenAiChatMessages.h"

#include "llm/DataUrl.h"
#include "llm/RequestProblem.h"
#include "surfaces/openai/OpenAiChatParameters.h"

namespace lanyard {
namespace {

std::optional<Role> roleFrom(const JsonValue& value)
{
    if (value.is("user"))
        return Role::User;
    if (value.is("assistant"))
        return Role::Assistant;
    if (value.is("system"))
        return Role::System;
    if (value.is("developer"))
        return Role::Developer;
    if (value.is("tool") || value.is("function"))
        return Role::Tool;
    return std::nullopt;
}

std::string audioType(const JsonValue& format)
{
    return format.isString() ? "audio/" + format.text() : std::string();
}

std::optional<Part> readPart(const JsonValue& part)
{
    const JsonValue type = part["type"];
    if (type.is("text") || type.is("input_text") || type.is("output_text"))
        return Part{TextPart{part["text"].text()}, {}};
    if (type.is("image_url")) {
        const JsonValue image = part["image_url"];
        return Part{ImagePart{mediaFromUrl(image.isString() ? image.text() : image["url"].text()), image["detail"].text()}, {}};
    }
    if (type.is("input_audio")) {
        const JsonValue audio = part["input_audio"];
        return Part{AudioPart{{{}, audio["data"].text(), audioType(audio["format"])}}, {}};
    }
    if (type.is("file")) {
        const JsonValue file = part["file"];
        return Part{FilePart{mediaFromUrl(file["file_data"].text()), file["filename"].text(), file["file_id"].text()}, {}};
    }
    if (type.is("refusal"))
        return Part{RefusalPart{part["refusal"].text()}, {}};
    return std::nullopt;
}

void readContent(const JsonValue& content, const std::string& field, std::vector<Part>& parts, RequestProblem& problem)
{
    if (content.absent())
        return;
    if (content.isString()) {
        parts.push_back({TextPart{content.text()}, {}});
        return;
    }
    if (!content.isArray())
        return problem.wrong(field, "a string or a list of parts");
    std::size_t index = 0;
    for (const JsonValue item : content) {
        std::optional<Part> part = readPart(item);
        if (!part)
            return problem.wrong(fieldName(field, index, "type"), "text, image_url, input_audio, file or refusal");
        if (const JsonValue cache = item["cache_control"]; !cache.absent())
            part->extras.push_back({"cache_control", std::string(cache.raw())});
        parts.push_back(std::move(*part));
        ++index;
    }
}

void readToolCalls(const JsonValue& message, std::vector<Part>& parts)
{
    for (const JsonValue call : message["tool_calls"]) {
        const JsonValue function = call["function"];
        parts.push_back({ToolCallPart{call["id"].text(), function["name"].text(), function["arguments"].text(), {}, {}, {}}, {}});
    }
    if (const JsonValue old = message["function_call"]; old.isObject())
        parts.push_back({ToolCallPart{old["name"].text(), old["name"].text(), old["arguments"].text(), {}, {}, {}}, {}});
}

Message readMessage(const JsonValue& value, std::size_t index, RequestProblem& problem)
{
    Message message;
    const auto role = roleFrom(value["role"]);
    if (!role)
        problem.wrong(fieldName("messages", index, "role"), "system, developer, user, assistant or tool");
    message.role = role.value_or(Role::User);
    message.name = value["name"].text();
    std::vector<Part> content;
    readContent(value["content"], fieldName("messages", index, "content"), content, problem);
    if (message.role == Role::Tool) {
        // The older role "function" has no id; its name stands for it, as in the call.
        const std::string id = value["tool_call_id"].isString() ? value["tool_call_id"].text() : message.name;
        message.parts.push_back({ToolResultPart{id, message.name, std::move(content), false}, {}});
        return message;
    }
    const JsonValue reasoning = value["reasoning_content"].isString() ? value["reasoning_content"] : value["reasoning"];
    if (reasoning.isString() && reasoning.raw() != "\"\"")
        message.parts.push_back({ReasoningPart{reasoning.text(), {}, {}, false, {}}, {}});
    for (Part& part : content)
        message.parts.push_back(std::move(part));
    if (const JsonValue refusal = value["refusal"]; refusal.isString())
        message.parts.push_back({RefusalPart{refusal.text()}, {}});
    readToolCalls(value, message.parts);
    return message;
}

} // namespace

Result<ChatRequest> readOpenAiChat(const ModelTask& task)
{
    JsonDocument document;
    if (Result<void> parsed = document.parse(task.body); !parsed)
        return parsed.error();
    const JsonValue root = document.root();
    ChatRequest request;
    request.stream = task.stream;
    RequestProblem problem;
    std::size_t index = 0;
    for (const JsonValue message : root["messages"])
        request.messages.push_back(readMessage(message, index++, problem));
    request.parameters = readOpenAiParameters(root, problem);
    if (problem.any())
        return problem.error();
    return request;
}

} // namespace lanyard
