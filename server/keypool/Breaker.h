#pragma once

#include "base/Clock.h"
#include "keypool/MinuteTally.h"
#include "llm/FailureClass.h"

#include <cstdint>
#include <optional>

namespace lanyard {

/// Stops asking a provider for a model while it fails: after kFailuresInRow, or when under half of at least kEnough
/// attempts of the last minute succeeded. Open for kFirstPause, twice as long after each failed probe; one probe at a time.
class Breaker
{
public:
    static constexpr std::uint32_t kFailuresInRow = 5;
    static constexpr std::uint64_t kEnough = 20;
    static constexpr std::chrono::seconds kFirstPause{5};
    static constexpr std::chrono::minutes kLongestPause{30};

    /// How an attempt came through; handed back with its result.
    struct Pass
    {
        enum class Kind : std::uint8_t { Normal, Probe, Forced };
        Kind kind = Kind::Normal;
        std::uint32_t epoch = 0;
    };
    enum class Verdict : std::uint8_t { Good, Bad, Neutral };
    /// Overloaded, ServerError, Timeout and Network are the provider's failures; success is success; the rest says nothing.
    static Verdict verdict(FailureClass failure);

    bool closed() const { return !m_open; }
    bool allows(SteadyTime now) const { return !m_open || (!m_probing && now >= m_until); }
    /// The attempt goes out now, allowed or not (Forced).
    Pass pass(SteadyTime now);
    void report(Pass pass, Verdict verdict, SteadyTime now);
    void reset();

    /// How long until the next probe; zero when one is under way or due.
    std::chrono::milliseconds opensIn(SteadyTime now) const;

private:
    void open(SteadyTime now, std::chrono::seconds pause);
    void close();
    void count(Verdict verdict, SteadyTime now);

    MinuteTally m_tally;
    std::uint32_t m_failuresInRow = 0;
    std::uint32_t m_epoch = 0; ///< grows whenever it opens or closes: older attempts say nothing any more
    bool m_open = false;
    bool m_probing = false;
    std::chrono::seconds m_pause{0};
    SteadyTime m_until{};
};

} // namespace lanyard
