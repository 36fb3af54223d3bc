#pragma once

#include "base/Result.h"
#include "llm/Adaptation.h"
#include "llm/Embeddings.h"

#include <string>
#include <string_view>

namespace lanyard {

// Source: docs/api.md of Ollama, "Generate Embeddings", 2026-11.

std::string ollamaEmbeddingsBody(std::string_view model, const EmbeddingRequest& request, Adjustments& adjustments);
/// Errors: UpstreamFailed when the body is no answer.
Result<EmbeddingAnswer> readOllamaEmbeddings(std::string_view body);

} // namespace lanyard
