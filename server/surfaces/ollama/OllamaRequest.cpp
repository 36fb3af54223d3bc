#include "surfaces/ollama/OllamaRequest.h"

#include "llm/RequestProblem.h"
#include "surfaces/TaskFields.h"
#include "surfaces/ToolCallMatcher.h"

#include <algorithm>

#include <array>

namespace lanyard {
namespace {

class MessagesReader
{
public:
    MessagesReader(RequestProblem& problem) : m_problem(problem) {}

    Message read(const JsonValue& value, std::size_t index)
    {
        Message message;
        const JsonValue role = value["role"];
        if (role.is("system"))
            message.role = Role::System;
        else if (role.is("assistant"))
            message.role = Role::Assistant;
        else if (role.is("tool"))
            message.role = Role::Tool;
        else if (!role.is("user"))
            m_problem.wrong(fieldName("messages", index, "role"), "system, user, assistant or tool");
        const std::string text = m_problem.text(value["content"], fieldName("messages", index, "content"));
        if (message.role == Role::Tool) {
            result(value, text, message);
            return message;
        }
        if (value["thinking"].isString() && !value["thinking"].is(""))
            message.parts.push_back({ReasoningPart{value["thinking"].text(), {}, {}, false, {}}, {}});
        if (!text.empty())
            message.parts.push_back({TextPart{text}, {}});
        images(value["images"], message);
        for (const JsonValue call : value["tool_calls"]) {
            const JsonValue function = call["function"];
            const std::string name = function["name"].text();
            const std::string arguments = function["arguments"].isObject() ? std::string(function["arguments"].raw()) : function["arguments"].text();
            message.parts.push_back({ToolCallPart{m_calls.add(call["id"].text(), name), name, arguments, {}, {}, {}}, {}});
        }
        return message;
    }

    static void images(const JsonValue& list, Message& message)
    {
        for (const JsonValue image : list)
            message.parts.push_back({ImagePart{{{}, image.text(), typeOf(image.text())}, {}}, {}});
    }

private:
    void result(const JsonValue& value, const std::string& text, Message& message)
    {
        ToolResultPart part;
        part.name = value["tool_name"].isString() ? value["tool_name"].text() : value["name"].text();
        part.callId = m_calls.answer(value["tool_call_id"].text(), part.name);
        part.content.push_back({TextPart{text}, {}});
        if (part.callId.empty())
            m_problem.refuse("a message of role tool answers no tool call before it");
        message.parts.push_back({std::move(part), {}});
    }

    /// The dialect's base64 is bare; the first bytes tell what it is.
    static std::string typeOf(std::string_view base64)
    {
        if (base64.starts_with("/9j/"))
            return "image/jpeg";
        if (base64.starts_with("R0lG"))
            return "image/gif";
        return base64.starts_with("UklG") ? "image/webp" : "image/png";
    }

