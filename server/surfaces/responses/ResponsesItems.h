#pragma once

#include "llm/Adaptation.h"
#include "llm/Message.h"
#include "llm/RequestProblem.h"

#include <vector>

namespace lanyard {

/// `input`: a text, or items. Neighbouring items of the assistant (thoughts, words, calls) become one message.
void readResponsesItems(const JsonValue& input, std::vector<Message>& messages, RequestProblem& problem, Adjustments& adjustments);

} // namespace lanyard
