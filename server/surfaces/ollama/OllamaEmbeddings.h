#pragma once

#include "surfaces/Surface.h"

namespace lanyard {

/// POST /api/embed (`input`, several) and /api/embeddings (`prompt`, one; the older form).
/// Source: docs/api.md of Ollama, "Generate Embeddings", 2026-11.
Result<EmbeddingRequest> readOllamaEmbeddings(const ModelTask& task, Adjustments& adjustments);
std::string ollamaEmbeddings(const EmbeddingAnswer& answer, const ModelTask& task, const AnswerFacts& facts);

} // namespace lanyard
