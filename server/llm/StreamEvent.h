#pragma once

#include "llm/ChatAnswer.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace lanyard {

// What happens in a stream, in neutral words. The texts are views that last as long as the call they are given to.
//
//   StreamStart  ( ReasoningDelta* ReasoningEnd | TextDelta | RefusalDelta
//                | ToolCallStart ToolCallDelta* ToolCallEnd )*  StreamStop  UsageReport*
//
// Calls of one choice may be open side by side (OpenAI interleaves their pieces); UsageReport may come at any time after
// the start and the last one counts. StreamOrder makes what a provider sends keep to this.

struct StreamStart
{
    std::string_view id; ///< the provider's; may be empty
};

struct ReasoningDelta
{
    std::uint32_t choice = 0;
    std::string_view text;
};

/// Ends a stretch of thoughts.
struct ReasoningEnd
{
    std::uint32_t choice = 0;
    std::string_view signature; ///< opaque; "" when there is none
    std::optional<Protocol> signedBy;
    bool redacted = false;      ///< no text came before, the signature is all
};

struct TextDelta
{
    std::uint32_t choice = 0;
    std::string_view text;
    const Logprobs* logprobs = nullptr; ///< of these tokens; null: none
};

struct RefusalDelta
{
    std::uint32_t choice = 0;
    std::string_view text;
};

struct ToolCallStart
{
    std::uint32_t choice = 0;
    std::uint32_t call = 0; ///< counts from 0 in its choice
    std::string_view id;
    std::string_view name;
    std::string_view signature = {};
    std::optional<Protocol> signedBy = {};
};

struct ToolCallDelta
{
    std::uint32_t choice = 0;
    std::uint32_t call = 0;
    std::string_view arguments;
};

struct ToolCallEnd
{
    std::uint32_t choice = 0;
    std::uint32_t call = 0;
};

struct StreamStop
{
    std::uint32_t choice = 0;
    StopReason reason = StopReason::EndTurn;
    std::string_view stopSequence;
};

struct UsageReport
{
    Usage usage;
};

using StreamEvent = std::variant<StreamStart, ReasoningDelta, ReasoningEnd, TextDelta, RefusalDelta, ToolCallStart, ToolCallDelta, ToolCallEnd,
                                 StreamStop, UsageReport>;

class StreamSink
{
public:
    virtual void onStreamEvent(const StreamEvent& event) = 0;

protected:
    ~StreamSink() = default;
};

} // namespace lanyard
