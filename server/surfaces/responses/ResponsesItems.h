#pragma once

#include "llm/Adaptation.h"
#include "llm/ItemMemory.h"
#include "llm/Message.h"
#include "llm/RequestProblem.h"

#include <vector>

namespace lanyard {

/// `input`: a text, or items. Neighbouring items of the assistant (thoughts, words, calls) become one message.
/// `memory` has the items that are only referred to; null: none.
void readResponsesItems(const JsonValue& input, ItemMemory* memory, std::vector<Message>& messages, RequestProblem& problem, Adjustments& adjustments);

} // namespace lanyard
