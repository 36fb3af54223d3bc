#pragma once

#include "llm/ChatRequest.h"
#include "llm/RequestProblem.h"

namespace lanyard {

/// Everything of a chat completion's body but the messages. Fields without a neutral word become extras.
ChatParameters readOpenAiParameters(const JsonValue& body, RequestProblem& problem);

} // namespace lanyard
