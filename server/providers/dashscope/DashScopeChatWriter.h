#pragma once

#include "llm/Adaptation.h"

#include <string>
#include <string_view>

namespace lanyard {

/// The body of a text-generation or multimodal-generation call. What the protocol cannot say is told in `adjustments`.
std::string dashScopeChatBody(std::string_view model, const ChatRequest& request, const Capabilities& can, Adjustments& adjustments);

} // namespace lanyard
