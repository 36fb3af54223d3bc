#pragma once

#include <QRandomGenerator>

#include <algorithm>
#include <chrono>

namespace lanyard {

/// Growing pauses between attempts: doubling from `first` to `longest`, each up to a quarter shorter or longer by
/// chance, so that many clients of one service do not come back in step.
class Backoff
{
public:
    using Milliseconds = std::chrono::milliseconds;

    Backoff(Milliseconds first, Milliseconds longest) : m_first(first), m_longest(longest), m_next(first) {}

    Milliseconds next()
    {
        const Milliseconds pause = m_next;
        m_next = std::min(m_next * 2, m_longest);
        const auto quarter = static_cast<int>(pause.count() / 4);
        return pause + Milliseconds{QRandomGenerator::global()->bounded(-quarter, quarter + 1)};
    }
    void reset() { m_next = m_first; }

private:
    Milliseconds m_first;
    Milliseconds m_longest;
    Milliseconds m_next;
};

} // namespace lanyard
