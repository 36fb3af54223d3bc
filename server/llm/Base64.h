#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lanyard {

/// Standard alphabet, padding optional, line breaks skipped. Nothing when something else stands in it.
std::optional<std::string> base64Decoded(std::string_view text);
/// With padding.
std::string base64Encoded(std::string_view bytes);

} // namespace lanyard
