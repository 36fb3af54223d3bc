#include "ledger/RefusalCounter.h"

#include <utility>

namespace lanyard {

void RefusalCounter::add(const std::array<std::uint8_t, 16>& address, const std::string& reason, WallTime now)
{
    const WallTime minute = std::chrono::floor<std::chrono::minutes>(now);
    const std::lock_guard lock(m_mutex);
    const auto known = m_counts.find({minute, address, reason});
    if (known != m_counts.end())
        ++known->second;
    else if (m_counts.size() < kMostLines)
        m_counts.emplace(Line{minute, address, reason}, 1);
    else
        ++m_counts[{minute, {}, std::string("various")}];
}

std::vector<RefusalCount> RefusalCounter::take()
{
    std::map<Line, std::uint64_t> counts;
    {
        const std::lock_guard lock(m_mutex);
        counts = std::exchange(m_counts, {});
    }
    std::vector<RefusalCount> list;
    list.reserve(counts.size());
    for (const auto& [line, count] : counts)
        list.push_back({std::get<0>(line), std::get<1>(line), std::get<2>(line), count});
    return list;
}

} // namespace lanyard
