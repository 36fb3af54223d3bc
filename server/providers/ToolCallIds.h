#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lanyard {

/// An id for a tool call whose provider gave none: unique among a conversation's turns, because each is a request of its
/// own. Letters, digits and underscores, which every dialect takes.
std::string madeToolCallId(std::string_view requestId, std::size_t choice, std::size_t call);

} // namespace lanyard
