#pragma once

#include <QtGlobal>

namespace lanyard::test {

/// What a process holds, from /proc. Linux only.
struct ProcessFigures
{
    qint64 rssKiB = 0;
    int threads = 0;
    int descriptors = 0;     ///< without the connections to `upstreamPort`
    int upstreamPooled = 0;  ///< those: kept open for reuse, up to a limit
    double cpuSeconds = 0;

    static ProcessFigures of(qint64 pid, quint16 upstreamPort);
};

} // namespace lanyard::test
