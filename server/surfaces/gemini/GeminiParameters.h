#pragma once

#include "llm/Adaptation.h"
#include "llm/ChatRequest.h"
#include "llm/RequestProblem.h"

namespace lanyard {

/// Tools, toolConfig, generationConfig and what rides along; the output cap is the task's.
ChatParameters readGeminiParameters(const JsonValue& body, RequestProblem& problem, Adjustments& adjustments);

} // namespace lanyard
