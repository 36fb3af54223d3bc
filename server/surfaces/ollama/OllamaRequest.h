#pragma once

#include "base/Result.h"
#include "llm/Adaptation.h"
#include "llm/ChatRequest.h"
#include "llm/ModelTask.h"
#include "surfaces/Surface.h"

namespace lanyard {

/// Reads the bodies of POST /api/chat, /api/generate and /api/embed. A stream is what the dialect does when nobody says
/// otherwise. Errors: InvalidArgument, with words for the client.
/// Source: Ollama's docs/api.md, 2026-11.
Result<ModelTask> parseOllamaRequest(const SurfaceRequest& request);

/// A chat or generate body in neutral words. Errors: InvalidArgument, naming the field.
Result<ChatRequest> readOllamaChat(const ModelTask& task, Adjustments& adjustments);

/// The client called /api/generate, whose answers have another form.
bool isOllamaGenerate(const ModelTask& task);

} // namespace lanyard
