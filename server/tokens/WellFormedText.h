#pragma once

#include <string>
#include <string_view>

namespace lanyard {

/// `text` itself when it is well-formed UTF-8; else a copy of it in `repaired` in which every malformed part is U+FFFD,
/// cut up as the Encoding Standard's decoder does ("maximal subpart"): what a program that reads the bytes as text, and
/// so the reference tokenizer, is given.
/// Source: Unicode 16.0, chapter 3.9, table 3-8; https://encoding.spec.whatwg.org/#utf-8-decoder
std::string_view wellFormedText(std::string_view text, std::string& repaired);

} // namespace lanyard
