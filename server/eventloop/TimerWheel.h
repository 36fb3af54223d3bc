#pragma once

#include "base/Clock.h"

#include <QObject>

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>

class QTimer;

namespace lanyard {

class WheelTimer;

/// Coarse time-outs by the thousand on one system timer: a time limit per connection and per stream that is pushed back
/// for every chunk would drown a QTimer each. A timer fires within one tick after its deadline, never before it.
///
/// Lives in: the thread that made it, with its timers. The system timer runs only while something is armed.
class TimerWheel final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds kTick{50};

    explicit TimerWheel(const Clock& clock, QObject* parent = nullptr);
    ~TimerWheel() override;

    /// Fires what is due by the clock. The system timer calls it; a test with its own clock may too.
    void advance();
    SteadyTime now() const { return m_clock.steady(); }

private:
    friend class WheelTimer;
    static constexpr std::size_t kSlots = 512;

    /// Head or member of a circular list.
    struct Link
    {
        Link* previous = this;
        Link* next = this;
        void remove();
        void insertBefore(Link& other);
        bool alone() const { return next == this; }
    };

    std::uint64_t tickOf(SteadyTime time) const;
    void arm(WheelTimer& timer);
    void fireSlot(Link& slot);

    const Clock& m_clock;
    QTimer* m_system;
    SteadyTime m_start;
    std::uint64_t m_tick = 0; ///< the next tick to look at
    std::size_t m_armed = 0;
    std::array<Link, kSlots> m_slots;
};

/// One time-out. Restarting to a later deadline costs a store; the list is touched only when the old one comes up.
/// The callback may start, stop or destroy this timer or any other.
class WheelTimer final : private TimerWheel::Link
{
public:
    WheelTimer(TimerWheel& wheel, std::function<void()> onTimeout) : m_wheel(&wheel), m_onTimeout(std::move(onTimeout)) {}
    WheelTimer(const WheelTimer&) = delete;
    WheelTimer& operator=(const WheelTimer&) = delete;
    ~WheelTimer() { stop(); }

    /// (Re)starts; zero or less fires at the next tick.
    void start(std::chrono::milliseconds timeout);
    void stop();
    bool isActive() const { return m_active; }

private:
    friend class TimerWheel;

    TimerWheel* m_wheel;
    std::function<void()> m_onTimeout;
    SteadyTime m_deadline{};
    std::uint64_t m_slotTick = 0; ///< where it is linked now
    bool m_active = false;
};

} // namespace lanyard
