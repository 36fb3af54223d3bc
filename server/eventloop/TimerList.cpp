#include "eventloop/TimerList.h"

#include <QCoreApplication>
#include <QTimerEvent>

#include <algorithm>
#include <bit>
#include <limits>

namespace lanyard {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

int ceilMs(SteadyClock::duration duration)
{
    const std::int64_t ms = std::chrono::ceil<milliseconds>(duration).count();
    return static_cast<int>(std::clamp<std::int64_t>(ms, 0, std::numeric_limits<int>::max()));
}

/// How late a timer may be, in a power of two for coarse ones: at most 5 % of the interval; a second for very coarse
/// ones.
milliseconds granularity(milliseconds interval, Qt::TimerType type)
{
    if (type == Qt::VeryCoarseTimer)
        return milliseconds{1000};
    if (type == Qt::PreciseTimer || interval < milliseconds{20})
        return milliseconds{0};
    return milliseconds{static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(interval.count() / 20)))};
}

} // namespace

TimerList::Time TimerList::roundedUp(Time due, const Timer& timer)
{
    const milliseconds step = granularity(timer.interval, timer.type);
    if (step <= milliseconds{0})
        return due;
    const auto beyond = due.time_since_epoch() % step;
    return beyond == Time::duration::zero() ? due : due + (step - beyond);
}

void TimerList::add(int id, std::int64_t intervalMs, Qt::TimerType type, QObject* object)
{
    auto timer = std::make_shared<Timer>(Timer{id, milliseconds{std::max<std::int64_t>(intervalMs, 0)}, type, object});
    timer->due = SteadyClock::now() + timer->interval;
    timer->deadline = roundedUp(timer->due, *timer);
    insert(std::move(timer));
}

void TimerList::insert(Owned timer)
{
    const auto later = std::upper_bound(m_timers.begin(), m_timers.end(), timer->deadline,
                                        [](Time deadline, const Owned& other) { return deadline < other->deadline; });
    m_timers.insert(later, std::move(timer));
}

std::vector<TimerList::Owned>::iterator TimerList::find(int id)
{
    return std::find_if(m_timers.begin(), m_timers.end(), [=](const Owned& timer) { return timer->id == id; });
}

bool TimerList::remove(int id)
{
    const auto found = find(id);
    if (found == m_timers.end())
        return false;
    m_timers.erase(found);
    return true;
}

bool TimerList::removeAll(const QObject* object)
{
    return std::erase_if(m_timers, [=](const Owned& timer) { return timer->object == object; }) > 0;
}

QList<TimerList::Info> TimerList::of(const QObject* object) const
{
    QList<Info> infos;
    for (const Owned& timer : m_timers) {
        if (timer->object == object)
            infos.append(Info(timer->id, static_cast<int>(timer->interval.count()), timer->type));
    }
    return infos;
}

int TimerList::waitMs() const
{
    const auto first =
        std::find_if(m_timers.begin(), m_timers.end(), [](const Owned& timer) { return !timer->beingHandled; });
    return first == m_timers.end() ? -1 : ceilMs((*first)->deadline - SteadyClock::now());
}

int TimerList::remainingMs(int id) const
{
    const auto found =
        std::find_if(m_timers.begin(), m_timers.end(), [=](const Owned& timer) { return timer->id == id; });
    return found == m_timers.end() ? -1 : ceilMs((*found)->deadline - SteadyClock::now());
}

void TimerList::scheduleNext(Timer& timer, Time now)
{
    timer.due += timer.interval;
    if (timer.due < now)
        timer.due = now + timer.interval;
    timer.deadline = roundedUp(timer.due, timer);
}

int TimerList::fire()
{
    if (m_timers.empty())
        return 0;
    const Time now = SteadyClock::now();
    const std::uint64_t round = ++m_round; // a nested call has a round of its own
    int fired = 0;
    // Timers of this round go behind the others that are due, so each gets its turn once.
    while (!m_timers.empty()) {
        const auto next = std::find_if(m_timers.begin(), m_timers.end(), [=](const Owned& timer) {
            return timer->round < round || timer->deadline > now;
        });
        if (next == m_timers.end() || (*next)->deadline > now)
            break;
        const Owned timer = *next;
        m_timers.erase(next);
        timer->round = round;
        scheduleNext(*timer, now);
        insert(timer);
        fired += handle(timer) ? 1 : 0;
    }
    return fired;
}

bool TimerList::handle(const Owned& timer)
{
    if (timer->beingHandled)
        return false;
    timer->beingHandled = true;
    QTimerEvent event(timer->id);
    QCoreApplication::sendEvent(timer->object, &event);
    timer->beingHandled = false;
    return true;
}

} // namespace lanyard
