#pragma once

#include "base/Clock.h"

#include <array>
#include <cstdint>

namespace lanyard {

/// Successes and failures of the last minute, by whole seconds: what a rate needs, in constant space.
class MinuteTally
{
public:
    void add(SteadyTime now, bool good)
    {
        expire(now);
        Second& second = m_seconds[static_cast<std::size_t>(m_newest % kSeconds)];
        ++(good ? second.good : second.bad);
        ++(good ? m_good : m_bad);
    }
    void expire(SteadyTime now)
    {
        const std::int64_t second = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
        if (second - m_newest >= kSeconds)
            clear();
        while (m_newest < second && m_good + m_bad > 0) {
            Second& leaves = m_seconds[static_cast<std::size_t>(++m_newest % kSeconds)];
            m_good -= leaves.good;
            m_bad -= leaves.bad;
            leaves = {};
        }
        m_newest = second;
    }
    void clear()
    {
        m_seconds = {};
        m_good = m_bad = 0;
    }
    std::uint64_t good() const { return m_good; }
    std::uint64_t total() const { return m_good + m_bad; }

private:
    static constexpr std::int64_t kSeconds = 60;
    struct Second
    {
        std::uint32_t good = 0;
        std::uint32_t bad = 0;
    };
    std::array<Second, kSeconds> m_seconds{};
    std::int64_t m_newest = 0; ///< seconds of the steady clock
    std::uint64_t m_good = 0;
    std::uint64_t m_bad = 0;
};

} // namespace lanyard
