#pragma once

#include "base/BodySlices.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

/// A piece of the client's body that is replaced; both ends inside the body.
struct BodyEdit
{
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;
};

/// `slice` of `body` gives way to `text`.
BodyEdit replaceSlice(std::string_view body, std::string_view slice, std::string text);
/// A new member goes in front of the closing brace. `object` is a valid, non-empty or empty JSON object in `body`.
BodyEdit appendMember(std::string_view body, std::string_view object, std::string_view member);
/// The body with its edits, as slices of what came in. Edits do not overlap.
BodySlices editedBody(std::string_view body, std::vector<BodyEdit> edits);

} // namespace lanyard
