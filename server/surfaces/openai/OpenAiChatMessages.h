#pragma once

#include "base/Result.h"
#include "llm/ChatRequest.h"
#include "llm/ModelTask.h"

namespace lanyard {

/// The body of POST /v1/chat/completions in neutral words. Errors: InvalidArgument, naming the field.
/// Source: the API reference of OpenAI, "Create chat completion", 2026-11; `reasoning_content`: DeepSeek's reasoning model
/// page; `reasoning`: OpenRouter's "Reasoning tokens" page.
Result<ChatRequest> readOpenAiChat(const ModelTask& task);

} // namespace lanyard
