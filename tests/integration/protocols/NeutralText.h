#pragma once

#include "llm/ChatAnswer.h"
#include "llm/ChatRequest.h"

#include <string>

namespace lanyard::test {

// A neutral request or answer as lines of text that can be compared and read. What dialects say in different ways is said
// in one here: tool results count to the user's side, neighbouring messages of one side are one, JSON has no spaces.

std::string textOf(const ChatRequest& request);

struct AnswerView
{
    bool signatures = false; ///< only between texts of one provider
    bool ids = false;
};
std::string textOf(const ChatAnswer& answer, AnswerView view = {});

} // namespace lanyard::test
