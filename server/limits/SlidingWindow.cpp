#include "limits/SlidingWindow.h"

#include <algorithm>

namespace lanyard {
namespace {

std::int64_t grainOf(SteadyTime time)
{
    return time.time_since_epoch() / SlidingWindow::kGrain;
}

} // namespace

void SlidingWindow::add(SteadyTime at, std::uint64_t amount)
{
    if (amount == 0)
        return;
    m_sum += amount;
    if (size() > 0) {
        Entry& newest = m_entries.back();
        if (newest.last == at || (size() >= kExactEntries && grainOf(newest.last) == grainOf(at))) {
            newest.last = at;
            newest.amount += amount;
            return;
        }
    }
    m_entries.push_back({at, at, amount});
}

bool SlidingWindow::amend(SteadyTime at, std::uint64_t was, std::uint64_t is)
{
    const auto begin = m_entries.begin() + static_cast<std::ptrdiff_t>(m_head);
    const auto entry = std::lower_bound(begin, m_entries.end(), at, [](const Entry& e, SteadyTime t) { return e.last < t; });
    if (entry == m_entries.end() || entry->first > at || entry->amount < was)
        return false;
    // An entry that falls to nothing stays until it leaves: its neighbours' times must not move.
    entry->amount = entry->amount - was + is;
    m_sum = m_sum - was + is;
    return true;
}

void SlidingWindow::expire(SteadyTime now)
{
    while (size() > 0 && m_entries[m_head].last + kLength <= now) {
        m_sum -= m_entries[m_head].amount;
        ++m_head;
    }
    dropExpiredHead();
}

void SlidingWindow::dropExpiredHead()
{
    if (m_head == m_entries.size()) {
        m_entries.clear();
        m_head = 0;
    } else if (m_head >= 64 && m_head * 2 >= m_entries.size()) {
        m_entries.erase(m_entries.begin(), m_entries.begin() + static_cast<std::ptrdiff_t>(m_head));
        m_head = 0;
    }
}

void SlidingWindow::clear()
{
    m_entries.clear();
    m_head = 0;
    m_sum = 0;
}

std::optional<SteadyTime> SlidingWindow::fitsAt(SteadyTime now, std::uint64_t limit, std::uint64_t need) const
{
    if (need > limit)
        return std::nullopt;
    const std::uint64_t allowed = limit - need;
    if (m_sum <= allowed)
        return now;
    std::uint64_t left = m_sum;
    for (std::size_t i = m_head; i < m_entries.size(); ++i) {
        left -= m_entries[i].amount;
        if (left <= allowed)
            return m_entries[i].last + kLength;
    }
    return now;
}

std::optional<SteadyTime> SlidingWindow::nextLeavesAt() const
{
    for (std::size_t i = m_head; i < m_entries.size(); ++i) {
        if (m_entries[i].amount > 0)
            return m_entries[i].last + kLength;
    }
    return std::nullopt;
}

std::optional<SteadyTime> SlidingWindow::emptyAt() const
{
    for (std::size_t i = m_entries.size(); i > m_head; --i) {
        if (m_entries[i - 1].amount > 0)
            return m_entries[i - 1].last + kLength;
    }
    return std::nullopt;
}

} // namespace lanyard
