#pragma once

#include "app/Worker.h"
#include "protocol/messages/SessionMessages.h"

#include <QObject>
#include <QTimer>

#include <array>
#include <memory>
#include <vector>

namespace lanyard {

/// The workers' counters as figures of the last minute. Lives in: main; wakes every five seconds.
class StatsMeter final : public QObject
{
    Q_OBJECT

public:
    /// `workers` outlives this.
    explicit StatsMeter(const std::vector<std::unique_ptr<Worker>>& workers, QObject* parent = nullptr);

    StatsInfo now() const;

private:
    struct Totals
    {
        std::uint64_t started = 0, finished = 0, failed = 0, inputTokens = 0, outputTokens = 0;
    };
    Totals totals() const;
    void sample();

    static constexpr std::size_t kSamples = 12; ///< five seconds apart: the oldest is a minute old
    const std::vector<std::unique_ptr<Worker>>& m_workers;
    std::array<Totals, kSamples> m_samples{};
    std::size_t m_next = 0;
    QTimer m_timer;
};

} // namespace lanyard
