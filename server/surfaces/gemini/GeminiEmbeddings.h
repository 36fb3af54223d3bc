#pragma once

#include "surfaces/Surface.h"

namespace lanyard {

/// `embedContent` for one text, `batchEmbedContents` for several; the path tells which.
/// Source: the Gemini API reference, "Embeddings", 2026-11.
Result<EmbeddingRequest> readGeminiEmbeddings(const ModelTask& task, Adjustments& adjustments);
std::string geminiEmbeddings(const EmbeddingAnswer& answer, const ModelTask& task, const AnswerFacts& facts);

} // namespace lanyard
