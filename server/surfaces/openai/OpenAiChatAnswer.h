#pragma once

#include "llm/JsonWriter.h"
#include "surfaces/Surface.h"

namespace lanyard {

/// A "chat.completion" object.
std::string openAiChatAnswer(const ChatAnswer& answer, const AnswerFacts& facts);

/// "stop", "length", "tool_calls", "content_filter".
std::string_view openAiFinishReason(StopReason reason);
/// A "usage" object: OpenAI's totals hold the cached, audio and reasoning tokens.
void writeOpenAiUsage(JsonWriter& json, const Usage& usage);
/// The provider's id when it has one, else the request's.
std::string openAiAnswerId(std::string_view providersId, const AnswerFacts& facts);

} // namespace lanyard
