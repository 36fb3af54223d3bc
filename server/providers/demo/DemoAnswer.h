#pragma once

#include "base/Http.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

/// What the demo provider says to one request: OpenAI's protocol, canned and the same every time, so that a first start
/// without any key shows the whole path. Pure; who plays it keeps the pace.
struct DemoAnswer
{
    struct Piece
    {
        std::string bytes;
        bool paced = false; ///< a word of a stream: comes a moment after the one before
    };

    int status = 200;
    HttpHeaders headers;
    std::vector<Piece> pieces;
};

/// `target` is a path, with or without what stands before it. `createdUnix` in seconds.
/// Tokens are counted as a quarter of the bytes, rounded up.
DemoAnswer demoAnswer(HttpMethod method, std::string_view target, std::string_view body, std::int64_t createdUnix);

} // namespace lanyard
