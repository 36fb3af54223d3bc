#include "llm/Adaptation.h"

#include <algorithm>

namespace lanyard {
namespace {

constexpr std::size_t kLongestText = 1000;

template<class T>
void dropUnless(bool can, std::optional<T>& value, std::string_view name, Adjustments& adjustments)
{
    if (can || !value)
        return;
    value.reset();
    adjustments.dropped(name);
}

void adaptTools(ChatParameters& out, const Capabilities& can, Adjustments& adjustments)
{
    using Mode = ToolChoice::Mode;
    if (out.toolChoice.mode == Mode::Named && !can.namedToolChoice) {
        out.toolChoice = {can.requiredToolChoice ? Mode::Required : Mode::Auto, {}};
        adjustments.changed("tool_choice", can.requiredToolChoice ? "changed to required" : "changed to auto");
    }
    if (out.toolChoice.mode == Mode::Required && !can.requiredToolChoice) {
        out.toolChoice = {Mode::Auto, {}};
        adjustments.changed("tool_choice", "changed to auto");
    }
    if (out.parallelToolCalls == true && !can.parallelSwitch)
        out.parallelToolCalls.reset(); // what happens anyway
    dropUnless(can.parallelSwitch, out.parallelToolCalls, "parallel_tool_calls", adjustments);
}

void adaptFormat(ChatParameters& out, const Capabilities& can, Adjustments& adjustments)
{
    using Kind = ResponseFormat::Kind;
    if (out.format.kind == Kind::JsonSchema && !can.jsonSchema) {
        out.format.kind = can.jsonObject ? Kind::JsonObject : Kind::Text;
        adjustments.changed("response_format", can.jsonObject ? "changed to json_object" : "dropped");
    } else if (out.format.kind == Kind::JsonObject && !can.jsonObject) {
        out.format.kind = Kind::Text;
        adjustments.dropped("response_format");
    }
}

} // namespace

void Adjustments::dropped(std::string_view what)
{
    add(std::string(what) + " dropped");
}

void Adjustments::changed(std::string_view what, std::string_view how)
{
    add(std::string(what) + " " + std::string(how));
}

void Adjustments::add(std::string note)
{
    if (std::find(m_notes.begin(), m_notes.end(), note) == m_notes.end())
        m_notes.push_back(std::move(note));
}

std::string Adjustments::text() const
{
    std::string all;
    for (const std::string& note : m_notes) {
        if (!all.empty())
            all += "; ";
        for (const char c : note) // the names of fields come from the client
            all += c >= ' ' && c < 0x7F ? c : '?';
    }
    if (all.size() > kLongestText)
        all.resize(kLongestText);
    return all;
}

ChatParameters adapt(const ChatParameters& wanted, const Capabilities& can, Adjustments& adjustments)
{
    ChatParameters out = wanted;
    adaptTools(out, can, adjustments);
    adaptFormat(out, can, adjustments);
    dropUnless(can.seed, out.seed, "seed", adjustments);
    dropUnless(can.topK, out.topK, "top_k", adjustments);
    dropUnless(can.penalties, out.frequencyPenalty, "frequency_penalty", adjustments);
    dropUnless(can.penalties, out.presencePenalty, "presence_penalty", adjustments);
    dropUnless(can.logprobs, out.topLogprobs, "top_logprobs", adjustments);
    if (out.logprobs && !can.logprobs) {
        out.logprobs = false;
        adjustments.dropped("logprobs");
    }
    if (out.choices > 1 && !can.multipleChoices) {
        out.choices = 1;
        adjustments.changed("n", "clamped to 1");
    }
    if (out.temperature && *out.temperature > can.maxTemperature) {
        out.temperature = can.maxTemperature;
        adjustments.changed("temperature", "clamped to the provider's maximum");
    }
    if (out.stop.size() > can.maxStops) {
        out.stop.resize(can.maxStops);
        adjustments.changed("stop", "cut to " + std::to_string(can.maxStops) + " sequences");
    }
    if (!can.user)
        out.user.clear(); // only names somebody; nothing of the answer changes
    const bool thinks = out.reasoning.effort != ReasoningWish::Effort::Unset || out.reasoning.budgetTokens;
    if (!can.reasoning && thinks && effortOf(out.reasoning) != ReasoningWish::Effort::None) {
        out.reasoning = {};
        adjustments.dropped("reasoning");
    }
    return out;
}

} // namespace lanyard
