#pragma once

#include "tokens/ImageSize.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace lanyard {

struct TokenCount
{
    std::uint64_t tokens = 0;
    bool exact = false; ///< by rules that the maker has published for this model

    TokenCount& operator+=(const TokenCount& other)
    {
        tokens += other.tokens;
        exact = exact && other.exact;
        return *this;
    }
    bool operator==(const TokenCount&) const = default;
};

/// What a picture in a prompt counts. `detail` is OpenAI's: "low", "high", "auto" or "". Without a size (the picture is
/// somewhere in the web) a square of 1024 is assumed, and the count is no longer exact.
///
/// Source, all 2026-11: OpenAI platform.openai.com/docs/guides/images-vision, "Calculating costs" (tiles of 512 after
/// fitting into 2048 and the short side into 768; or patches of 32, at most 1536, times a factor of the model).
/// Anthropic docs.claude.com, "Vision" (width x height / 750 after fitting into 1568, at most about 1,600).
/// Google ai.google.dev/gemini-api/docs/image-understanding (258 up to 384 x 384, else 258 a tile; the side of a tile
/// is the short side / 1.5, from 256 to 768).
TokenCount imageTokens(std::string_view model, std::optional<ImageSize> size, std::string_view detail);

} // namespace lanyard
