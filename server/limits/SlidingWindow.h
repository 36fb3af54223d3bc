#pragma once

#include "base/Clock.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace lanyard {

/// How much happened in the last minute, to the event: what was added at T counts until just before T + 60 s.
/// Up to kExactEntries moments are kept apart; a busier window merges what falls into one kGrain, which then leaves
/// together (late by less than one grain, never early).
class SlidingWindow
{
public:
    static constexpr std::chrono::seconds kLength{60};
    static constexpr std::size_t kExactEntries = 1024;
    static constexpr std::chrono::milliseconds kGrain{60};

    /// Times must not go back.
    void add(SteadyTime at, std::uint64_t amount);
    /// Replaces `was` by `is` in what was added at `at`. Whether that is still in the window.
    bool amend(SteadyTime at, std::uint64_t was, std::uint64_t is);
    void expire(SteadyTime now);
    void clear();

    /// As of the last expire().
    std::uint64_t sum() const { return m_sum; }
    /// When `need` more fit under `limit`; nothing when they never will. As of the last expire().
    std::optional<SteadyTime> fitsAt(SteadyTime now, std::uint64_t limit, std::uint64_t need) const;
    /// When the next of it leaves; nothing when it is empty.
    std::optional<SteadyTime> nextLeavesAt() const;
    /// When the last of it leaves; nothing when it is empty.
    std::optional<SteadyTime> emptyAt() const;

private:
    struct Entry
    {
        SteadyTime first;
        SteadyTime last;
        std::uint64_t amount = 0;
    };
    std::size_t size() const { return m_entries.size() - m_head; }
    void dropExpiredHead();

    std::vector<Entry> m_entries; ///< from m_head on, in order of time
    std::size_t m_head = 0;
    std::uint64_t m_sum = 0;
};

} // namespace lanyard
