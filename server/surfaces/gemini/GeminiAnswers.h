#pragma once

#include "llm/JsonWriter.h"
#include "surfaces/Surface.h"

#include <span>
#include <string>
#include <string_view>

namespace lanyard {

// What a Gemini client is answered. Source: the Gemini API reference ("GenerateContentResponse", "models.list") and
// Google's "Errors" page of the API design guide, 2026-11, and the unmodified client in tests/e2e.

std::string geminiAnswer(const ChatAnswer& answer, const AnswerFacts& facts);

std::string_view geminiFinishReason(StopReason reason);
/// promptTokenCount holds the cached tokens; thoughts stand beside the candidates'.
void writeGeminiUsage(JsonWriter& json, const Usage& usage);
/// "logprobsResult" and its name.
void writeGeminiLogprobs(JsonWriter& json, const Logprobs& logprobs);
/// One part of a content, as an object. Nothing for parts that the dialect has no answer form for.
void writeGeminiPart(JsonWriter& json, const Part& part);

/// `{"error":{"code","message","status"}}`.
std::string geminiErrorBody(const Error& error);

std::string geminiModelList(std::span<const std::string_view> names);
std::string geminiModel(std::string_view name);

} // namespace lanyard
