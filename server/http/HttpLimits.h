#pragma once

#include <QString>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace lanyard {

/// Everything that a client may not exceed, and which web pages may call. Plain values; each front has its own copy.
struct HttpLimits
{
    std::size_t headerBytes = 32 * 1024;       ///< request line and fields; more is 431
    std::int64_t bodyBytes = 50 * 1024 * 1024; ///< as sent and as inflated; more is 413
    std::size_t spillBytes = 1024 * 1024;      ///< a larger body goes to a file
    QString spillFolder;                       ///< empty: the system's folder for temporary files

    std::chrono::milliseconds headerTime{15'000};    ///< from a request's first byte to the end of its head; then 408
    std::chrono::milliseconds bodyIdle{30'000};      ///< between two pieces of a body; then 408
    std::chrono::milliseconds keepAliveIdle{75'000}; ///< between two requests
    std::chrono::milliseconds writeProgress{60'000}; ///< a client that takes no byte for so long is dropped
    std::chrono::milliseconds tlsHandshake{10'000};
    std::chrono::milliseconds linger{2'000}; ///< how long input is thrown away after a refusal, so that it is seen

    int connections = 20'000;        ///< in all
    int connectionsPerAddress = 256; ///< loopback is not counted

    /// "https://chat.example.org"; "*" allows every page. Empty: no page may read an answer.
    std::vector<std::string> allowedOrigins;

    bool operator==(const HttpLimits&) const = default;
};

} // namespace lanyard
