#include "upstream/HeaderRules.h"

#include "base/Http.h"

#include <algorithm>
#include <array>

namespace lanyard {

bool isConnectionField(std::string_view name)
{
    static constexpr std::array<std::string_view, 8> kNames{"content-length", "transfer-encoding", "connection", "keep-alive",
                                                            "proxy-connection", "upgrade", "expect", "te"};
    return std::any_of(kNames.begin(), kNames.end(),
                       [&](std::string_view known) { return known.size() == name.size() && equalsIgnoringCase(known, name); });
}

bool isFieldName(std::string_view name)
{
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return c > ' ' && c < 0x7F && std::string_view("\"(),/:;<=>?@[\\]{}").find(c) == std::string_view::npos;
    });
}

bool isFieldValue(std::string_view value)
{
    return std::none_of(value.begin(), value.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

} // namespace lanyard
