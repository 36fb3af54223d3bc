#pragma once

#include "base/Clock.h"
#include "config/Configuration.h"
#include "keypool/MinuteTally.h"
#include "llm/FailureClass.h"

#include <cstdint>
#include <optional>

namespace lanyard {

/// Stops asking a provider for a model while it fails: after so many failures in a row, or when under a share of at least
/// so many attempts of the last minute succeeded (see BreakerRules). Open for the first pause, twice as long after each
/// failed probe; one probe at a time.
class Breaker
{
public:
    explicit Breaker(const BreakerRules& rules = {}) : m_rules(rules) {}
    /// For what comes from now on.
    void setRules(const BreakerRules& rules) { m_rules = rules; }

    /// How an attempt came through; handed back with its result.
    struct Pass
    {
        enum class Kind : std::uint8_t { Normal, Probe, Forced };
        Kind kind = Kind::Normal;
        std::uint32_t epoch = 0;
    };
    /// Slow: an answer, but so late that it lowers the success rate.
    enum class Verdict : std::uint8_t { Good, Bad, Slow, Neutral };
    /// Overloaded, ServerError, Timeout and Network are the provider's failures; success is success; the rest says nothing.
    static Verdict verdict(FailureClass failure);
    Verdict verdict(FailureClass failure, std::optional<std::chrono::milliseconds> firstByte) const;

    bool closed() const { return !m_open; }
    bool allows(SteadyTime now) const { return !m_open || (!m_probing && now >= m_until); }
    /// The attempt goes out now, allowed or not (Forced).
    Pass pass(SteadyTime now);
    void report(Pass pass, Verdict verdict, SteadyTime now);
    void reset();

    /// How long until the next probe; zero when one is under way or due.
    std::chrono::milliseconds opensIn(SteadyTime now) const;

private:
    void open(SteadyTime now, std::chrono::milliseconds pause);
    void close();
    void count(Verdict verdict, SteadyTime now);

    BreakerRules m_rules;
    MinuteTally m_tally;
    std::uint32_t m_failuresInRow = 0;
    std::uint32_t m_epoch = 0; ///< grows whenever it opens or closes: older attempts say nothing any more
    bool m_open = false;
    bool m_probing = false;
    std::chrono::milliseconds m_pause{0};
    SteadyTime m_until{};
};

} // namespace lanyard
