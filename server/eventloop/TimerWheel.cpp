#include "eventloop/TimerWheel.h"

#include <QTimer>

#include <cassert>

namespace lanyard {

void TimerWheel::Link::remove()
{
    previous->next = next;
    next->previous = previous;
    previous = next = this;
}

void TimerWheel::Link::insertBefore(Link& other)
{
    previous = other.previous;
    next = &other;
    other.previous->next = this;
    other.previous = this;
}

TimerWheel::TimerWheel(const Clock& clock, QObject* parent)
    : QObject(parent), m_clock(clock), m_system(new QTimer(this)), m_start(clock.steady())
{
    m_system->setInterval(kTick);
    connect(m_system, &QTimer::timeout, this, &TimerWheel::advance);
}

TimerWheel::~TimerWheel()
{
    assert(m_armed == 0 && "every timer stops before its wheel");
}

std::uint64_t TimerWheel::tickOf(SteadyTime time) const
{
    // Rounded up: a timer is looked at only when its deadline has passed.
    const auto sinceStart = std::chrono::ceil<std::chrono::milliseconds>(time - m_start);
    return static_cast<std::uint64_t>((sinceStart + kTick - std::chrono::milliseconds{1}) / kTick);
}

void TimerWheel::arm(WheelTimer& timer)
{
    if (m_armed++ == 0) {
        // Nothing was armed, so no slot holds anything: skip the time that passed unwatched.
        m_tick = std::max(m_tick, static_cast<std::uint64_t>((now() - m_start) / kTick));
        m_system->start();
    }
    timer.m_slotTick = std::max(tickOf(timer.m_deadline), m_tick);
    timer.insertBefore(m_slots[timer.m_slotTick % kSlots]);
}

void TimerWheel::advance()
{
    const auto last = static_cast<std::uint64_t>((now() - m_start) / kTick);
    while (m_armed != 0 && m_tick <= last) {
        const std::size_t slot = m_tick % kSlots;
        ++m_tick; // first: what a callback arms for "now" goes to the next tick, so this loop ends
        fireSlot(m_slots[slot]);
    }
    if (m_armed == 0)
        m_system->stop();
}

void TimerWheel::fireSlot(Link& slot)
{
    // The slot's timers move to a list of their own first; callbacks may take any of them out of it.
    Link due;
    if (slot.alone())
        return;
    due.previous = slot.previous;
    due.next = slot.next;
    due.previous->next = &due;
    due.next->previous = &due;
    slot.previous = slot.next = &slot;

    const SteadyTime current = now();
    while (!due.alone()) {
        auto& timer = static_cast<WheelTimer&>(*due.next);
        timer.remove();
        --m_armed;
        if (timer.m_deadline > current) { // pushed back meanwhile, or of a later round
            arm(timer);
            continue;
        }
        timer.m_active = false;
        const auto callback = timer.m_onTimeout; // a copy: the callback may destroy its timer
        callback();
    }
}

void WheelTimer::start(std::chrono::milliseconds timeout)
{
    m_deadline = m_wheel->now() + timeout;
    if (m_active) {
        if (m_wheel->tickOf(m_deadline) >= m_slotTick)
            return; // it moves when its old slot comes up
        stop();
    }
    m_active = true;
    m_wheel->arm(*this);
}

void WheelTimer::stop()
{
    if (!m_active)
        return;
    m_active = false;
    remove();
    --m_wheel->m_armed;
}

} // namespace lanyard
