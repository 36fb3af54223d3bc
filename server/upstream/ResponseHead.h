#pragma once

#include "base/Http.h"

#include <string_view>

namespace lanyard {

/// Collects an answer's head from curl's header lines. Interim answers (1xx) are skipped, trailers are ignored.
class ResponseHead
{
public:
    static constexpr std::size_t kMaxBytes = std::size_t{64} * 1024;

    /// One line with its CRLF; the blank line completes the head. False when the head is over its limit.
    bool take(std::string_view line);

    bool complete() const { return m_complete; }
    /// True once a single byte of an answer has come.
    bool begun() const { return m_bytes != 0; }
    int status() const { return m_status; }
    const HttpHeaders& headers() const { return m_headers; }

private:
    void takeStatusLine(std::string_view line);

    HttpHeaders m_headers;
    std::size_t m_bytes = 0;
    int m_status = 0;
    bool m_complete = false;
};

} // namespace lanyard
