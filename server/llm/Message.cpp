#include "llm/Message.h"

namespace lanyard {

std::string textOf(const std::vector<Part>& parts, std::string_view between)
{
    std::string all;
    for (const Part& part : parts) {
        const auto* const text = std::get_if<TextPart>(&part.value);
        if (!text)
            continue;
        if (!all.empty())
            all += between;
        all += text->text;
    }
    return all;
}

} // namespace lanyard
