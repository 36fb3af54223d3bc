#pragma once

#include <QAbstractEventDispatcher>
#include <QList>
#include <QObject>

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

namespace lanyard {

/// The timers of one event dispatcher, soonest first, with Qt's rules: a timer never fires early, fires at most once a
/// round, is not re-entered while its event is being handled, and skips the rounds that it missed.
/// Lives in: its dispatcher's thread.
class TimerList
{
public:
    using Info = QAbstractEventDispatcher::TimerInfo;

    void add(int id, std::int64_t intervalMs, Qt::TimerType type, QObject* object);
    bool remove(int id);
    bool removeAll(const QObject* object);
    QList<Info> of(const QObject* object) const;

    /// Until the first timer that is not being handled; -1 when there is none.
    int waitMs() const;
    /// -1 for an unknown timer.
    int remainingMs(int id) const;
    /// Fires what is due; the number fired.
    int fire();

private:
    using Time = std::chrono::steady_clock::time_point;

    struct Timer
    {
        int id;
        std::chrono::milliseconds interval;
        Qt::TimerType type;
        QObject* object;
        Time due{};              ///< exact
        Time deadline{};         ///< rounded up, so that coarse timers come together
        std::uint64_t round = 0; ///< of fire() that fired it last
        bool beingHandled = false;
    };
    using Owned = std::shared_ptr<Timer>;

    static Time roundedUp(Time due, const Timer& timer);
    static void scheduleNext(Timer& timer, Time now);
    void insert(Owned timer);
    static bool handle(const Owned& timer);
    std::vector<Owned>::iterator find(int id);

    std::vector<Owned> m_timers; ///< by deadline
    std::uint64_t m_round = 0;
};

} // namespace lanyard
