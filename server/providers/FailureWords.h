#pragma once

#include "base/Http.h"

#include <chrono>
#include <optional>
#include <string_view>

namespace lanyard {

/// A provider's own words are kept this far.
inline constexpr std::size_t kLongestProviderMessage = 500;

/// "Retry-After" in seconds (also with a fraction), "retry-after-ms" in milliseconds, or an HTTP date seen from the
/// answer's own "Date" header.
std::optional<std::chrono::milliseconds> retryAfterOf(const HttpHeaders& headers);

/// `word` stands somewhere in `text`; ASCII letters of either case. `word` in lower case.
bool mentions(std::string_view text, std::string_view word);

} // namespace lanyard
