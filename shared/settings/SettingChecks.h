#pragma once

#include <string_view>

namespace lanyard {

// Checks of single values, for the catalogue. Each answers what was expected, or "" when the value is fine.

/// One line of text: no control characters.
std::string_view checkPlainLine(std::string_view text);
/// "*", or scheme://host[:port] without a path.
std::string_view checkOrigin(std::string_view text);
/// ADDRESS:PORT; an IPv6 address stands in brackets. Port 0 lets the system choose one.
std::string_view checkListenAddress(std::string_view text);

/// Three capital letters, like EUR.
std::string_view checkCurrency(std::string_view text);

/// The name of a time zone that this system knows (Europe/Berlin, UTC), or nothing.
std::string_view checkTimeZone(std::string_view text);

} // namespace lanyard
