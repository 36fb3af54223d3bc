#include "tokens/ImageSize.h"

#include <QByteArray>

#include <algorithm>

namespace lanyard {
namespace {

constexpr std::size_t kShortHeaderChars = 64;         // base64; enough for all but JPEG
constexpr std::size_t kLongHeaderChars = 1024 * 1024; // a JPEG's size stands behind its colour profile and preview

std::uint32_t byteAt(std::string_view bytes, std::size_t i)
{
    return static_cast<unsigned char>(bytes[i]);
}

std::uint32_t big16(std::string_view bytes, std::size_t i)
{
    return byteAt(bytes, i) << 8 | byteAt(bytes, i + 1);
}

std::uint32_t big32(std::string_view bytes, std::size_t i)
{
    return big16(bytes, i) << 16 | big16(bytes, i + 2);
}

std::uint32_t little16(std::string_view bytes, std::size_t i)
{
    return byteAt(bytes, i) | byteAt(bytes, i + 1) << 8;
}

std::uint32_t little24(std::string_view bytes, std::size_t i)
{
    return little16(bytes, i) | byteAt(bytes, i + 2) << 16;
}

std::optional<ImageSize> sizeUnlessEmpty(std::uint32_t width, std::uint32_t height)
{
    if (width == 0 || height == 0)
        return std::nullopt;
    return ImageSize{width, height};
}

std::optional<ImageSize> pngSize(std::string_view bytes)
{
    if (bytes.size() < 24 || bytes.substr(12, 4) != "IHDR")
        return std::nullopt;
    return sizeUnlessEmpty(big32(bytes, 16), big32(bytes, 20));
}

std::optional<ImageSize> gifSize(std::string_view bytes)
{
    return bytes.size() < 10 ? std::nullopt : sizeUnlessEmpty(little16(bytes, 6), little16(bytes, 8));
}

/// Segments follow each other, marker and length, until the one that starts the frame.
std::optional<ImageSize> jpegSize(std::string_view bytes)
{
    std::size_t at = 2;
    while (at + 9 <= bytes.size()) {
        if (byteAt(bytes, at) != 0xFF)
            return std::nullopt;
        const std::uint32_t marker = byteAt(bytes, at + 1);
        if (marker == 0xFF) { // a fill byte
            ++at;
            continue;
        }
        const bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame)
            return sizeUnlessEmpty(big16(bytes, at + 7), big16(bytes, at + 5));
        const bool alone = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
        at += alone ? 2 : 2 + std::max(2U, big16(bytes, at + 2));
    }
    return std::nullopt;
}

std::optional<ImageSize> webpSize(std::string_view bytes)
{
    if (bytes.size() < 30)
        return std::nullopt;
    const std::string_view chunk = bytes.substr(12, 4);
    if (chunk == "VP8X")
        return ImageSize{little24(bytes, 24) + 1, little24(bytes, 27) + 1};
    if (chunk == "VP8L" && byteAt(bytes, 20) == 0x2F) {
        const std::uint32_t packed = little16(bytes, 21) | little16(bytes, 23) << 16;
        return ImageSize{(packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1};
    }
    if (chunk == "VP8 " && bytes.substr(23, 3) == "\x9D\x01\x2A")
        return sizeUnlessEmpty(little16(bytes, 26) & 0x3FFF, little16(bytes, 28) & 0x3FFF);
    return std::nullopt;
}

} // namespace

std::optional<ImageSize> imageSize(std::string_view bytes)
{
    if (bytes.starts_with("\x89PNG\r\n\x1A\n"))
        return pngSize(bytes);
    if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a"))
        return gifSize(bytes);
    if (bytes.starts_with("\xFF\xD8"))
        return jpegSize(bytes);
    if (bytes.size() >= 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP")
        return webpSize(bytes);
    return std::nullopt;
}

std::optional<ImageSize> imageSizeOfBase64(std::string_view base64)
{
    const bool jpeg = base64.starts_with("/9"); // FF D8
    base64 = base64.substr(0, jpeg ? kLongHeaderChars : kShortHeaderChars);
    const QByteArray bytes =
        QByteArray::fromBase64(QByteArray::fromRawData(base64.data(), static_cast<qsizetype>(base64.size())));
    return imageSize({bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

std::optional<ImageSize> imageSizeOfUrl(std::string_view url)
{
    constexpr std::string_view kBase64 = ";base64,";
    const std::size_t header = url.substr(0, 256).find(kBase64); // media type and its parameters are short
    if (!url.starts_with("data:") || header == std::string_view::npos)
        return std::nullopt;
    return imageSizeOfBase64(url.substr(header + kBase64.size()));
}

} // namespace lanyard
