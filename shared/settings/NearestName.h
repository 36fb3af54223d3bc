#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lanyard {

/// The known name that `text` was probably meant to be, or "" when none is near. Near = at most a third of its letters
/// differ (swapped neighbours count once), without regard to case.
std::string_view nearestName(std::string_view text, std::span<const std::string_view> known);

/// " (did you mean \"rpm\"?)", or "" when nothing is near: the end of an "unknown ..." message.
std::string didYouMean(std::string_view text, std::span<const std::string_view> known);

} // namespace lanyard
