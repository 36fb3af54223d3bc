#pragma once

#include "llm/ChatAnswer.h"

#include <string>

namespace lanyard::test {

// What a client of the Responses API makes of an answer. No provider adapter reads this dialect: it only passes through.

ChatAnswer readResponse(const std::string& body);

/// A whole stream. `fault` names the first thing that a strict client would stumble over: a gap in the numbers, an item
/// that was not added or not ended, pieces that do not add up.
ChatAnswer readResponseStream(const std::string& stream, std::string& fault);

} // namespace lanyard::test
