#pragma once

#include "llm/Adaptation.h"
#include "llm/ChatRequest.h"
#include "llm/JsonWriter.h"

#include <vector>

namespace lanyard {

/// Writes `"system"` and `"messages"`. Neighbouring messages of one side become one, tool results first, because they have
/// to follow their calls at once.
void writeAnthropicMessages(JsonWriter& json, const std::vector<Message>& messages, std::string_view addedInstruction, Adjustments& adjustments);

/// The turn that is to go on with tool results has no signed thoughts: with thinking switched on it would be refused.
bool lacksSignedThoughts(const std::vector<Message>& messages);

} // namespace lanyard
