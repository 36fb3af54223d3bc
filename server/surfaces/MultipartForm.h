#pragma once

#include <optional>
#include <string_view>

namespace lanyard {

/// The value of one text field of a multipart/form-data body (RFC 7578), as a slice of it. Nothing when the body is no
/// such form or has no such field; the first one where it stands twice is only given if it is the only one.
struct FormField
{
    std::string_view value;
    bool twice = false;
};
std::optional<FormField> formField(std::string_view contentType, std::string_view body, std::string_view name);

bool isMultipartForm(std::string_view contentType);

} // namespace lanyard
