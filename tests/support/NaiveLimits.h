#pragma once

#include "config/Configuration.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace lanyard::test {

/// What LimitMeter promises, the slow and obvious way: every event is kept and counted anew each time. Shares no code
/// with it. Times in milliseconds; days are days of UTC.
class NaiveLimits
{
public:
    struct Ticket
    {
        std::uint64_t event = 0; ///< 0 = nothing was noted
        std::uint64_t estimate = 0;
        std::int64_t day = 0;
        bool countedDay = false;
        bool countedTokens = false;
        int life = 0;
    };

    enum class Answer { Fits, Later, Never };

    Answer ask(const Limits& limits, std::int64_t now, std::int64_t wall, std::uint64_t tokens)
    {
        if ((limits.tpr && tokens > *limits.tpr) || (limits.tpm && tokens > *limits.tpm))
            return Answer::Never;
        if (limits.rpm && *limits.rpm == 0)
            return Answer::Never;
        std::uint64_t requests = 0;
        std::uint64_t sum = 0;
        for (const Event& event : m_events) {
            if (now - event.at < 60'000) {
                requests += event.request ? 1 : 0;
                sum += event.tokens;
            }
        }
        seeDay(wall);
        const bool full = (limits.rpm && requests >= *limits.rpm) || (limits.tpm && sum + tokens > *limits.tpm)
            || (limits.rpd && m_today >= *limits.rpd) || (limits.concurrency && m_running >= *limits.concurrency);
        return full ? Answer::Later : Answer::Fits;
    }

    Ticket take(const Limits& limits, std::int64_t now, std::int64_t wall, std::uint64_t tokens)
    {
        forget(now);
        seeDay(wall);
        ++m_running;
        Ticket ticket{++m_lastEvent, tokens, m_day, limits.rpd.has_value(), limits.tpm.has_value(), m_life};
        if (limits.rpd)
            ++m_today;
        m_events.push_back({m_lastEvent, now, limits.rpm.has_value(), limits.tpm ? tokens : 0});
        return ticket;
    }

    void finish(const Ticket& ticket, std::int64_t now, std::uint64_t tokens)
    {
        --m_running;
        if (ticket.life != m_life || !ticket.countedTokens)
            return;
        for (Event& event : m_events) {
            if (event.id == ticket.event && now - event.at < 60'000 && ticket.estimate > 0) {
                event.tokens = tokens;
                return;
            }
        }
        if (tokens > ticket.estimate)
            m_events.push_back({++m_lastEvent, now, false, tokens - ticket.estimate});
    }

    void undo(const Ticket& ticket)
    {
        --m_running;
        if (ticket.life != m_life)
            return;
        std::erase_if(m_events, [&](const Event& event) { return event.id == ticket.event; });
        if (ticket.countedDay && ticket.day == m_day && m_today > 0) // 0: the clock left this day and came back to it
            --m_today;
    }

    void clear()
    {
        m_events.clear();
        m_today = 0;
        ++m_life;
    }
    std::uint64_t running() const { return m_running; }

    /// Somebody looked at the calendar. What a clock that goes back and forth does to a day depends on who saw it.
    void seeDay(std::int64_t wall)
    {
        const std::int64_t day = wall / 86'400'000;
        if (day > m_day || day < m_day - 1) {
            m_day = day;
            m_today = 0;
        }
    }

private:
    struct Event
    {
        std::uint64_t id;
        std::int64_t at;
        bool request;
        std::uint64_t tokens;
    };

    void forget(std::int64_t now)
    {
        std::erase_if(m_events, [now](const Event& event) { return now - event.at > 120'000; });
    }

    std::vector<Event> m_events;
    std::uint64_t m_lastEvent = 0;
    std::int64_t m_day = std::numeric_limits<std::int32_t>::min();
    std::uint64_t m_today = 0;
    std::uint64_t m_running = 0;
    int m_life = 0;
};

} // namespace lanyard::test
