#pragma once

#include "base/Result.h"
#include "llm/Adaptation.h"
#include "llm/ChatRequest.h"
#include "llm/ModelTask.h"

namespace lanyard {

/// Reads the body of POST /v1/messages, and of /v1/messages/count_tokens, in one walk.
/// Errors: InvalidArgument with words for the client.
Result<ModelTask> parseAnthropicRequest(std::string_view body);

/// The same body in neutral words. What only Anthropic's own servers can do (server tools and their results) is left out
/// and told. Errors: InvalidArgument, naming the field.
/// Source: Anthropic's API reference, "Create a Message", 2026-11; `role: "system"` inside messages, `output_config` and
/// `thinking: adaptive` as Claude Code 2.1 sends them.
Result<ChatRequest> readAnthropicChat(const ModelTask& task, Adjustments& adjustments);

} // namespace lanyard
