#include "settings/QuotedText.h"

namespace lanyard {
namespace {

constexpr std::size_t kShownBytes = 60;

bool continuesCharacter(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

} // namespace

std::string quotedText(std::string_view text)
{
    std::size_t size = text.size();
    if (size > kShownBytes) {
        size = kShownBytes;
        while (size > 0 && continuesCharacter(text[size]))
            --size;
    }
    std::string shown = "\"";
    for (const char c : text.substr(0, size))
        shown += (c >= 0 && c < ' ') || c == '\x7F' ? '?' : c;
    return shown + (size < text.size() ? "...\"" : "\"");
}

} // namespace lanyard
