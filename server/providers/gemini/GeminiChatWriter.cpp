#include "providers/gemini/GeminiChatWriter.h"

#include "llm/JsonWriter.h"
#include "providers/gemini/GeminiContentsWriter.h"
#include "providers/gemini/GeminiDialect.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

/// Fields without a neutral word that this protocol knows.
constexpr std::array<std::string_view, 5> kExtras{"safetySettings", "safety_settings", "cachedContent", "cached_content", "labels"};

void writeTools(JsonWriter& json, const ChatParameters& p)
{
    if (p.tools.empty())
        return;
    json.key("tools").beginArray().beginObject().key("functionDeclarations").beginArray();
    for (const Tool& tool : p.tools) {
        json.beginObject().key("name").text(tool.name);
        if (!tool.description.empty())
            json.key("description").text(tool.description);
        if (!tool.parametersRaw.empty())
            json.key("parametersJsonSchema").raw(tool.parametersRaw);
        json.endObject();
    }
    json.endArray().endObject().endArray();
    using Mode = ToolChoice::Mode;
    if (p.toolChoice.mode == Mode::Unset)
        return;
    json.key("toolConfig").beginObject().key("functionCallingConfig").beginObject().key("mode");
    switch (p.toolChoice.mode) {
    case Mode::Unset:
    case Mode::Auto: json.text("AUTO"); break;
    case Mode::None: json.text("NONE"); break;
    case Mode::Required: json.text("ANY"); break;
    case Mode::Named: json.text("ANY").key("allowedFunctionNames").beginArray().text(p.toolChoice.name).endArray(); break;
    }
    json.endObject().endObject();
}

std::string_view levelOf(ReasoningWish::Effort effort)
{
    using Effort = ReasoningWish::Effort;
    return effort == Effort::None || effort == Effort::Minimal || effort == Effort::Low ? "low" : "high";
}

void writeThinking(JsonWriter& json, const ReasoningWish& wish, const GeminiDialect& dialect, Adjustments& adjustments)
{
    using Effort = ReasoningWish::Effort;
    const Effort effort = effortOf(wish);
    if (effort == Effort::Unset)
        return;
    if (dialect.thinking == GeminiDialect::Thinking::None) {
        if (effort != Effort::None)
            adjustments.dropped("reasoning");
        return;
    }
    json.key("thinkingConfig").beginObject();
    if (dialect.thinking == GeminiDialect::Thinking::Level) {
        json.key("thinkingLevel").text(levelOf(effort));
    } else {
        const std::int64_t budget = budgetOf(wish);
        json.key("thinkingBudget").number(budget < 0 ? budget : std::clamp(budget, dialect.leastBudget, dialect.largestBudget));
    }
    if (effort != Effort::None)
        json.key("includeThoughts").boolean(wish.showThoughts.value_or(true));
    json.endObject();
}

void writeConfig(JsonWriter& json, const ChatParameters& p, const GeminiDialect& dialect, Adjustments& adjustments)
{
    json.key("generationConfig").beginObject();
    if (p.maxOutput)
        json.key("maxOutputTokens").number(*p.maxOutput);
    if (p.temperature)
        json.key("temperature").number(*p.temperature);
    if (p.topP)
        json.key("topP").number(*p.topP);
    if (p.topK)
        json.key("topK").number(*p.topK);
    if (p.presencePenalty)
        json.key("presencePenalty").number(*p.presencePenalty);
    if (p.frequencyPenalty)
        json.key("frequencyPenalty").number(*p.frequencyPenalty);
    if (p.seed)
        json.key("seed").number(*p.seed);
    if (p.choices > 1)
        json.key("candidateCount").number(p.choices);
    if (!p.stop.empty()) {
        json.key("stopSequences").beginArray();
        for (const std::string& stop : p.stop)
            json.text(stop);
        json.endArray();
    }
    if (p.logprobs) {
        json.key("responseLogprobs").boolean(true);
        if (p.topLogprobs)
            json.key("logprobs").number(*p.topLogprobs);
    }
    if (p.format.kind != ResponseFormat::Kind::Text)
        json.key("responseMimeType").text("application/json");
    if (p.format.kind == ResponseFormat::Kind::JsonSchema)
        json.key("responseJsonSchema").raw(p.format.schemaRaw);
    writeThinking(json, p.reasoning, dialect, adjustments);
    json.endObject();
}

} // namespace

std::string geminiChatBody(std::string_view model, const ChatRequest& request, const Capabilities& can, Adjustments& adjustments)
{
    const GeminiDialect dialect = geminiDialectOf(model);
    const ChatParameters p = adapt(request.parameters, can, adjustments);
    std::string out;
    JsonWriter json(out);
    json.beginObject();
    writeGeminiContents(json, request.messages, dialect.signedCalls, adjustments);
    writeTools(json, p);
    writeConfig(json, p, dialect, adjustments);
    for (const RawField& extra : p.extras) {
        if (std::find(kExtras.begin(), kExtras.end(), extra.name) != kExtras.end())
            json.key(extra.name).raw(extra.raw);
        else
            adjustments.dropped(extra.name);
    }
    json.endObject();
    return out;
}

} // namespace lanyard
