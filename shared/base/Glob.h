#pragma once

#include <string_view>

namespace lanyard {

/// Whole-text match where `*` stands for any run of characters, also none, and everything else for itself ("gpt-*").
/// Linear in the text for one star, quadratic at worst; no allocation.
bool globMatches(std::string_view pattern, std::string_view text);

} // namespace lanyard
