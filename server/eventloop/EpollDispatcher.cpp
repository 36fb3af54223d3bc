#include "eventloop/EpollDispatcher.h"

#ifdef Q_OS_LINUX

#include <QCoreApplication>
#include <QEvent>
#include <QSocketNotifier>
#include <QThread>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace lanyard {
namespace {

constexpr int kBatch = 256;

/// By QSocketNotifier::Type: what to ask for.
constexpr std::array<std::uint32_t, 3> kAsked{EPOLLIN, EPOLLOUT, EPOLLPRI};
/// What the kernel reports unasked; every notifier of the descriptor hears it, as with Qt's own dispatcher.
constexpr std::uint32_t kUnasked = EPOLLHUP | EPOLLERR;

std::uint64_t tagOf(int descriptor, std::uint32_t generation)
{
    return (std::uint64_t{generation} << 32) | static_cast<std::uint32_t>(descriptor);
}

} // namespace

EpollDispatcher::EpollDispatcher(QObject* parent)
    : QAbstractEventDispatcher(parent),
      m_epoll(::epoll_create1(EPOLL_CLOEXEC)),
      m_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    epoll_event wish{};
    wish.events = EPOLLIN;
    wish.data.u64 = tagOf(m_event, 0);
    if (m_epoll == -1 || m_event == -1 || ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_event, &wish) != 0)
        qFatal("The event loop cannot be made: %s", qUtf8Printable(qt_error_string(errno)));
}

EpollDispatcher::~EpollDispatcher()
{
    // Whoever woke it is done with it: Qt sees to that. Said here by means that ThreadSanitizer knows.
    (void)m_woken.load(std::memory_order_acquire);
    (void)m_interrupted.load(std::memory_order_acquire);
    (void)m_eventPending.load(std::memory_order_acquire);
    (void)m_written.load(std::memory_order_acquire);
    ::close(m_event);
    ::close(m_epoll);
}

bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    m_interrupted.store(false, std::memory_order_relaxed);
    Q_EMIT awake();

    // Cleared first: what is posted while the events are being sent must keep the loop from sleeping.
    const bool hadPosted = m_woken.exchange(false, std::memory_order_acq_rel);
    QCoreApplication::sendPostedEvents();

    const bool withTimers = !(flags & QEventLoop::X11ExcludeTimers);
    const bool withSockets = !(flags & QEventLoop::ExcludeSocketNotifiers);
    const auto mayWait = [&] {
        return (flags & QEventLoop::WaitForMoreEvents) && !m_woken.load(std::memory_order_acquire) &&
               !m_interrupted.load(std::memory_order_acquire);
    };
    if (mayWait())
        Q_EMIT aboutToBlock();
    if (m_interrupted.load(std::memory_order_acquire))
        return hadPosted;

    int timeoutMs = 0;
    if (mayWait()) // again: who was told may have posted something
        timeoutMs = withTimers ? m_timers.waitMs() : -1;
    int handled = waitFor(timeoutMs, withSockets);
    if (withTimers)
        handled += m_timers.fire();
    return hadPosted || handled > 0;
}

// ---- sockets

void EpollDispatcher::registerSocketNotifier(QSocketNotifier* notifier)
{
    const auto descriptor = static_cast<int>(notifier->socket());
    if (static_cast<std::size_t>(descriptor) >= m_watches.size())
        m_watches.resize(std::max<std::size_t>(static_cast<std::size_t>(descriptor) + 1, m_watches.size() * 2));
    Watch& watch = m_watches[static_cast<std::size_t>(descriptor)];
    QSocketNotifier*& place = watch.notifiers[notifier->type()];
    if (place && place != notifier)
        qWarning("Two socket notifiers of one type for descriptor %d; the first hears nothing more.", descriptor);
    place = notifier;
    markDirty(descriptor, watch);
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier* notifier)
{
    const auto descriptor = static_cast<int>(notifier->socket());
    if (descriptor < 0 || static_cast<std::size_t>(descriptor) >= m_watches.size())
        return;
    Watch& watch = m_watches[static_cast<std::size_t>(descriptor)];
    QSocketNotifier*& place = watch.notifiers[notifier->type()];
    if (place != notifier)
        return;
    place = nullptr;
    if (wantedEvents(watch) == 0) {
        // Most likely the socket is closed next, which makes the kernel forget it; its number may come again.
        watch.stale = true;
        ++watch.generation;
    }
    markDirty(descriptor, watch);
}

std::uint32_t EpollDispatcher::wantedEvents(const Watch& watch) const
{
    std::uint32_t events = 0;
    for (std::size_t type = 0; type < kAsked.size(); ++type)
        events |= watch.notifiers[type] ? kAsked[type] : 0;
    return events;
}

void EpollDispatcher::markDirty(int descriptor, Watch& watch)
{
    if (std::exchange(watch.dirty, true))
        return;
    m_dirty.push_back(descriptor);
}

/// Once a turn, so that a notifier that is switched off and on costs nothing.
void EpollDispatcher::tellKernel()
{
    for (const int descriptor : m_dirty)
        tellKernel(descriptor, m_watches[static_cast<std::size_t>(descriptor)]);
    m_dirty.clear();
}

