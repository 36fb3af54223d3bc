#pragma once

#include "base/Result.h"
#include "llm/ModelTask.h"

namespace lanyard {

/// Reads the body of POST /v1/chat/completions, in one walk.
/// Errors: InvalidArgument with a message for the client: not UTF-8, not JSON, a field of the wrong type, no messages.
/// Source: the API reference of OpenAI, "Create chat completion", 2026-11.
Result<ModelTask> parseOpenAiChatRequest(std::string_view body);

} // namespace lanyard
