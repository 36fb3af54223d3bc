#pragma once

#include "eventloop/TimerList.h"

#include <QAbstractEventDispatcher>
#include <QtGlobal>

#include <array>
#include <atomic>
#include <cstdint>
#include <vector>

#ifdef Q_OS_LINUX

namespace lanyard {

/// Qt's event loop on epoll: what a turn costs does not grow with the number of idle connections. Does what Qt's own
/// Unix dispatcher does, in the same order: posted events, sockets, timers.
///
/// Lives in: the thread that it is installed in (see EventLoop.h). wakeUp() and interrupt() from any thread.
class EpollDispatcher final : public QAbstractEventDispatcher
{
public:
    explicit EpollDispatcher(QObject* parent = nullptr);
    ~EpollDispatcher() override;

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;

    void registerSocketNotifier(QSocketNotifier* notifier) override;
    void unregisterSocketNotifier(QSocketNotifier* notifier) override;

    void registerTimer(int timerId, qint64 interval, Qt::TimerType type, QObject* object) override;
    bool unregisterTimer(int timerId) override;
    bool unregisterTimers(QObject* object) override;
    QList<TimerInfo> registeredTimers(QObject* object) const override;
    int remainingTime(int timerId) override;

    void wakeUp() override;
    void interrupt() override;

private:
    /// What is known of one descriptor number.
    struct Watch
    {
        std::array<QSocketNotifier*, 3> notifiers{}; ///< by QSocketNotifier::Type
        std::uint32_t generation = 0; ///< grows when the last notifier leaves: the number may be another socket's then
        std::uint32_t known = 0;      ///< the events that the kernel was told
        bool dirty = false;           ///< is in m_dirty
        bool stale = false;           ///< the kernel may have forgotten it
        bool alwaysReady = false;     ///< a file: epoll does not take it, and it never blocks
    };

    std::uint32_t wantedEvents(const Watch& watch) const;
    void markDirty(int descriptor, Watch& watch);
    void tellKernel();
    void tellKernel(int descriptor, Watch& watch);
    int waitFor(int timeoutMs, bool withSockets);
    int deliver(int descriptor, std::uint32_t generation, std::uint32_t events);
    int deliverAlwaysReady();
    void clearWakeUp();

    int m_epoll = -1;
    int m_event = -1;             ///< eventfd: how other threads wake this one
    std::vector<Watch> m_watches; ///< by descriptor
    std::vector<int> m_dirty;     ///< descriptors whose events the kernel must be told
    std::vector<int> m_alwaysReady;
    TimerList m_timers;
    std::uint64_t m_turn = 0; ///< counts waits: tells a batch of events that a nested loop ran meanwhile

    std::atomic<bool> m_woken{false};        ///< events were posted since they were last sent
    std::atomic<bool> m_eventPending{false}; ///< m_event is readable
    std::atomic<bool> m_interrupted{false};
    std::atomic<unsigned> m_written{0}; ///< wake-ups through m_event that are over
};

} // namespace lanyard

#endif
