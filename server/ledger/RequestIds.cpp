#include "ledger/RequestIds.h"

#include <sodium.h>

#include <optional>

namespace lanyard {
namespace {

constexpr std::size_t kUuidLength = 36;

constexpr bool isDashPlace(std::size_t i)
{
    return i == 8 || i == 13 || i == 18 || i == 23;
}

constexpr int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::optional<RequestIdBits> parseUuid(std::string_view text)
{
    if (text.size() != kUuidLength)
        return std::nullopt;
    RequestIdBits bits{};
    std::size_t digits = 0;
    for (std::size_t i = 0; i < kUuidLength; ++i) {
        if (isDashPlace(i)) {
            if (text[i] != '-')
                return std::nullopt;
            continue;
        }
        const int value = hexValue(text[i]);
        if (value < 0)
            return std::nullopt;
        std::uint8_t& byte = bits[digits / 2];
        byte = static_cast<std::uint8_t>(byte << 4 | value);
        ++digits;
    }
    return bits;
}

} // namespace

RequestIdBits requestIdBits(std::string_view text)
{
    if (const std::optional<RequestIdBits> uuid = parseUuid(text))
        return *uuid;
    RequestIdBits bits{};
    crypto_generichash(bits.data(), bits.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr, 0);
    return bits;
}

std::string requestIdText(const RequestIdBits& bits)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(kUuidLength);
    for (const std::uint8_t byte : bits) {
        if (isDashPlace(text.size()))
            text += '-';
        text += kDigits[byte >> 4];
        text += kDigits[byte & 0xF];
    }
    return text;
}

} // namespace lanyard
