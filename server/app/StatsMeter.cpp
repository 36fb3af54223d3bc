#include "app/StatsMeter.h"

namespace lanyard {

StatsMeter::StatsMeter(const std::vector<std::unique_ptr<Worker>>& workers, QObject* parent) : QObject(parent), m_workers(workers)
{
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    m_timer.setInterval(std::chrono::seconds{60} / kSamples);
    connect(&m_timer, &QTimer::timeout, this, &StatsMeter::sample);
    m_timer.start();
}

StatsInfo StatsMeter::now() const
{
    const Totals current = totals();
    const Totals& minuteAgo = m_samples[m_next];
    StatsInfo info;
    info.requestsPerMinute = current.finished - minuteAgo.finished;
    info.failedPerMinute = current.failed - minuteAgo.failed;
    info.inputTokensPerMinute = current.inputTokens - minuteAgo.inputTokens;
    info.outputTokensPerMinute = current.outputTokens - minuteAgo.outputTokens;
    info.inFlight = current.started - std::min(current.started, current.finished);
    for (const auto& worker : m_workers)
        info.connections += worker->connections();
    return info;
}

StatsMeter::Totals StatsMeter::totals() const
{
    Totals sum;
    for (const auto& worker : m_workers) {
        const ExchangeCounters& counters = worker->counters();
        sum.finished += counters.finished.load(std::memory_order_relaxed);
        sum.started += counters.started.load(std::memory_order_relaxed);
        sum.failed += counters.failed.load(std::memory_order_relaxed);
        sum.inputTokens += counters.inputTokens.load(std::memory_order_relaxed);
        sum.outputTokens += counters.outputTokens.load(std::memory_order_relaxed);
    }
    return sum;
}

void StatsMeter::sample()
{
    m_samples[m_next] = totals();
    m_next = (m_next + 1) % kSamples;
}

} // namespace lanyard
