#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lanyard {

struct ImageSize
{
    std::uint32_t width = 0;
    std::uint32_t height = 0;

    bool operator==(const ImageSize&) const = default;
};

/// From the header of a PNG, JPEG, GIF or WebP; nothing for other bytes, damaged ones and a size of zero.
/// Source: RFC 2083 11.2.2, ITU-T T.81 annex B, GIF89a 18, RFC 9649 2.
std::optional<ImageSize> imageSize(std::string_view bytes);

/// The same for the start of an image in base64; no more of it is decoded than a header may need.
std::optional<ImageSize> imageSizeOfBase64(std::string_view base64);

/// The same for a URL: of "data:image/png;base64,...", nothing for others.
std::optional<ImageSize> imageSizeOfUrl(std::string_view url);

} // namespace lanyard