    RequestProblem& m_problem;
    ToolCallMatcher m_calls;
};

void readOptions(const JsonValue& options, ChatParameters& out, RequestProblem& problem, Adjustments& adjustments)
{
    out.temperature = problem.number(options["temperature"], "options.temperature");
    out.topP = problem.number(options["top_p"], "options.top_p");
    out.topK = problem.number(options["top_k"], "options.top_k");
    out.seed = problem.integer(options["seed"], "options.seed");
    out.presencePenalty = problem.number(options["presence_penalty"], "options.presence_penalty");
    out.frequencyPenalty = problem.number(options["frequency_penalty"], "options.frequency_penalty");
    out.stop = problem.texts(options["stop"], "options.stop");
    if (const auto most = problem.integer(options["num_predict"], "options.num_predict"); most && *most >= 0)
        out.maxOutput = static_cast<std::uint64_t>(*most); // negative: as long as it likes
    constexpr std::array<std::string_view, 9> kRead{"temperature", "top_p", "top_k", "seed", "presence_penalty", "frequency_penalty", "stop", "num_predict", "num_ctx"};
    for (const JsonValue option : options) {
        const std::string name = option.key();
        if (std::find(kRead.begin(), kRead.end(), name) == kRead.end())
            adjustments.dropped("options." + name);
    }
}

void readParameters(const JsonValue& root, ChatParameters& out, RequestProblem& problem, Adjustments& adjustments)
{
    std::size_t index = 0;
    for (const JsonValue tool : root["tools"]) {
        const JsonValue function = tool["function"];
        if (!function["name"].isString())
            problem.wrong(fieldName("tools", index, "function.name"), "a string");
        out.tools.push_back({function["name"].text(), function["description"].text(), std::string(function["parameters"].raw()), {}, {}});
        ++index;
    }
    const JsonValue format = root["format"];
    if (format.is("json"))
        out.format.kind = ResponseFormat::Kind::JsonObject;
    else if (format.isObject())
        out.format = {ResponseFormat::Kind::JsonSchema, {}, {}, std::string(format.raw()), {}};
    const JsonValue think = root["think"];
    if (think.isString())
        out.reasoning.effort = effortFrom(think.text()).value_or(ReasoningWish::Effort::Medium);
    else if (think.boolean())
        out.reasoning.effort = *think.boolean() ? ReasoningWish::Effort::Medium : ReasoningWish::Effort::None;
    readOptions(root["options"], out, problem, adjustments);
    out.logprobs = problem.boolean(root["logprobs"], "logprobs").value_or(false);
    out.topLogprobs = problem.whole(root["top_logprobs"], "top_logprobs");
    for (const std::string_view name : {"template", "context", "raw", "suffix"}) {
        if (!root[name].absent() && root[name].boolean() != false)
            adjustments.dropped(name);
    }
}

} // namespace

bool isOllamaGenerate(const ModelTask& task)
{
    return task.path.ends_with("/generate");
}

Result<ModelTask> parseOllamaRequest(const SurfaceRequest& request)
{
    std::array fields{JsonMember{"model"}, JsonMember{"messages"}, JsonMember{"stream"}, JsonMember{"options"}};
    if (Result<void> scanned = scanBody(request.body, fields); !scanned)
        return scanned.error();
    ModelTask task;
    task.protocol = Protocol::Ollama;
    task.operation = request.operation;
    task.path = request.path;
    task.body = request.body;
    task.usageAsked = true; // the last line always tells it
    task.stream = task.operation == Operation::Chat;
    Result<void> messages;
    if (task.operation == Operation::Chat && !isOllamaGenerate(task))
        messages = requireList("messages", fields[1].value);
    for (const Result<void>& read : {takeModel(fields[0].value, task), messages, takeFlag("stream", fields[2].value, task.stream)}) {
        if (!read)
            return read.error();
    }
    std::array options{JsonMember{"num_predict"}};
    if (isJsonObject(fields[3].value) && scanJsonObject(fields[3].value, options))
        task.maxOutput = jsonUnsigned(options[0].value); // -1 is no cap
    return task;
}

Result<ChatRequest> readOllamaChat(const ModelTask& task, Adjustments& adjustments)
{
    JsonDocument document;
    if (Result<void> parsed = document.parse(task.body); !parsed)
        return parsed.error();
    const JsonValue root = document.root();
    ChatRequest request;
    request.stream = task.stream;
    RequestProblem problem;
    if (isOllamaGenerate(task)) {
        if (const std::string system = problem.text(root["system"], "system"); !system.empty())
            request.messages.push_back({Role::System, {{TextPart{system}, {}}}, {}});
        Message prompt{Role::User, {{TextPart{problem.text(root["prompt"], "prompt")}, {}}}, {}};
        MessagesReader::images(root["images"], prompt);
        request.messages.push_back(std::move(prompt));
    } else {
        MessagesReader reader(problem);
        std::size_t index = 0;
        for (const JsonValue message : root["messages"])
            request.messages.push_back(reader.read(message, index++));
    }
    readParameters(root, request.parameters, problem, adjustments);
    if (problem.any())
        return problem.error();
    return request;
}

} // namespace lanyard
