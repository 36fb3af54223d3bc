#pragma once

#include "llm/Logprobs.h"
#include "llm/Message.h"
#include "llm/Usage.h"

#include <optional>
#include <string>
#include <vector>

namespace lanyard {

/// Why a model stopped.
enum class StopReason : std::uint8_t {
    EndTurn,       ///< it had said everything
    StopSequence,
    MaxTokens,
    ToolCalls,     ///< it waits for tool results
    ContentFilter, ///< cut or blocked by the provider's filters
    Refusal,
    Pause,         ///< the provider wants to be asked to go on
};

struct ChatChoice
{
    std::vector<Part> parts; ///< reasoning, text, refusal, tool calls, in the order they came
    StopReason stop = StopReason::EndTurn;
    std::string stopSequence;
    Logprobs logprobs = {}; ///< of the text, where they were asked for and are offered

    bool operator==(const ChatChoice&) const = default;
};

/// A whole answer in neutral words.
struct ChatAnswer
{
    std::string id; ///< the provider's; may be empty
    std::vector<ChatChoice> choices;
    std::optional<Usage> usage;

    bool operator==(const ChatAnswer&) const = default;
};

} // namespace lanyard
