#pragma once

#include "limits/LocalDay.h"

#include <cstdint>

namespace lanyard {

/// How much happened since local midnight. A wall clock that is set back across midnight (by up to a day) does not
/// hand out the day again; one that was wrong by more starts afresh.
class DayCounter
{
public:
    void enter(const LocalDay& day)
    {
        if (day.number != m_day && day.number != m_day - 1) {
            m_day = day.number;
            m_count = 0;
        }
    }
    /// Both for the day last entered.
    void add() { ++m_count; }
    std::int64_t day() const { return m_day; }
    std::uint64_t count() const { return m_count; }
    void takeBack(std::int64_t day)
    {
        if (day == m_day && m_count > 0)
            --m_count;
    }
    void clear() { m_count = 0; }
    /// As it was before a restart.
    void restore(std::int64_t day, std::uint64_t count)
    {
        m_day = day;
        m_count = count;
    }

private:
    std::int64_t m_day = 0;
    std::uint64_t m_count = 0;
};

} // namespace lanyard
