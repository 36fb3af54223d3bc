#pragma once

#include "base/Result.h"
#include "llm/Adaptation.h"
#include "llm/Embeddings.h"

#include <string>
#include <string_view>

namespace lanyard {

// Source: the Gemini API reference, "batchEmbedContents", 2026-11.

std::string geminiEmbeddingsBody(std::string_view model, const EmbeddingRequest& request, Adjustments& adjustments);
/// Errors: UpstreamFailed when the body is no answer.
Result<EmbeddingAnswer> readGeminiEmbeddings(std::string_view body);

} // namespace lanyard
