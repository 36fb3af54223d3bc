#pragma once

#include "providers/ProviderAdapter.h"

#include <string>

namespace lanyard {

/// A neutral chat as the body of POST /api/chat. Source: Ollama's docs/api.md, 2026-11.
std::string ollamaChatBody(std::string_view model, const ChatRequest& request, const Capabilities& can, Adjustments& adjustments);

} // namespace lanyard
