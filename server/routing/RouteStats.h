#pragma once

#include "base/Ids.h"

#include <chrono>
#include <optional>

namespace lanyard {

/// What the strategies need to know about a provider right now, for one model. Any thread; each call is cheap.
class RouteStats
{
public:
    virtual ~RouteStats() = default;
    /// Whether a lease could be had now, for a request of ordinary size.
    virtual bool usable(ProviderId provider, ModelId model) const = 0;
    /// Attempts under way for the model, per usable credential.
    virtual double inFlight(ProviderId provider, ModelId model) const = 0;
    /// Peak EWMA of the time to the first byte: jumps up at once, sinks slowly, also by mere waiting. Nothing before
    /// the first answer.
    virtual std::optional<std::chrono::microseconds> firstByte(ProviderId provider, ModelId model) const = 0;
    /// What the best usable credential has left of its tightest limit: 1 = untouched, 0 = none.
    virtual double headroom(ProviderId provider, ModelId model) const = 0;
};

} // namespace lanyard
