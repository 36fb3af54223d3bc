#include "providers/anthropic/AnthropicDialect.h"

#include <cstddef>

namespace lanyard {
namespace {

/// The first one or two small numbers in the name, as major * 100 + minor; 0 when there is none. Dates are longer.
int versionIn(std::string_view model)
{
    int version = 0;
    int found = 0;
    for (std::size_t at = 0; at < model.size() && found < 2;) {
        const std::size_t end = model.find_first_of("-.@:", at);
        const std::string_view word = model.substr(at, end == std::string_view::npos ? end : end - at);
        const bool small = !word.empty() && word.size() <= 2 && word.find_first_not_of("0123456789") == std::string_view::npos;
        if (small) {
            const int number = word.size() == 1 ? word[0] - '0' : (word[0] - '0') * 10 + (word[1] - '0');
            version += found++ == 0 ? number * 100 : number;
        } else if (found > 0) {
            break;
        }
        at = end == std::string_view::npos ? model.size() : end + 1;
    }
    return version;
}

} // namespace

AnthropicDialect anthropicDialectOf(std::string_view model)
{
    const int version = versionIn(model.substr(model.rfind('/') + 1));
    AnthropicDialect dialect;
    if (version == 0)
        return dialect;
    dialect.adaptiveThinking = version >= 406;
    dialect.sampling = version < 407;
    dialect.thinking = version >= 307;
    return dialect;
}

} // namespace lanyard
