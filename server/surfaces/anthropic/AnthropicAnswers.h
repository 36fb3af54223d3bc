#pragma once

#include "llm/JsonWriter.h"
#include "surfaces/Surface.h"

#include <span>
#include <string>
#include <string_view>

namespace lanyard {

// What an Anthropic client is answered. Source: Anthropic's API reference ("Create a Message", "Errors", "List Models"),
// 2026-11, and the unmodified client in tests/e2e.

/// A "message" object.
std::string anthropicMessage(const ChatAnswer& answer, const AnswerFacts& facts);

std::string_view anthropicStopReason(StopReason reason);
/// input_tokens leaves the cached tokens out, as Anthropic counts.
void writeAnthropicUsage(JsonWriter& json, const Usage& usage);
std::string anthropicMessageId(std::string_view providersId, const AnswerFacts& facts);

/// `{"type":"error","error":{"type","message"}}`.
std::string anthropicErrorBody(const Error& error);
std::string anthropicErrorEvent(const Error& error);

std::string anthropicModelList(std::span<const std::string_view> names, WallTime created);
std::string anthropicModel(std::string_view name, WallTime created);

} // namespace lanyard
