#pragma once

#include "base/Result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

// Reading JSON without building anything: values stay slices of the text, so unknown fields, key order and number
// spelling survive, and a 50 MiB body costs one walk. Grammar: RFC 8259, whole and strict (no duplicate of a key that is
// asked for, no NaN, nothing behind the value, depth at most kMaxJsonDepth).

inline constexpr int kMaxJsonDepth = 256;

/// One member that the caller wants: its raw value ("\"gpt-4o\"", "[...]"), empty when the object has none.
struct JsonMember
{
    std::string_view name;
    std::string_view value = {};
    /// Where the elements of a list end, counted from its bracket; whoever wants them in the same walk gives a place.
    std::vector<std::uint32_t>* ends = nullptr;
};

/// Walks a whole object and fills in `fields`. Keys are compared unescaped: "mod\u0065l" is "model".
/// Errors: InvalidArgument with the byte where it went wrong; a key of `fields` that stands there twice.
Result<void> scanJsonObject(std::string_view text, std::span<JsonMember> fields);

/// Walks a whole value of any kind.
Result<void> checkJson(std::string_view text);

/// Calls `item` with each raw element of an array; false from it ends the walk early.
Result<void> scanJsonArray(std::string_view text, const std::function<bool(std::string_view)>& item);

bool isValidUtf8(std::string_view text);

// Raw values, as scanJsonObject() gives them, to C++ values. Nothing when the value is of another type or out of range.
std::optional<std::string> jsonString(std::string_view raw); ///< unescaped; a lone surrogate becomes U+FFFD
std::optional<bool> jsonBool(std::string_view raw);
std::optional<std::uint64_t> jsonUnsigned(std::string_view raw); ///< also "12.0" and "1e3", as long as it is whole
bool isJsonNull(std::string_view raw);
bool isJsonObject(std::string_view raw);

/// The inside of a JSON string (no quotes) that a walk has accepted.
std::string jsonUnescaped(std::string_view text);

/// `text` as a JSON string, quotes included.
std::string jsonQuoted(std::string_view text);
void appendJsonQuoted(std::string& out, std::string_view text);

} // namespace lanyard
