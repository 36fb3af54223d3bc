#pragma once

#include "base/Result.h"
#include "llm/Adaptation.h"
#include "llm/ChatRequest.h"
#include "llm/ModelTask.h"
#include "surfaces/Surface.h"

namespace lanyard {

/// Reads `.../models/{model}:{method}` and its body. Errors: InvalidArgument, NotFound for a method that is not served.
/// Source: the Gemini API reference, "models.generateContent", 2026-11.
Result<ModelTask> parseGeminiRequest(const SurfaceRequest& request);

/// The body in neutral words. Errors: InvalidArgument, naming the field.
Result<ChatRequest> readGeminiChat(const ModelTask& task, Adjustments& adjustments);

} // namespace lanyard
