#pragma once

#include "llm/Adaptation.h"
#include "llm/Message.h"
#include "llm/RequestProblem.h"

#include <string>
#include <vector>

namespace lanyard {

/// The content of a message: a string or a list of blocks.
void readAnthropicContent(const JsonValue& content, const std::string& field, std::vector<Part>& parts, RequestProblem& problem,
                          Adjustments& adjustments);

/// A block's `cache_control`, as a field that rides along.
std::vector<RawField> anthropicCacheControl(const JsonValue& block);

} // namespace lanyard
