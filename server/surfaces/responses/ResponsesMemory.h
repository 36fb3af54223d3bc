#pragma once

#include "llm/ModelTask.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

// What later requests refer to: single items by `item_reference`, whole turns by `previous_response_id`. OpenAI keeps both
// unless `store` is false; where another provider answers, the caller's ItemMemory does.

/// Keeps a finished answer, if the client allows that and somebody keeps it: each item under its id, and the turn (what was
/// sent, what came back, and the turn before it) under the response's.
void rememberResponse(const ModelTask& task, std::string_view responseId, std::span<const std::string> items);

/// The turns that end with `responseId`, oldest first: JSON lists of items, or the text that stood for one. Empty when one
/// of them is not kept any more.
std::vector<std::string> turnsUpTo(std::string_view responseId, ItemMemory& memory);

} // namespace lanyard
