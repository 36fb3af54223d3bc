#include "upstream/Script.h"

#include <charconv>

namespace lanyard::bench {

namespace {

std::uint64_t numberAfter(std::string_view text, std::string_view name)
{
    std::uint64_t value = 0;
    if (const std::size_t at = text.find(name); at != std::string_view::npos)
        std::from_chars(text.data() + at + name.size(), text.data() + text.size(), value);
    return value;
}

} // namespace

Script scriptOf(std::string_view requestBody)
{
    constexpr std::string_view kKey = "\"bench\":\"";
    const std::size_t at = requestBody.find(kKey);
    if (at == std::string_view::npos)
        return {};
    const std::string_view rest = requestBody.substr(at + kKey.size());
    const std::string_view text = rest.substr(0, rest.find('"'));
    return {numberAfter(text, "chunks="), static_cast<Nanos>(numberAfter(text, "every_us=")) * kMicrosecond,
            numberAfter(text, "bytes=")};
}

} // namespace lanyard::bench
