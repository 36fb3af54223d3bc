#pragma once

#include "base/Clock.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace lanyard {

/// Slots of a credential that rest after a request, by when they are free again.
class RestingSlots
{
public:
    void add(SteadyTime until) { m_until.insert(std::upper_bound(m_until.begin(), m_until.end(), until), until); }
    /// How many rest now.
    std::uint32_t count(SteadyTime now)
    {
        m_until.erase(m_until.begin(), std::upper_bound(m_until.begin(), m_until.end(), now));
        return static_cast<std::uint32_t>(m_until.size());
    }
    /// When the first of them is free; as of the last count().
    std::optional<SteadyTime> nextFree() const { return m_until.empty() ? std::nullopt : std::optional(m_until.front()); }
    void clear() { m_until.clear(); }

private:
    std::vector<SteadyTime> m_until; ///< in order
};

} // namespace lanyard
