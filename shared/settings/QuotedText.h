#pragma once

#include <string>
#include <string_view>

namespace lanyard {

/// A piece of somebody's input for an error message: in quotes, one line, at most about 60 bytes, valid UTF-8.
std::string quotedText(std::string_view text);

} // namespace lanyard
