#include "net/EventLoop.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <system_error>
#include <unistd.h>

namespace lanyard::bench {

Nanos now()
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * kSecond + time.tv_nsec;
}

EventLoop::EventLoop() : m_epoll(epoll_create1(EPOLL_CLOEXEC))
{
    if (m_epoll < 0)
        throw std::system_error(errno, std::generic_category(), "epoll_create1");
    prctl(PR_SET_TIMERSLACK, 1UL); // the default lets every wake-up be 50 us late
}

EventLoop::~EventLoop()
{
    ::close(m_epoll);
}

void EventLoop::watch(int fd, std::uint32_t events, Watcher& watcher)
{
    if (m_watchers.size() <= static_cast<std::size_t>(fd))
        m_watchers.resize(static_cast<std::size_t>(fd) + 1);
    m_watchers[static_cast<std::size_t>(fd)] = &watcher;
    epoll_event event{};
    event.events = events;
    event.data.fd = fd;
    if (epoll_ctl(m_epoll, EPOLL_CTL_ADD, fd, &event) != 0)
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

void EventLoop::change(int fd, std::uint32_t events)
{
    epoll_event event{};
    event.events = events;
    event.data.fd = fd;
    epoll_ctl(m_epoll, EPOLL_CTL_MOD, fd, &event);
}

void EventLoop::forget(int fd)
{
    m_watchers[static_cast<std::size_t>(fd)] = nullptr;
    epoll_ctl(m_epoll, EPOLL_CTL_DEL, fd, nullptr);
}

void EventLoop::retire(std::unique_ptr<Watcher> watcher)
{
    m_retired.push_back(std::move(watcher));
}

void EventLoop::run()
{
    while (!m_stopped) {
        fireTimers();
        if (!m_stopped)
            waitForEvents();
        m_retired.clear();
    }
}

void EventLoop::fireTimers()
{
    while (!m_stopped && !m_timers.empty() && m_timers.begin()->first <= now()) {
        Timer* timer = m_timers.begin()->second;
        timer->stop();
        timer->m_callback();
    }
}

void EventLoop::waitForEvents()
{
    std::array<epoll_event, 256> events;
    timespec timeout{};
    if (!m_timers.empty()) {
        const Nanos left = std::max<Nanos>(0, m_timers.begin()->first - now());
        timeout = {left / kSecond, left % kSecond};
    }
    const int count = epoll_pwait2(m_epoll, events.data(), static_cast<int>(events.size()),
                                   m_timers.empty() ? nullptr : &timeout, nullptr);
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        if (Watcher* watcher = m_watchers[static_cast<std::size_t>(event.data.fd)])
            watcher->onReady(event.events);
    }
}

Timer::Timer(EventLoop& loop, std::function<void()> callback) : m_loop(loop), m_callback(std::move(callback)) {}

Timer::~Timer()
{
    stop();
}

void Timer::startAt(Nanos when)
{
    stop();
    m_when = when;
    m_started = true;
    m_loop.m_timers.emplace(when, this);
}

void Timer::stop()
{
    if (m_started)
        m_loop.m_timers.erase({m_when, this});
    m_started = false;
}

} // namespace lanyard::bench
