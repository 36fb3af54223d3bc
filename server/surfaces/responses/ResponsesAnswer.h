#pragma once

#include "llm/JsonWriter.h"
#include "surfaces/Surface.h"
#include "surfaces/responses/ResponsesToolNames.h"

#include <string>
#include <string_view>

namespace lanyard {

// Objects of the Responses API. Source: the API reference of OpenAI, "The response object", 2026-11.

struct ResponseState
{
    std::string_view id;
    std::string_view status; ///< "in_progress", "completed", "incomplete", "failed"
    std::string_view incompleteReason = {};
    std::string_view outputRaw = "[]"; ///< responsesList()
    const Usage* usage = nullptr;
};
void writeResponse(JsonWriter& json, const ResponseState& state, std::string_view model, WallTime created);

/// "max_output_tokens", "content_filter", or "" for an answer that is whole.
std::string_view responsesIncompleteReason(StopReason reason);
std::string responsesId(std::string_view providersId, std::string_view requestId);

// Items. `id` counts in its answer, `status` is "in_progress" or "completed".
std::string responsesItemId(std::string_view kind, std::string_view requestId, std::size_t index);
void writeMessageItem(JsonWriter& json, std::string_view id, std::string_view status, std::string_view text, std::string_view refusal, const Logprobs& logprobs = {});
void writeReasoningItem(JsonWriter& json, std::string_view id, std::string_view text, std::string_view encrypted);
void writeCallItem(JsonWriter& json, std::string_view id, std::string_view status, const ResponsesToolNames::Tool& tool, std::string_view callId, std::string_view arguments);

/// Finished items as a JSON list; empty ones are left out.
std::string responsesList(std::span<const std::string> items);

/// A plain answer.
std::string responsesAnswer(const ChatAnswer& answer, const ResponsesToolNames& tools, const ModelTask& task, const AnswerFacts& facts);

} // namespace lanyard
