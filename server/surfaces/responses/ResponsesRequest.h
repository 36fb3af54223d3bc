#pragma once

#include "base/Result.h"
#include "llm/Adaptation.h"
#include "llm/ChatRequest.h"
#include "llm/ModelTask.h"

namespace lanyard {

/// Reads the body of POST /v1/responses, in one walk. Errors: InvalidArgument, with words for the client.
Result<ModelTask> parseResponsesRequest(std::string_view body);

/// The same body in neutral words. Errors: InvalidArgument, naming the field; also for what refers to items or answers that
/// nobody keeps.
/// Source: the API reference of OpenAI, "Create a model response", 2026-11; namespace tools as Codex 0.169 sends them.
Result<ChatRequest> readResponsesChat(const ModelTask& task, Adjustments& adjustments);

} // namespace lanyard
