#include "llm/Embeddings.h"

#include "llm/Base64.h"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>

namespace lanyard {
namespace {

constexpr std::size_t kFloatBytes = 4;
constexpr std::size_t kLongestFloat = 16;

void append(std::uint32_t bits, std::string& out)
{
    for (int shift = 0; shift < 32; shift += 8)
        out += static_cast<char>(static_cast<unsigned char>(bits >> shift));
}

std::uint32_t bitsAt(std::string_view bytes, std::size_t at)
{
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < kFloatBytes; ++i)
        bits |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
    return bits;
}

} // namespace

std::string base64OfVector(std::string_view list)
{
    std::string bytes;
    bytes.reserve(list.size() / 2);
    const char* at = list.data();
    const char* const end = at + list.size();
    while (at != end) {
        if ((*at < '0' || *at > '9') && *at != '-') {
            ++at;
            continue;
        }
        float value = 0;
        const auto [next, error] = std::from_chars(at, end, value);
        if (error == std::errc::result_out_of_range)
            value = 0; // smaller than a float can be
        else if (error != std::errc{})
            break;
        append(std::bit_cast<std::uint32_t>(value), bytes);
        at = next;
    }
    return base64Encoded(bytes);
}

std::optional<std::string> vectorOfBase64(std::string_view base64)
{
    const std::optional<std::string> bytes = base64Decoded(base64);
    if (!bytes || bytes->size() % kFloatBytes != 0)
        return std::nullopt;
    std::string list = "[";
    std::array<char, kLongestFloat> text{};
    for (std::size_t at = 0; at < bytes->size(); at += kFloatBytes) {
        const auto value = std::bit_cast<float>(bitsAt(*bytes, at));
        if (!std::isfinite(value))
            return std::nullopt;
        if (at > 0)
            list += ',';
        const auto written = std::to_chars(text.data(), text.data() + text.size(), value);
        list.append(text.data(), written.ptr);
    }
    return list + "]";
}

} // namespace lanyard
