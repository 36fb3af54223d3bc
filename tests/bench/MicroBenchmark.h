#pragma once

#include <QtGlobal>

#include <chrono>
#include <cstdio>
#include <ctime>

namespace lanyard::test {

/// CPU time of this thread where the system tells it, else time that passed.
inline std::chrono::nanoseconds threadTime()
{
#ifdef Q_OS_UNIX
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
#else
    return std::chrono::steady_clock::now().time_since_epoch();
#endif
}

/// Prints what one call of `body` costs: the best of five rounds, so that a busy machine disturbs little.
template<class F>
void measure(const char* name, int calls, F body)
{
    double best = 0.0;
    for (int round = 0; round < 5; ++round) {
        const std::chrono::nanoseconds start = threadTime();
        for (int i = 0; i < calls; ++i)
            body();
        const double each = static_cast<double>((threadTime() - start).count()) / calls;
        best = round == 0 || each < best ? each : best;
    }
    std::printf("%-72s %8.0f ns\n", name, best);
}

} // namespace lanyard::test
