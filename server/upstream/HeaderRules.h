#pragma once

#include <string_view>

namespace lanyard {

/// Fields that belong to one connection (RFC 9110 section 7.6.1): never taken over from a request that is passed on.
bool isConnectionField(std::string_view name);
/// RFC 9110 section 5.6.2.
bool isFieldName(std::string_view name);
/// No line end inside: it would let a value write fields of its own.
bool isFieldValue(std::string_view value);

} // namespace lanyard
