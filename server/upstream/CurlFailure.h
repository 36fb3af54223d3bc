#pragma once

#include "upstream/Upstream.h"

#include <curl/curl.h>

#include <string_view>

namespace lanyard {

/// What curl knows of a call that failed.
struct CurlFailure
{
    CURLcode code = CURLE_OK;
    int osError = 0;            ///< errno of a failed connect, or 0
    std::string_view text;      ///< curl's own words, or ""
    bool bytesSent = false;     ///< at least a part of the request went out
    bool answerBegun = false;   ///< the head of the answer is there
    bool proxied = false;
    std::string_view hostAndPort;
    std::chrono::milliseconds connectLimit{0};
};

/// The only place that reads curl's codes.
UpstreamEnd endOf(const CurlFailure& failure);

/// "no first byte from api.example.com:443 within 60 s (first_byte_ms)".
enum class TimeLimit : std::uint8_t { FirstByte, Whole, Idle, Total };
UpstreamEnd timeoutEnd(TimeLimit limit, std::chrono::milliseconds length, std::string_view hostAndPort);

} // namespace lanyard
