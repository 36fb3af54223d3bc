#include "ledger/Reports.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

constexpr std::array<std::string_view, 7> kNames{"user", "group", "key", "model", "provider", "credential", "day"};

} // namespace

std::optional<UsageDimension> usageDimensionFrom(std::string_view text)
{
    const auto found = std::find(kNames.begin(), kNames.end(), text);
    if (found == kNames.end())
        return std::nullopt;
    return static_cast<UsageDimension>(found - kNames.begin());
}

std::string_view toString(UsageDimension dimension)
{
    return kNames[static_cast<std::size_t>(dimension)];
}

} // namespace lanyard
