#pragma once

#include "load/Options.h"
#include "load/Report.h"

#include <functional>

namespace lanyard::bench {

/// The part of a run that is measured: when it is open, and what the watched processes used of the CPU meanwhile.
/// Their time is read from the kernel's clock of the whole process, which counts nanoseconds and ended threads.
class Window
{
public:
    Window(EventLoop& loop, const Options& options, std::function<void()> closed);

    void openAt(Nanos when);
    bool open() const { return m_open; }
    void report(Report& report) const;

private:
    void begin();
    void end();
    Nanos cpuTime() const;

    const Options& m_options;
    std::function<void()> m_closed;
    Timer m_begin;
    Timer m_end;
    bool m_open = false;
    Nanos m_openedAt = 0;
    Nanos m_length = 0;
    Nanos m_cpu = 0;
};

} // namespace lanyard::bench
