#include "providers/anthropic/AnthropicChatWriter.h"

#include "llm/JsonWriter.h"
#include "llm/SchemaSubset.h"
#include "providers/anthropic/AnthropicDialect.h"
#include "providers/anthropic/AnthropicMessagesWriter.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

/// The dialect demands a cap. Every model since Claude 3.5 can write this much.
constexpr std::uint64_t kDefaultMaxTokens = 8192;
constexpr std::int64_t kLeastBudget = 1024;
constexpr std::int64_t kUsualBudget = 8192;
constexpr std::string_view kJsonInstruction = "Answer with one JSON object and nothing else.";

/// What "Structured outputs" refuses in a schema.
constexpr std::array<std::string_view, 12> kUnsupportedSchema{"$schema",   "minimum",   "maximum",  "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
                                                              "minLength", "maxLength", "maxItems", "uniqueItems",      "minProperties",    "maxProperties"};

enum class Thinking : std::uint8_t { Off, Budget, Adaptive };

struct ThinkingPlan
{
    Thinking mode = Thinking::Off;
    std::int64_t budget = 0;
    std::uint64_t maxTokens = kDefaultMaxTokens;
};

ThinkingPlan planThinking(const ChatParameters& p, const AnthropicDialect& dialect, const std::vector<Message>& messages, Adjustments& adjustments)
{
    using Effort = ReasoningWish::Effort;
    using Mode = ToolChoice::Mode;
    ThinkingPlan plan;
    plan.maxTokens = p.maxOutput.value_or(kDefaultMaxTokens);
    const Effort effort = effortOf(p.reasoning);
    if (effort == Effort::Unset || effort == Effort::None)
        return plan;
    const bool forced = p.toolChoice.mode == Mode::Required || p.toolChoice.mode == Mode::Named;
    if (!dialect.thinking || forced || lacksSignedThoughts(messages)) {
        adjustments.dropped("reasoning");
        return plan;
    }
    if (dialect.adaptiveThinking) {
        plan.mode = Thinking::Adaptive;
        return plan;
    }
    plan.mode = Thinking::Budget;
    plan.budget = budgetOf(p.reasoning);
    if (plan.budget < 0)
        plan.budget = kUsualBudget;
    plan.budget = std::max(plan.budget, kLeastBudget);
    if (!p.maxOutput) { // room for the answer behind the thoughts
        plan.maxTokens = static_cast<std::uint64_t>(plan.budget) + kDefaultMaxTokens;
    } else if (plan.maxTokens <= static_cast<std::uint64_t>(plan.budget)) {
        plan.budget = static_cast<std::int64_t>(plan.maxTokens / 2); // the cap counts the thoughts too
        if (plan.budget < kLeastBudget) {
            plan.mode = Thinking::Off;
            adjustments.dropped("reasoning");
        }
    }
    return plan;
}

void writeTools(JsonWriter& json, const ChatParameters& p)
{
    if (p.tools.empty())
        return;
    json.key("tools").beginArray();
    for (const Tool& tool : p.tools) {
        json.beginObject().key("name").text(tool.name);
        if (!tool.description.empty())
            json.key("description").text(tool.description);
        json.key("input_schema").raw(tool.parametersRaw.empty() ? R"({"type":"object","properties":{}})" : tool.parametersRaw).endObject();
    }
    json.endArray();
    using Mode = ToolChoice::Mode;
    const bool single = p.parallelToolCalls == false;
    if (p.toolChoice.mode == Mode::Unset && !single)
        return;
    json.key("tool_choice").beginObject().key("type");
    switch (p.toolChoice.mode) {
    case Mode::Unset:
    case Mode::Auto: json.text("auto"); break;
    case Mode::None: json.text("none"); break;
    case Mode::Required: json.text("any"); break;
    case Mode::Named: json.text("tool").key("name").text(p.toolChoice.name); break;
    }
    if (single && p.toolChoice.mode != Mode::None)
        json.key("disable_parallel_tool_use").boolean(true);
    json.endObject();
}

void writeSampling(JsonWriter& json, const ChatParameters& p, const AnthropicDialect& dialect, bool thinks, Adjustments& adjustments)
{
    const bool can = dialect.sampling && !thinks;
    const auto write = [&](std::string_view name, const std::optional<double>& value, bool allowed) {
        if (!value)
            return;
        if (allowed)
            json.key(name).number(*value);
        else
            adjustments.dropped(name);
    };
    write("temperature", p.temperature, can);
    write("top_p", p.topP, can && !p.temperature); // newer models refuse both together
    write("top_k", p.topK, can);
    if (p.stop.empty())
        return;
    json.key("stop_sequences").beginArray();
    for (const std::string& stop : p.stop) {
        if (stop.find_first_not_of(" \t\r\n") != std::string::npos)
            json.text(stop);
        else
            adjustments.dropped("a stop sequence of white space");
    }
    json.endArray();
}

void writeOutputConfig(JsonWriter& json, const ChatParameters& p, const ThinkingPlan& plan, Adjustments& adjustments)
{
    const bool schema = p.format.kind == ResponseFormat::Kind::JsonSchema;
    ReasoningWish::Effort effort = ReasoningWish::Effort::Unset;
    if (plan.mode == Thinking::Adaptive && p.reasoning.effort != effort)
        effort = p.reasoning.effort == ReasoningWish::Effort::Minimal ? ReasoningWish::Effort::Low : p.reasoning.effort;
    if (!schema && effort == ReasoningWish::Effort::Unset)
        return;
    json.key("output_config").beginObject();
    if (effort != ReasoningWish::Effort::Unset)
        json.key("effort").text(effort == ReasoningWish::Effort::XHigh ? "max" : toString(effort));
    if (schema) {
        json.key("format").beginObject().key("type").text("json_schema").key("schema");
        json.raw(fittedSchema(p.format.schemaRaw, {kUnsupportedSchema, true}, adjustments)).endObject();
    }
    json.endObject();
}

} // namespace

std::string anthropicChatBody(std::string_view model, const ChatRequest& request, const Capabilities& can, Adjustments& adjustments)
{
    const AnthropicDialect dialect = anthropicDialectOf(model);
    const ChatParameters p = adapt(request.parameters, can, adjustments);
    const ThinkingPlan plan = planThinking(p, dialect, request.messages, adjustments);
    const bool wantsJson = p.format.kind == ResponseFormat::Kind::JsonObject;
    if (wantsJson)
        adjustments.changed("response_format json_object", "sent as an instruction");
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("model").text(model).key("max_tokens").number(plan.maxTokens);
    writeAnthropicMessages(json, request.messages, wantsJson ? kJsonInstruction : std::string_view{}, adjustments);
    if (plan.mode == Thinking::Budget)
        json.key("thinking").beginObject().key("type").text("enabled").key("budget_tokens").number(plan.budget).endObject();
    else if (plan.mode == Thinking::Adaptive)
        json.key("thinking").beginObject().key("type").text("adaptive").endObject();
    writeSampling(json, p, dialect, plan.mode != Thinking::Off, adjustments);
    writeTools(json, p);
    writeOutputConfig(json, p, plan, adjustments);
    if (!p.user.empty())
        json.key("metadata").beginObject().key("user_id").text(p.user).endObject();
    for (const RawField& extra : p.extras)
        adjustments.dropped(extra.name);
    if (request.stream)
        json.key("stream").boolean(true);
    json.endObject();
    return out;
}

} // namespace lanyard
