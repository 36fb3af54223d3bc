#include "tokens/WellFormedText.h"

#include "llm/JsonScan.h"

namespace lanyard {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Sequence
{
    std::size_t length = 1; ///< bytes up to the first that does not belong
    bool whole = false;
};

/// What a lead byte asks for: how many bytes follow, and the range of the first of them.
struct Lead
{
    std::size_t following = 0;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
};

Lead leadOf(unsigned char byte)
{
    if (byte >= 0xC2 && byte <= 0xDF)
        return {1};
    if (byte >= 0xE0 && byte <= 0xEF)
        return {2, static_cast<unsigned char>(byte == 0xE0 ? 0xA0 : 0x80),
                static_cast<unsigned char>(byte == 0xED ? 0x9F : 0xBF)};
    if (byte >= 0xF0 && byte <= 0xF4)
        return {3, static_cast<unsigned char>(byte == 0xF0 ? 0x90 : 0x80),
                static_cast<unsigned char>(byte == 0xF4 ? 0x8F : 0xBF)};
    return {};
}

Sequence sequenceAt(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x80)
        return {1, true};
    Lead lead = leadOf(first);
    Sequence found;
    while (found.length <= lead.following && found.length < text.size()) {
        const auto byte = static_cast<unsigned char>(text[found.length]);
        if (byte < lead.low || byte > lead.high)
            return found;
        lead.low = 0x80;
        lead.high = 0xBF;
        ++found.length;
    }
    found.whole = lead.following > 0 && found.length == lead.following + 1;
    return found;
}

} // namespace

std::string_view wellFormedText(std::string_view text, std::string& repaired)
{
    if (isValidUtf8(text))
        return text;
    repaired.clear();
    repaired.reserve(text.size() + text.size() / 8);
    while (!text.empty()) {
        const Sequence sequence = sequenceAt(text);
        repaired += sequence.whole ? text.substr(0, sequence.length) : kReplacement;
        text.remove_prefix(sequence.length);
    }
    return repaired;
}

} // namespace lanyard
