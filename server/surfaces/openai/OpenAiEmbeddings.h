#pragma once

#include "surfaces/Surface.h"

namespace lanyard {

/// POST /v1/embeddings: `input` is a text or a list of texts; vectors go out as numbers or, when asked, as base64.
/// Errors: InvalidArgument; also for lists of token numbers, which mean nothing to another provider's tokenizer.
/// Source: the API reference of OpenAI, "Create embeddings", 2026-11.
Result<EmbeddingRequest> readOpenAiEmbeddings(const ModelTask& task, Adjustments& adjustments);
std::string openAiEmbeddings(const EmbeddingAnswer& answer, const ModelTask& task, const AnswerFacts& facts);

} // namespace lanyard
