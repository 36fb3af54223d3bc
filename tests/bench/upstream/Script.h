#pragma once

#include "net/EventLoop.h"

#include <cstdint>
#include <string_view>

namespace lanyard::bench {

/// What a request asks of the fake upstream: `"bench":"chunks=50 every_us=20000 bytes=0"` near the start of its body.
struct Script
{
    std::uint64_t chunks = 0; ///< 0: one plain answer
    Nanos every = 0;          ///< between two chunks; 0: as fast as the client reads
    std::uint64_t bytes = 0;  ///< length of a plain answer's text, or added to each chunk
};

Script scriptOf(std::string_view requestBody);

} // namespace lanyard::bench
