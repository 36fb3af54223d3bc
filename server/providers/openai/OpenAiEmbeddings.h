#pragma once

#include "base/Result.h"
#include "llm/Adaptation.h"
#include "llm/Embeddings.h"

#include <string>
#include <string_view>

namespace lanyard {

// Source: the API reference of OpenAI, "Create embeddings", 2026-11.

std::string openAiEmbeddingsBody(std::string_view model, const EmbeddingRequest& request, Adjustments& adjustments);
/// Errors: UpstreamFailed when the body is no answer.
Result<EmbeddingAnswer> readOpenAiEmbeddings(std::string_view body);

} // namespace lanyard
