#pragma once

#include "providers/ProviderAdapter.h"

#include <string>

namespace lanyard {

/// A neutral chat as the body of POST /chat/completions.
/// Source: the API reference of OpenAI, "Create chat completion", 2026-11.
std::string openAiChatBody(const ProviderTarget& target, const ChatRequest& request, const Capabilities& can, Adjustments& adjustments);

} // namespace lanyard
