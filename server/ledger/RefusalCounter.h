#pragma once

#include "base/Clock.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

namespace lanyard {

/// How often one address was turned away for one reason in one minute, before anybody knew who was asking.
struct RefusalCount
{
    WallTime minute{};
    std::array<std::uint8_t, 16> address{}; ///< all zero = various: too many to be told apart
    std::string reason;
    std::uint64_t count = 0;
};

/// Counts what would be a flood of rows: whoever guesses keys must not fill the disk. Any thread.
class RefusalCounter
{
public:
    static constexpr std::size_t kMostLines = 4096;

    void add(const std::array<std::uint8_t, 16>& address, const std::string& reason, WallTime now);
    /// Everything since the last call.
    std::vector<RefusalCount> take();

private:
    using Line = std::tuple<WallTime, std::array<std::uint8_t, 16>, std::string>;

    std::mutex m_mutex; ///< guards m_counts
    std::map<Line, std::uint64_t> m_counts;
};

} // namespace lanyard
