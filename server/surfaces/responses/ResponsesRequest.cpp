#include "surfaces/responses/ResponsesRequest.h"

#include "llm/RequestProblem.h"
#include "surfaces/TaskFields.h"
#include "surfaces/responses/ResponsesItems.h"
#include "surfaces/responses/ResponsesMemory.h"
#include "surfaces/responses/ResponsesToolNames.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

/// Read here, or without a meaning for the answer (what is kept, how much of it is sent back).
constexpr std::array<std::string_view, 25> kKnown{"model", "input", "instructions", "stream", "stream_options", "max_output_tokens", "temperature", "top_p",
                                                  "tools", "tool_choice", "parallel_tool_calls", "reasoning", "text", "top_logprobs", "user", "stop",
                                                  "store", "include", "truncation", "previous_response_id", "conversation", "background",
                                                  "client_metadata", "prompt_cache_key", "max_tool_calls"};

void addTool(const JsonValue& tool, std::string_view space, ChatParameters& out, Adjustments& adjustments)
{
    const JsonValue type = tool["type"];
    const std::string name = ResponsesToolNames::flatName(space, tool["name"].text());
    if (type.is("function")) {
        const JsonValue schema = tool["parameters"];
        out.tools.push_back({name, tool["description"].text(), schema.isObject() ? std::string(schema.raw()) : std::string(), tool["strict"].boolean(), std::string(space)});
    } else if (type.is("custom")) {
        out.tools.push_back({name, tool["description"].text(), std::string(ResponsesToolNames::customSchema()), {}, std::string(space)});
    } else if (type.is("namespace") && space.empty()) {
        for (const JsonValue inner : tool["tools"])
            addTool(inner, tool["name"].text(), out, adjustments);
    } else {
        adjustments.dropped("the tool " + type.text()); // of the provider's own servers
    }
}

void readToolChoice(const JsonValue& choice, ChatParameters& out, RequestProblem& problem)
{
    using Mode = ToolChoice::Mode;
    if (choice.is("auto"))
        out.toolChoice.mode = Mode::Auto;
    else if (choice.is("none"))
        out.toolChoice.mode = Mode::None;
    else if (choice.is("required"))
        out.toolChoice.mode = Mode::Required;
    else if (choice["name"].isString())
        out.toolChoice = {Mode::Named, ResponsesToolNames::flatName(choice["namespace"].text(), choice["name"].text())};
    else if (!choice.absent())
        problem.wrong("tool_choice", "none, auto, required or one function: the provider that serves this model knows no other choice");
}

void readFormat(const JsonValue& text, ChatParameters& out, RequestProblem& problem)
{
    const JsonValue format = text["format"];
    if (format["type"].is("json_object"))
        out.format.kind = ResponseFormat::Kind::JsonObject;
    if (format["type"].is("json_schema")) {
        if (!format["schema"].isObject())
            problem.wrong("text.format.schema", "a JSON schema");
        out.format = {ResponseFormat::Kind::JsonSchema, format["name"].text(), format["description"].text(), std::string(format["schema"].raw()), format["strict"].boolean()};
    }
    if (!text["verbosity"].absent())
        out.extras.push_back({"verbosity", std::string(text["verbosity"].raw())});
}

void readReasoning(const JsonValue& reasoning, ChatParameters& out, RequestProblem& problem)
{
    if (reasoning["effort"].isString()) {
        const auto effort = effortFrom(reasoning["effort"].text());
        if (!effort)
            return problem.wrong("reasoning.effort", "none, minimal, low, medium, high or xhigh");
        out.reasoning.effort = *effort;
    }
    if (!reasoning["summary"].absent())
        out.reasoning.showThoughts = !reasoning["summary"].is("none");
}

void refuseWhatIsKeptElsewhere(const JsonValue& root, RequestProblem& problem)
{
    if (!root["conversation"].absent())
        problem.refuse("\"conversation\" needs turns that the provider of this model does not keep: send the whole conversation as \"input\"");
    if (root["background"].boolean() == true)
        problem.refuse("\"background\" is not offered for this model: send the request without it");
}

