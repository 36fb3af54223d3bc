#pragma once

#include "providers/ProviderAdapter.h"

#include <string>

namespace lanyard {

/// A neutral chat as the body of generateContent. Source: the Gemini API reference, "models.generateContent", 2026-11.
std::string geminiChatBody(std::string_view model, const ChatRequest& request, const Capabilities& can, Adjustments& adjustments);

} // namespace lanyard
