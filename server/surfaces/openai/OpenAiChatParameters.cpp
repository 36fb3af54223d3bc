#include "surfaces/openai/OpenAiChatParameters.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

constexpr std::array<std::string_view, 27> kKnown{
    "model",       "messages", "stream",      "stream_options", "max_tokens",          "max_completion_tokens", "n",               "temperature",
    "top_p",       "top_k",    "frequency_penalty", "presence_penalty", "seed",        "stop",                  "tools",           "tool_choice",
    "parallel_tool_calls", "functions", "function_call", "response_format", "reasoning_effort", "reasoning",    "logprobs",        "top_logprobs",
    "user",        "store",    "stream_obfuscation"};

Tool readFunction(const JsonValue& function)
{
    Tool tool;
    tool.name = function["name"].text();
    tool.description = function["description"].text();
    tool.parametersRaw = std::string(function["parameters"].isObject() ? function["parameters"].raw() : std::string_view{});
    tool.strict = function["strict"].boolean();
    return tool;
}

void readTools(const JsonValue& body, ChatParameters& out, RequestProblem& problem)
{
    std::size_t index = 0;
    for (const JsonValue tool : body["tools"]) {
        if (tool["type"].is("function") && tool["function"].isObject())
            out.tools.push_back(readFunction(tool["function"]));
        else
            problem.wrong(fieldName("tools", index, "type"), "function: the provider that serves this model takes no other tools");
        ++index;
    }
    for (const JsonValue function : body["functions"]) // the older form
        out.tools.push_back(readFunction(function));
}

ToolChoice readChoice(const JsonValue& choice, RequestProblem& problem)
{
    using Mode = ToolChoice::Mode;
    if (choice.is("auto"))
        return {Mode::Auto, {}};
    if (choice.is("none"))
        return {Mode::None, {}};
    if (choice.is("required"))
        return {Mode::Required, {}};
    if (choice["function"].isObject())
        return {Mode::Named, choice["function"]["name"].text()};
    if (choice["name"].isString()) // of "function_call"
        return {Mode::Named, choice["name"].text()};
    if (!choice.absent())
        problem.wrong("tool_choice", "none, auto, required or one function: the provider that serves this model knows no other choice");
    return {};
}

ResponseFormat readFormat(const JsonValue& format, RequestProblem& problem)
{
    ResponseFormat out;
    const JsonValue type = format["type"];
    if (type.is("json_object")) {
        out.kind = ResponseFormat::Kind::JsonObject;
    } else if (type.is("json_schema")) {
        const JsonValue schema = format["json_schema"];
        out.kind = ResponseFormat::Kind::JsonSchema;
        out.name = schema["name"].text();
        out.description = schema["description"].text();
        out.schemaRaw = std::string(schema["schema"].raw());
        out.strict = schema["strict"].boolean();
        if (!schema["schema"].isObject())
            problem.wrong("response_format.json_schema.schema", "a JSON schema");
    } else if (!format.absent() && !type.is("text")) {
        problem.wrong("response_format.type", "text, json_object or json_schema");
    }
    return out;
}

ReasoningWish readReasoning(const JsonValue& body, RequestProblem& problem)
{
    ReasoningWish wish;
    const JsonValue reasoning = body["reasoning"]; // OpenRouter's form
    const JsonValue effort = body["reasoning_effort"].isString() ? body["reasoning_effort"] : reasoning["effort"];
    if (effort.isString()) {
        const auto level = effortFrom(effort.text());
        if (!level)
            problem.wrong("reasoning_effort", "none, minimal, low, medium, high or xhigh");
        wish.effort = level.value_or(ReasoningWish::Effort::Unset);
    }
    if (const auto budget = reasoning["max_tokens"].whole())
        wish.budgetTokens = static_cast<std::int64_t>(*budget);
    if (reasoning["enabled"].boolean() == false)
        wish.effort = ReasoningWish::Effort::None;
    if (const auto hidden = reasoning["exclude"].boolean())
        wish.showThoughts = !*hidden;
    return wish;
}

} // namespace

ChatParameters readOpenAiParameters(const JsonValue& body, RequestProblem& problem)
{
    ChatParameters out;
    readTools(body, out, problem);
    out.toolChoice = readChoice(body["tool_choice"].absent() ? body["function_call"] : body["tool_choice"], problem);
    out.parallelToolCalls = problem.boolean(body["parallel_tool_calls"], "parallel_tool_calls");
    out.format = readFormat(body["response_format"], problem);
    out.reasoning = readReasoning(body, problem);
    out.maxOutput = problem.whole(body["max_completion_tokens"], "max_completion_tokens");
    if (!out.maxOutput)
        out.maxOutput = problem.whole(body["max_tokens"], "max_tokens");
    out.temperature = problem.number(body["temperature"], "temperature");
    out.topP = problem.number(body["top_p"], "top_p");
    out.topK = problem.number(body["top_k"], "top_k");
    out.frequencyPenalty = problem.number(body["frequency_penalty"], "frequency_penalty");
    out.presencePenalty = problem.number(body["presence_penalty"], "presence_penalty");
    out.seed = problem.integer(body["seed"], "seed");
    out.stop = problem.texts(body["stop"], "stop");
    out.choices = problem.whole(body["n"], "n").value_or(1);
    out.logprobs = problem.boolean(body["logprobs"], "logprobs").value_or(false);
    out.topLogprobs = problem.whole(body["top_logprobs"], "top_logprobs");
    out.user = problem.text(body["user"], "user");
    for (const JsonValue member : body) {
        const std::string name = member.key();
        if (!member.isNull() && std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end())
            out.extras.push_back({name, std::string(member.raw())});
    }
    return out;
}

} // namespace lanyard