void readEarlierTurns(const std::string& responseId, const ModelTask& task, std::vector<Message>& messages, RequestProblem& problem, Adjustments& adjustments)
{
    if (responseId.empty())
        return;
    const std::vector<std::string> lists = task.items ? turnsUpTo(responseId, *task.items) : std::vector<std::string>();
    if (lists.empty())
        return problem.refuse("\"previous_response_id\" names an answer that is not kept, or not any more: send the whole conversation as \"input\"");
    for (const std::string& list : lists) {
        JsonDocument document;
        if (document.parse(list))
            readResponsesItems(document.root(), task.items, messages, problem, adjustments);
    }
}

ChatParameters readParameters(const JsonValue& root, RequestProblem& problem, Adjustments& adjustments)
{
    ChatParameters out;
    for (const JsonValue tool : root["tools"])
        addTool(tool, {}, out, adjustments);
    readToolChoice(root["tool_choice"], out, problem);
    out.parallelToolCalls = problem.boolean(root["parallel_tool_calls"], "parallel_tool_calls");
    readFormat(root["text"], out, problem);
    readReasoning(root["reasoning"], out, problem);
    out.maxOutput = problem.whole(root["max_output_tokens"], "max_output_tokens");
    out.temperature = problem.number(root["temperature"], "temperature");
    out.topP = problem.number(root["top_p"], "top_p");
    out.stop = problem.texts(root["stop"], "stop");
    out.user = problem.text(root["user"], "user");
    for (const JsonValue wanted : root["include"])
        out.logprobs = out.logprobs || wanted.is("message.output_text.logprobs");
    if (out.logprobs)
        out.topLogprobs = problem.whole(root["top_logprobs"], "top_logprobs");
    if (root["prompt_cache_key"].isString())
        out.extras.push_back({"prompt_cache_key", std::string(root["prompt_cache_key"].raw())});
    for (const JsonValue member : root) {
        const std::string name = member.key();
        if (!member.isNull() && std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end())
            out.extras.push_back({name, std::string(member.raw())});
    }
    return out;
}

} // namespace

Result<ModelTask> parseResponsesRequest(std::string_view body)
{
    std::array fields{JsonMember{"model"}, JsonMember{"input"}, JsonMember{"stream"}, JsonMember{"max_output_tokens"}};
    if (Result<void> scanned = scanBody(body, fields); !scanned)
        return scanned.error();
    ModelTask task;
    task.protocol = Protocol::Responses;
    task.body = body;
    task.usageAsked = true; // the last event always tells it
    const std::string_view input = fields[1].value;
    if (!isAbsentField(input) && input.front() != '"') {
        if (Result<void> listed = requireList("input", input); !listed)
            return listed.error();
    }
    for (const Result<void>& read : {takeModel(fields[0].value, task), takeFlag("stream", fields[2].value, task.stream),
                                     takeCount("max_output_tokens", fields[3].value, task.maxOutput)}) {
        if (!read)
            return read.error();
    }
    return task;
}

Result<ChatRequest> readResponsesChat(const ModelTask& task, Adjustments& adjustments)
{
    JsonDocument document;
    if (Result<void> parsed = document.parse(task.body); !parsed)
        return parsed.error();
    const JsonValue root = document.root();
    ChatRequest request;
    request.stream = task.stream;
    RequestProblem problem;
    refuseWhatIsKeptElsewhere(root, problem);
    if (const std::string instructions = problem.text(root["instructions"], "instructions"); !instructions.empty())
        request.messages.push_back({Role::System, {{TextPart{instructions}, {}}}, {}});
    readEarlierTurns(problem.text(root["previous_response_id"], "previous_response_id"), task, request.messages, problem, adjustments);
    readResponsesItems(root["input"], task.items, request.messages, problem, adjustments);
    if (request.messages.empty())
        problem.refuse("\"input\" is missing: send a text or a list of items");
    request.parameters = readParameters(root, problem, adjustments);
    if (problem.any())
        return problem.error();
    return request;
}

} // namespace lanyard
