#pragma once

#include "tokens/ImageTokens.h"
#include "tokens/Tokenizer.h"

#include <optional>
#include <string_view>

namespace lanyard {

/// What a request's body counts as prompt: the texts of its messages in the model's encoding, OpenAI's overhead of
/// three tokens a message, one a name and three for the answer's beginning, and pictures by imageTokens(). Reads the
/// bodies of chat completions, responses, Anthropic messages and Gemini's generateContent alike: texts are found by the
/// names of the fields that hold them. Nothing when the body is none of these.
///
/// Exact only for messages of text (and pictures with a published rule): how declared tools, calls of tools, sounds and
/// files enter the prompt is not published; their JSON is counted as text, sounds and files not at all.
/// Source: OpenAI cookbook, "How to count tokens with tiktoken", section 6, 2026-11.
std::optional<TokenCount> promptTokens(const Tokenizer& tokenizer, std::string_view model, std::string_view body);

/// What a plain answer's body counts as completion: the texts of its choices, of the same protocols. Calls of tools
/// count as their JSON. Nothing when it holds no answer.
std::optional<TokenCount> answerTokens(const Tokenizer& tokenizer, std::string_view body);

} // namespace lanyard
