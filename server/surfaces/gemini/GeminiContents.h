#pragma once

#include "llm/Adaptation.h"
#include "llm/Message.h"
#include "llm/RequestProblem.h"

#include <vector>

namespace lanyard {

/// `systemInstruction` and `contents`. Calls without an id get one, and their responses are matched by id, else by name
/// and order. Names are taken in camelCase and in snake_case, as Google's servers do.
void readGeminiContents(const JsonValue& body, std::vector<Message>& messages, RequestProblem& problem, Adjustments& adjustments);

/// A member by its camelCase or its snake_case name.
JsonValue geminiMember(const JsonValue& object, std::string_view camel, std::string_view snake);

} // namespace lanyard
