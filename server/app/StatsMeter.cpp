#include "app/StatsMeter.h"

#include <algorithm>

namespace lanyard {

StatsMeter::StatsMeter(const std::vector<std::unique_ptr<Worker>>& workers, const Clock& clock, QObject* parent)
    : QObject(parent), m_workers(workers), m_clock(clock)
{
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    m_timer.setInterval(kInterval);
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
    info.requestsTotal = current.finished;
    info.failedTotal = current.failed;
    info.inputTokensTotal = current.inputTokens;
    info.outputTokensTotal = current.outputTokens;
    info.firstBytesTotal = current.firstBytes;
    info.firstByteMsTotal = current.firstByteMs;
    info.costTotal = current.cost;
    return info;
}

HistoryResult StatsMeter::history() const
{
    HistoryResult result;
    result.stepSeconds = static_cast<std::uint32_t>(kInterval.count() * kSamplesAStep);
    result.points.assign(m_history.begin(), m_history.end());
    return result;
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
        sum.firstBytes += counters.firstBytes.load(std::memory_order_relaxed);
        sum.firstByteMs += counters.firstByteMs.load(std::memory_order_relaxed);
        sum.cost += Money::fromNano(counters.costNano.load(std::memory_order_relaxed));
    }
    return sum;
}

void StatsMeter::sample()
{
    const Totals current = totals();
    m_samples[m_next] = current;
    m_next = (m_next + 1) % kSamples;
    if (++m_inStep < kSamplesAStep)
        return;
    m_inStep = 0;
    m_history.push_back(difference(current, m_stepStart));
    m_stepStart = current;
    if (m_history.size() > kSteps)
        m_history.pop_front();
}

HistoryPoint StatsMeter::difference(const Totals& to, const Totals& from) const
{
    HistoryPoint point;
    point.time = m_clock.wall();
    point.requests = to.finished - from.finished;
    point.failed = to.failed - from.failed;
    point.inputTokens = to.inputTokens - from.inputTokens;
    point.outputTokens = to.outputTokens - from.outputTokens;
    point.cost = to.cost - from.cost;
    if (const std::uint64_t began = to.firstBytes - from.firstBytes; began > 0)
        point.firstByteMs = static_cast<std::uint32_t>((to.firstByteMs - from.firstByteMs) / began);
    return point;
}

} // namespace lanyard
