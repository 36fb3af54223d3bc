#pragma once

#include "llm/Message.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lanyard {

/// A function that the model may call.
struct Tool
{
    std::string name;
    std::string description;
    std::string parametersRaw; ///< JSON schema of an object; "" for none
    std::optional<bool> strict;
    std::string space; ///< the namespace that it was listed in; "" mostly

    bool operator==(const Tool&) const = default;
};

struct ToolChoice
{
    enum class Mode : std::uint8_t { Unset, Auto, None, Required, Named };
    Mode mode = Mode::Unset;
    std::string name; ///< Named

    bool operator==(const ToolChoice&) const = default;
};

struct ResponseFormat
{
    enum class Kind : std::uint8_t { Text, JsonObject, JsonSchema };
    Kind kind = Kind::Text;
    std::string name;
    std::string description;
    std::string schemaRaw;
    std::optional<bool> strict;

    bool operator==(const ResponseFormat&) const = default;
};

/// How much the model is to think. A client says it as a level or as tokens; what a provider does not speak is
/// converted by effortOf() and budgetOf().
struct ReasoningWish
{
    enum class Effort : std::uint8_t { Unset, None, Minimal, Low, Medium, High, XHigh };
    Effort effort = Effort::Unset;
    std::optional<std::int64_t> budgetTokens; ///< -1: as the model likes
    std::optional<bool> showThoughts;         ///< the client wants the thoughts or their summary in the answer

    bool operator==(const ReasoningWish&) const = default;
};

/// Everything of a chat request but the conversation. Absent = as the provider likes.
struct ChatParameters
{
    std::vector<Tool> tools;
    ToolChoice toolChoice;
    std::optional<bool> parallelToolCalls;
    ResponseFormat format;
    ReasoningWish reasoning;

    std::optional<std::uint64_t> maxOutput;
    std::optional<double> temperature;
    std::optional<double> topP;
    std::optional<double> topK;
    std::optional<double> frequencyPenalty;
    std::optional<double> presencePenalty;
    std::optional<std::int64_t> seed;
    std::vector<std::string> stop;
    std::uint64_t choices = 1;
    bool logprobs = false;
    std::optional<std::uint64_t> topLogprobs;
    std::string user; ///< the client's own name for its user

    std::vector<RawField> extras; ///< top-level fields without a neutral word

    bool operator==(const ChatParameters&) const = default;
};

/// A chat request in neutral words: what every surface reads and every provider writes when their protocols differ.
struct ChatRequest
{
    std::vector<Message> messages;
    ChatParameters parameters;
    bool stream = false;

    bool operator==(const ChatRequest&) const = default;
};

/// "low"; "" for Unset.
std::string_view toString(ReasoningWish::Effort effort);
std::optional<ReasoningWish::Effort> effortFrom(std::string_view word);
/// The level nearest to a budget, and the budget of a level. Source: the thinking levels of Google's OpenAI
/// compatibility page (low 1,024, medium 8,192, high 24,576 tokens), 2026-11.
ReasoningWish::Effort effortOf(const ReasoningWish& wish);
std::int64_t budgetOf(const ReasoningWish& wish);

} // namespace lanyard
