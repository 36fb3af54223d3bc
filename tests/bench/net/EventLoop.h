#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace lanyard::bench {

/// Nanoseconds of the monotonic clock, which all processes of one machine share.
using Nanos = std::int64_t;
constexpr Nanos kMicrosecond = 1'000;
constexpr Nanos kMillisecond = 1'000'000;
constexpr Nanos kSecond = 1'000'000'000;

Nanos now();

/// Told when its descriptor is ready; `events` are epoll's.
class Watcher
{
public:
    virtual ~Watcher() = default;
    virtual void onReady(std::uint32_t events) = 0;
};

class Timer;

/// One thread's epoll loop with timers of nanosecond resolution: an open loop at 5,000 requests a second would be
/// rounded away by the milliseconds of epoll_wait. Linux only, like the benchmark.
class EventLoop
{
public:
    EventLoop();
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    void watch(int fd, std::uint32_t events, Watcher& watcher);
    void change(int fd, std::uint32_t events);
    void forget(int fd);

    /// Destroys the watcher once no event of this turn can reach it any more.
    void retire(std::unique_ptr<Watcher> watcher);

    void run();
    void stop() { m_stopped = true; }

private:
    friend class Timer;

    void fireTimers();
    void waitForEvents();

    int m_epoll = -1;
    bool m_stopped = false;
    std::vector<Watcher*> m_watchers; ///< by descriptor
    std::set<std::pair<Nanos, Timer*>> m_timers;
    std::vector<std::unique_ptr<Watcher>> m_retired;
};

/// Calls back once at a point in time; may be started again from the callback.
class Timer
{
public:
    Timer(EventLoop& loop, std::function<void()> callback);
    ~Timer();
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

    void startAt(Nanos when);
    void stop();

private:
    friend class EventLoop;

    EventLoop& m_loop;
    std::function<void()> m_callback;
    Nanos m_when = 0;
    bool m_started = false;
};

} // namespace lanyard::bench
