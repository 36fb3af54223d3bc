#include "surfaces/gemini/GeminiParameters.h"

#include "llm/SchemaSubset.h"
#include "surfaces/gemini/GeminiContents.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

constexpr std::array<std::string_view, 9> kKnown{"contents",    "systemInstruction", "system_instruction", "tools", "toolConfig",
                                                 "tool_config", "generationConfig",  "generation_config",  "model"};
/// Words of Google's own schema language that JSON Schema does not have.
constexpr std::array<std::string_view, 1> kNoKeywords{"propertyOrdering"};

/// `parameters` and `responseSchema` are OpenAPI-like, with types in capitals; the ...JsonSchema fields are JSON Schema.
std::string schemaOf(const JsonValue& holder, std::string_view openApi, std::string_view jsonSchema)
{
    if (holder[jsonSchema].isObject())
        return std::string(holder[jsonSchema].raw());
    if (!holder[openApi].isObject())
        return {};
    Adjustments ordering; // the order of properties is kept anyway
    return fittedSchema(holder[openApi].raw(), {kNoKeywords, false, true}, ordering);
}

void readTools(const JsonValue& tools, ChatParameters& out, Adjustments& adjustments)
{
    for (const JsonValue tool : tools) {
        for (const JsonValue member : tool) {
            const std::string kind = member.key();
            if (kind != "functionDeclarations" && kind != "function_declarations") {
                adjustments.dropped("the tool " + kind);
                continue;
            }
            for (const JsonValue function : member) {
                std::string schema = schemaOf(function, "parameters", "parametersJsonSchema");
                out.tools.push_back({function["name"].text(), function["description"].text(), std::move(schema), {}, {}});
            }
        }
    }
}

void readToolConfig(const JsonValue& config, ChatParameters& out, RequestProblem& problem)
{
    using Mode = ToolChoice::Mode;
    const JsonValue calling = geminiMember(config, "functionCallingConfig", "function_calling_config");
    const JsonValue mode = calling["mode"];
    const std::vector<std::string> names = problem.texts(geminiMember(calling, "allowedFunctionNames", "allowed_function_names"), "allowedFunctionNames");
    if (mode.is("AUTO"))
        out.toolChoice.mode = Mode::Auto;
    else if (mode.is("NONE"))
        out.toolChoice.mode = Mode::None;
    else if (mode.is("ANY"))
        out.toolChoice.mode = names.size() == 1 ? Mode::Named : Mode::Required;
    if (out.toolChoice.mode == Mode::Named)
        out.toolChoice.name = names.front();
    if (names.size() > 1) { // fewer tools say the same
        std::erase_if(out.tools, [&](const Tool& tool) { return std::find(names.begin(), names.end(), tool.name) == names.end(); });
    }
}

ReasoningWish readThinking(const JsonValue& config, RequestProblem& problem)
{
    ReasoningWish wish;
    wish.showThoughts = geminiMember(config, "includeThoughts", "include_thoughts").boolean();
    wish.budgetTokens = problem.integer(geminiMember(config, "thinkingBudget", "thinking_budget"), "thinkingConfig.thinkingBudget");
    if (wish.budgetTokens == 0)
        wish.effort = ReasoningWish::Effort::None;
    const JsonValue level = geminiMember(config, "thinkingLevel", "thinking_level");
    if (level.isString()) {
        std::string word = level.text();
        std::transform(word.begin(), word.end(), word.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        wish.effort = effortFrom(word).value_or(ReasoningWish::Effort::Unset);
    }
    return wish;
}

void readGenerationConfig(const JsonValue& config, ChatParameters& out, RequestProblem& problem, Adjustments& adjustments)
{
    out.temperature = problem.number(config["temperature"], "generationConfig.temperature");
    out.topP = problem.number(geminiMember(config, "topP", "top_p"), "generationConfig.topP");
    out.topK = problem.number(geminiMember(config, "topK", "top_k"), "generationConfig.topK");
    out.presencePenalty = problem.number(geminiMember(config, "presencePenalty", "presence_penalty"), "generationConfig.presencePenalty");
    out.frequencyPenalty = problem.number(geminiMember(config, "frequencyPenalty", "frequency_penalty"), "generationConfig.frequencyPenalty");
    out.seed = problem.integer(config["seed"], "generationConfig.seed");
    out.stop = problem.texts(geminiMember(config, "stopSequences", "stop_sequences"), "generationConfig.stopSequences");
    out.choices = problem.whole(geminiMember(config, "candidateCount", "candidate_count"), "generationConfig.candidateCount").value_or(1);
    out.logprobs = problem.boolean(geminiMember(config, "responseLogprobs", "response_logprobs"), "generationConfig.responseLogprobs").value_or(false);
    out.topLogprobs = problem.whole(config["logprobs"], "generationConfig.logprobs");
    out.reasoning = readThinking(geminiMember(config, "thinkingConfig", "thinking_config"), problem);
    if (geminiMember(config, "responseMimeType", "response_mime_type").is("application/json")) {
        out.format.schemaRaw = schemaOf(config, config["responseSchema"] ? "responseSchema" : "response_schema", "responseJsonSchema");
        out.format.kind = out.format.schemaRaw.empty() ? ResponseFormat::Kind::JsonObject : ResponseFormat::Kind::JsonSchema;
    }
    for (const std::string_view name : {"responseModalities", "speechConfig", "mediaResolution"}) {
        if (!config[name].absent())
            adjustments.dropped("generationConfig." + std::string(name));
    }
}

} // namespace

ChatParameters readGeminiParameters(const JsonValue& body, RequestProblem& problem, Adjustments& adjustments)
{
    ChatParameters out;
    readTools(body["tools"], out, adjustments);
    readToolConfig(geminiMember(body, "toolConfig", "tool_config"), out, problem);
    readGenerationConfig(geminiMember(body, "generationConfig", "generation_config"), out, problem, adjustments);
    for (const JsonValue member : body) {
        const std::string name = member.key();
        if (!member.isNull() && std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end())
            out.extras.push_back({name, std::string(member.raw())});
    }
    return out;
}

} // namespace lanyard
