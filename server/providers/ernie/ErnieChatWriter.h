#pragma once

#include "llm/Adaptation.h"

#include <string>

namespace lanyard {

/// The body of a chat call, version 1. Shape: an odd number of messages that take turns, the user's (or a function's) first
/// and last; the system's words beside them; one function call a turn.
std::string ernieChatBody(const ChatRequest& request, const Capabilities& can, Adjustments& adjustments);

} // namespace lanyard
