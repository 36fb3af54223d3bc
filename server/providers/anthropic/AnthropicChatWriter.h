#pragma once

#include "providers/ProviderAdapter.h"

#include <string>

namespace lanyard {

/// A neutral chat as the body of POST /messages. Source: Anthropic's API reference, "Create a Message", "Tool use",
/// "Extended thinking", "Structured outputs", 2026-11.
std::string anthropicChatBody(std::string_view model, const ChatRequest& request, const Capabilities& can, Adjustments& adjustments);

} // namespace lanyard
