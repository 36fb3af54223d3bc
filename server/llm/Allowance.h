#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace lanyard {

/// What a provider says, with an answer, about its own limits for the credential that asked.
struct Allowance
{
    struct Window
    {
        std::optional<std::uint64_t> limit;
        std::uint64_t remaining = 0;
        std::optional<std::chrono::milliseconds> resetIn; ///< until it is whole again
    };
    std::optional<Window> requests;
    std::optional<Window> tokens;

    bool empty() const { return !requests && !tokens; }
};

} // namespace lanyard
