#include "surfaces/anthropic/AnthropicRequest.h"

#include "llm/RequestProblem.h"
#include "surfaces/TaskFields.h"
#include "surfaces/anthropic/AnthropicBlocks.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

constexpr std::array<std::string_view, 14> kKnown{"model",   "messages", "system",      "max_tokens", "stream",   "stop_sequences", "temperature",
                                                  "top_p",   "top_k",    "tools",       "tool_choice", "thinking", "output_config",  "metadata"};

std::optional<Role> roleFrom(const JsonValue& value)
{
    if (value.is("user"))
        return Role::User;
    if (value.is("assistant"))
        return Role::Assistant;
    if (value.is("system"))
        return Role::System;
    return std::nullopt;
}

void readSystem(const JsonValue& system, ChatRequest& out, RequestProblem& problem)
{
    if (system.absent())
        return;
    Message message{Role::System, {}, {}};
    if (system.isString())
        message.parts.push_back({TextPart{system.text()}, {}});
    else if (!system.isArray())
        problem.wrong("system", "a string or a list of text blocks");
    for (const JsonValue block : system) {
        if (!block["type"].is("text"))
            problem.wrong("system", "a string or a list of text blocks");
        message.parts.push_back({TextPart{block["text"].text()}, anthropicCacheControl(block)});
    }
    out.messages.push_back(std::move(message));
}

void readTools(const JsonValue& tools, ChatParameters& out, RequestProblem& problem, Adjustments& adjustments)
{
    std::size_t index = 0;
    for (const JsonValue tool : tools) {
        const JsonValue type = tool["type"];
        if (type.absent() || type.is("custom")) {
            if (!tool["name"].isString())
                problem.wrong(fieldName("tools", index, "name"), "a string");
            const JsonValue schema = tool["input_schema"];
            if (!schema.isObject() && !schema.absent())
                problem.wrong(fieldName("tools", index, "input_schema"), "a JSON schema");
            out.tools.push_back({tool["name"].text(), tool["description"].text(), std::string(schema.raw()), tool["strict"].boolean(), {}});
        } else {
            adjustments.dropped("the tool " + type.text());
        }
        ++index;
    }
}

void readToolChoice(const JsonValue& choice, ChatParameters& out)
{
    using Mode = ToolChoice::Mode;
    const JsonValue type = choice["type"];
    if (type.is("auto"))
        out.toolChoice.mode = Mode::Auto;
    else if (type.is("any"))
        out.toolChoice.mode = Mode::Required;
    else if (type.is("none"))
        out.toolChoice.mode = Mode::None;
    else if (type.is("tool"))
        out.toolChoice = {Mode::Named, choice["name"].text()};
    if (const auto single = choice["disable_parallel_tool_use"].boolean())
        out.parallelToolCalls = !*single;
}

void readThinking(const JsonValue& root, ChatParameters& out, RequestProblem& problem)
{
    const JsonValue thinking = root["thinking"];
    if (thinking["type"].is("enabled")) {
        out.reasoning.budgetTokens = static_cast<std::int64_t>(problem.whole(thinking["budget_tokens"], "thinking.budget_tokens").value_or(0));
        out.reasoning.showThoughts = true;
    } else if (thinking["type"].is("adaptive")) {
        out.reasoning.budgetTokens = -1;
        out.reasoning.showThoughts = true;
    } else if (thinking["type"].is("disabled")) {
        out.reasoning.effort = ReasoningWish::Effort::None;
    }
    if (thinking["display"].is("omitted"))
        out.reasoning.showThoughts = false;
    const JsonValue config = root["output_config"];
    if (config["effort"].isString() && out.reasoning.effort != ReasoningWish::Effort::None) {
        const auto effort = effortFrom(config["effort"].text());
        if (!effort)
            return problem.wrong("output_config.effort", "low, medium, high, xhigh or max");
        out.reasoning.effort = *effort;
    }
    const JsonValue format = config["format"];
    if (format["type"].is("json_schema")) {
        if (!format["schema"].isObject())
            return problem.wrong("output_config.format.schema", "a JSON schema");
        out.format = {ResponseFormat::Kind::JsonSchema, {}, {}, std::string(format["schema"].raw()), {}};
    }
}

} // namespace

Result<ModelTask> parseAnthropicRequest(std::string_view body)
{
    std::array fields{JsonMember{"model"}, JsonMember{"messages"}, JsonMember{"stream"}, JsonMember{"max_tokens"},
                      JsonMember{"metadata"}};
    ModelTask task;
    fields[1].ends = &task.messageEnds;
    if (Result<void> scanned = scanBody(body, fields); !scanned)
        return scanned.error();
    task.body = body;
    task.usageAsked = true; // the dialect's streams always tell it
    for (const Result<void>& read : {takeModel(fields[0].value, task), requireList("messages", fields[1].value),
                                     takeFlag("stream", fields[2].value, task.stream), takeCount("max_tokens", fields[3].value, task.maxOutput)}) {
        if (!read)
            return read.error();
    }
    task.messagesRaw = fields[1].value;
    std::array metadata{JsonMember{"user_id"}};
    if (isJsonObject(fields[4].value) && scanJsonObject(fields[4].value, metadata))
        task.sessionKey = jsonString(metadata[0].value).value_or(std::string());
    return task;
}

Result<ChatRequest> readAnthropicChat(const ModelTask& task, Adjustments& adjustments)
{
    JsonDocument document;
    if (Result<void> parsed = document.parse(task.body); !parsed)
        return parsed.error();
    const JsonValue root = document.root();
    ChatRequest request;
    request.stream = task.stream;
    RequestProblem problem;
    readSystem(root["system"], request, problem);
    std::size_t index = 0;
    for (const JsonValue item : root["messages"]) {
        const auto role = roleFrom(item["role"]);
        if (!role)
            problem.wrong(fieldName("messages", index, "role"), "user, assistant or system");
        Message message{role.value_or(Role::User), {}, {}};
        readAnthropicContent(item["content"], fieldName("messages", index, "content"), message.parts, problem, adjustments);
        request.messages.push_back(std::move(message));
        ++index;
    }
    ChatParameters& out = request.parameters;
    out.maxOutput = task.maxOutput;
    out.temperature = problem.number(root["temperature"], "temperature");
    out.topP = problem.number(root["top_p"], "top_p");
    out.topK = problem.number(root["top_k"], "top_k");
    out.stop = problem.texts(root["stop_sequences"], "stop_sequences");
    out.user = root["metadata"]["user_id"].text();
    readTools(root["tools"], out, problem, adjustments);
    readToolChoice(root["tool_choice"], out);
    readThinking(root, out, problem);
    for (const JsonValue member : root) {
        const std::string name = member.key();
        if (!member.isNull() && std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end())
            out.extras.push_back({name, std::string(member.raw())});
    }
    if (problem.any())
        return problem.error();
    return request;
}

} // namespace lanyard
