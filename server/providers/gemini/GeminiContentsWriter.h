#pragma once

#include "llm/Adaptation.h"
#include "llm/ChatRequest.h"
#include "llm/JsonWriter.h"

#include <vector>

namespace lanyard {

/// Writes `"systemInstruction"` and `"contents"`. Neighbouring messages of one side become one content.
/// `signCalls`: the model refuses calls of earlier turns without a signature.
void writeGeminiContents(JsonWriter& json, const std::vector<Message>& messages, bool signCalls, Adjustments& adjustments);

} // namespace lanyard
