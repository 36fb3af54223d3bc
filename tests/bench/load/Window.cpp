#include "load/Window.h"

#include <cerrno>
#include <ctime>
#include <system_error>

namespace lanyard::bench {

Window::Window(EventLoop& loop, const Options& options, std::function<void()> closed)
    : m_options(options),
      m_closed(std::move(closed)),
      m_begin(loop, [this] { begin(); }),
      m_end(loop, [this] { end(); })
{}

void Window::openAt(Nanos when)
{
    m_begin.startAt(when);
}

void Window::begin()
{
    m_open = true;
    m_cpu = cpuTime();
    m_openedAt = now();
    m_end.startAt(m_openedAt + m_options.duration);
}

void Window::end()
{
    m_open = false;
    m_cpu = cpuTime() - m_cpu;
    m_length = now() - m_openedAt;
    m_closed();
}

Nanos Window::cpuTime() const
{
    Nanos sum = 0;
    for (const int process : m_options.watch) {
        clockid_t clock{};
        timespec time{};
        if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0)
            throw std::system_error(errno, std::generic_category(), "process " + std::to_string(process) + " is gone");
        sum += time.tv_sec * kSecond + time.tv_nsec;
    }
    return sum;
}

void Window::report(Report& report) const
{
    report.number("window_ns", m_length);
    report.number("cpu_ns", m_cpu);
}

} // namespace lanyard::bench