void EpollDispatcher::tellKernel(int descriptor, Watch& watch)
{
    watch.dirty = false;
    epoll_event wish{};
    wish.events = wantedEvents(watch);
    wish.data.u64 = tagOf(descriptor, watch.generation);
    if (watch.alwaysReady) {
        watch.alwaysReady = false;
        std::erase(m_alwaysReady, descriptor);
    }
    if (wish.events == 0) {
        if (watch.known != 0)
            ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor, &wish); // fails when the socket is closed: just as well
    } else if (wish.events != watch.known || watch.stale) {
        const int first = watch.known != 0 && !watch.stale ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
        int failed = ::epoll_ctl(m_epoll, first, descriptor, &wish);
        if (failed && errno == EEXIST)
            failed = ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, descriptor, &wish);
        else if (failed && errno == ENOENT)
            failed = ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &wish);
        if (failed && errno == EPERM) {
            watch.alwaysReady = true;
            m_alwaysReady.push_back(descriptor);
        }
    }
    watch.known = wish.events;
    watch.stale = false;
}

/// Sleeps if it may, and delivers what the sockets have; the number of things done.
int EpollDispatcher::waitFor(int timeoutMs, bool withSockets)
{
    const std::uint64_t turn = ++m_turn;
    if (!withSockets) {
        pollfd wakeUp{m_event, POLLIN, 0};
        if (::poll(&wakeUp, 1, timeoutMs) <= 0)
            return 0;
        clearWakeUp();
        return 1;
    }
    tellKernel();
    if (!m_alwaysReady.empty())
        timeoutMs = 0;
    // Of this call alone: a nested loop has a batch of its own.
    std::array<epoll_event, kBatch> batch;
    const int count = ::epoll_wait(m_epoll, batch.data(), kBatch, timeoutMs);
    int handled = 0;
    // What a nested loop found meanwhile may be the rest of this batch, dealt with; the next wait tells what is left.
    for (int i = 0; i < count && turn == m_turn; ++i) {
        const auto descriptor = static_cast<int>(static_cast<std::uint32_t>(batch[i].data.u64));
        if (descriptor == m_event) {
            clearWakeUp();
            ++handled;
        } else {
            handled += deliver(descriptor, static_cast<std::uint32_t>(batch[i].data.u64 >> 32), batch[i].events);
        }
    }
    if (turn == m_turn)
        handled += deliverAlwaysReady();
    return handled;
}

int EpollDispatcher::deliver(int descriptor, std::uint32_t generation, std::uint32_t events)
{
    const std::uint64_t turn = m_turn;
    int handled = 0;
    for (std::size_t type = 0; type < kAsked.size() && turn == m_turn; ++type) {
        // Looked up each time: what was delivered before may have removed the notifier, or made room for others.
        const Watch& watch = m_watches[static_cast<std::size_t>(descriptor)];
        QSocketNotifier* notifier = watch.notifiers[type];
        if (watch.generation != generation || !notifier || !(events & (kAsked[type] | kUnasked)))
            continue;
        QEvent event(QEvent::SockAct);
        QCoreApplication::sendEvent(notifier, &event);
        ++handled;
    }
    return handled;
}

int EpollDispatcher::deliverAlwaysReady()
{
    int handled = 0;
    for (const int descriptor : std::vector(m_alwaysReady))
        handled += deliver(descriptor, m_watches[static_cast<std::size_t>(descriptor)].generation, EPOLLIN | EPOLLOUT);
    return handled;
}

// ---- timers

void EpollDispatcher::registerTimer(int timerId, qint64 interval, Qt::TimerType type, QObject* object)
{
    m_timers.add(timerId, interval, type, object);
}

bool EpollDispatcher::unregisterTimer(int timerId)
{
    return m_timers.remove(timerId);
}

bool EpollDispatcher::unregisterTimers(QObject* object)
{
    return m_timers.removeAll(object);
}

QList<QAbstractEventDispatcher::TimerInfo> EpollDispatcher::registeredTimers(QObject* object) const
{
    return m_timers.of(object);
}

int EpollDispatcher::remainingTime(int timerId)
{
    return m_timers.remainingMs(timerId);
}

// ---- waking up

void EpollDispatcher::wakeUp()
{
    if (thread() == QThread::currentThread()) {
        m_woken.store(true, std::memory_order_relaxed);
        return; // it is awake, and looks at m_woken before it sleeps
    }
    m_woken.exchange(true, std::memory_order_acq_rel); // not a store: what every thread did before is to be seen
    // Stays readable until this thread has waited: a wake-up is never lost between two looks at a flag.
    if (m_eventPending.exchange(true, std::memory_order_acq_rel))
        return;
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(m_event, &one, sizeof one);
    m_written.fetch_add(1, std::memory_order_release);
}

void EpollDispatcher::clearWakeUp()
{
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = ::read(m_event, &count, sizeof count);
    m_eventPending.store(false, std::memory_order_release); // after the read: else a new write could be read away
}

void EpollDispatcher::interrupt()
{
    m_interrupted.exchange(true, std::memory_order_acq_rel);
    wakeUp();
}

} // namespace lanyard

#endif
