#pragma once

#include "app/Worker.h"
#include "protocol/messages/LiveMessages.h"
#include "protocol/messages/SessionMessages.h"

#include <QObject>
#include <QTimer>

#include <array>
#include <deque>
#include <memory>
#include <vector>

namespace lanyard {

/// The workers' counters as figures of the last minute and the last hour. Lives in: main; wakes every five seconds.
class StatsMeter final : public QObject
{
    Q_OBJECT

public:
    /// `workers` and `clock` outlive this.
    StatsMeter(const std::vector<std::unique_ptr<Worker>>& workers, const Clock& clock, QObject* parent = nullptr);

    StatsInfo now() const;
    HistoryResult history() const;

private:
    struct Totals
    {
        std::uint64_t started = 0, finished = 0, failed = 0, inputTokens = 0, outputTokens = 0, firstBytes = 0, firstByteMs = 0;
        Money cost;
    };
    Totals totals() const;
    void sample();
    HistoryPoint difference(const Totals& to, const Totals& from) const;

    static constexpr std::size_t kSamples = 12;  ///< five seconds apart: the oldest is a minute old
    static constexpr std::size_t kSamplesAStep = 2;
    static constexpr std::size_t kSteps = 360;   ///< an hour
    static constexpr std::chrono::seconds kInterval{60 / static_cast<int>(kSamples)};

    const std::vector<std::unique_ptr<Worker>>& m_workers;
    const Clock& m_clock;
    std::array<Totals, kSamples> m_samples{};
    std::size_t m_next = 0;
    std::size_t m_inStep = 0;
    Totals m_stepStart;
    std::deque<HistoryPoint> m_history;
    QTimer m_timer;
};

} // namespace lanyard
