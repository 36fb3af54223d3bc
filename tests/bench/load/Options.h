#pragma once

#include "net/EventLoop.h"

#include <cstdint>
#include <string>
#include <vector>

namespace lanyard::bench {

/// What one run of the load generator does. Times are given in milliseconds on the command line.
struct Options
{
    std::string mode; ///< closed, open, streams, idle, stalled
    std::uint16_t port = 0;
    std::size_t connections = 1;
    std::uint64_t rate = 0; ///< requests a second of the open loop
    std::uint64_t chunks = 0;
    Nanos chunkEvery = 0;
    Nanos ramp = 0; ///< streams are opened evenly over this time
    Nanos warmUp = 0;
    Nanos duration = kSecond;       ///< what is measured, after the warm-up
    std::uint64_t requestBytes = 0; ///< added to a request's message
    std::uint64_t answerBytes = 0;
    std::vector<int> watch; ///< processes whose CPU time is measured
};

/// Throws std::invalid_argument with a sentence for the caller.
Options parseOptions(int argc, char** argv);

/// The whole HTTP request. The API key comes from the environment (BENCH_API_KEY): an argument could be seen by all.
std::string makeRequest(const Options& options);

} // namespace lanyard::bench
