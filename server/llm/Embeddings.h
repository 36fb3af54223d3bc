#pragma once

#include "llm/Usage.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

/// Texts that are to become vectors, in neutral words.
struct EmbeddingRequest
{
    std::vector<std::string> inputs;
    std::optional<std::uint64_t> dimensions;
    std::string purpose; ///< what the vectors are for, in Gemini's words ("RETRIEVAL_QUERY"); "" mostly
};

struct EmbeddingAnswer
{
    std::vector<std::string> vectors; ///< one for each input: a JSON list of numbers, as the provider wrote them
    std::optional<Usage> usage;
};

/// A JSON list of numbers as base64 of little-endian 32-bit floats, and back (the shortest numbers that give the same
/// floats again). Source: "Create embeddings" of OpenAI's API reference, encoding_format, 2026-11.
std::string base64OfVector(std::string_view list);
/// Nothing when it is no base64 of whole floats.
std::optional<std::string> vectorOfBase64(std::string_view base64);

} // namespace lanyard
