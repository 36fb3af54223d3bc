#pragma once

#include "base/Clock.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace lanyard {

/// A duration's moving average that believes bad news at once and good news slowly; it also sinks by itself, so that
/// what was slow once is tried again.
/// Source of the rule: Finagle, PeakEwma load balancer.
class PeakEwma
{
public:
    static constexpr std::chrono::seconds kDecay{30};

    void observe(SteadyTime now, std::chrono::microseconds sample)
    {
        const double fresh = static_cast<double>(sample.count());
        const double keep = m_measured ? keptAfter(now) : 0.0;
        m_value = std::max(fresh, m_value * keep + fresh * (1.0 - keep));
        m_at = now;
        m_measured = true;
    }
    std::optional<std::chrono::microseconds> value(SteadyTime now) const
    {
        if (!m_measured)
            return std::nullopt;
        return std::chrono::microseconds{std::llround(m_value * keptAfter(now))};
    }

private:
    double keptAfter(SteadyTime now) const
    {
        return std::exp(-std::chrono::duration<double>(now - m_at) / std::chrono::duration<double>(kDecay));
    }

    double m_value = 0.0; ///< microseconds
    SteadyTime m_at{};
    bool m_measured = false;
};

} // namespace lanyard
