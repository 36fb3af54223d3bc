#pragma once

#include "config/Configuration.h"
#include "limits/DayCounter.h"
#include "limits/SlidingWindow.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace lanyard {

/// Now, as limits need it.
struct Moment
{
    SteadyTime steady{};
    WallTime wall{};
    const LocalDay* day = nullptr; ///< null where nobody counts days
};

/// Why a limit says no.
struct LimitHit
{
    enum class Kind : std::uint8_t { Requests, Tokens, Day, RequestSize, Concurrency };
    Kind kind = Kind::Requests;
    std::uint64_t limit = 0;
    /// When it says yes again if nothing else happens; nothing when that is not a matter of time.
    std::optional<std::chrono::milliseconds> freeIn;

    /// The request alone is larger than the limit: waiting does not help.
    bool never() const { return !freeIn && kind != Kind::Concurrency; }
};

/// What one request took from one meter, to be given back or corrected later.
struct LimitReceipt
{
    SteadyTime at{};
    std::int64_t day = 0;
    std::uint64_t tokens = 0;
    std::uint32_t epoch = 0;
    bool countedRequest = false;
    bool countedTokens = false;
    bool countedDay = false;
};

/// What one limited thing (credential, provider, user, key, group) has used. Counts only what its limits ask for, and
/// slots always. Not thread-safe; times must not go back.
class LimitMeter
{
public:
    /// Nothing when one request of `tokens` fits now; else the limit that says no for longest.
    std::optional<LimitHit> check(const Limits& limits, const Moment& now, std::uint64_t tokens);
    LimitReceipt take(const Limits& limits, const Moment& now, std::uint64_t tokens);
    /// The request ended and used `tokens` in truth. What left the window meanwhile is not counted again; what goes
    /// beyond the estimate then counts from now on.
    void finish(const LimitReceipt& receipt, const Moment& now, std::uint64_t tokens);
    /// The request never was.
    void undo(const LimitReceipt& receipt, const Moment& now);

    /// The day as it was before a restart.
    void restoreDay(std::int64_t day, std::uint64_t count) { m_day.restore(day, count); }
    /// Forgets windows and days; slots in use stay.
    void clear();

    std::uint32_t inFlight() const { return m_inFlight; }
    /// As of the last check(), take() or expire().
    const SlidingWindow& requests() const { return m_requests; }
    const SlidingWindow& tokens() const { return m_tokens; }
    const DayCounter& day() const { return m_day; }
    void expire(const Moment& now);

    /// What is left of the tightest limit, 0 to 1; tpr does not count. As of the last expire().
    double headroom(const Limits& limits) const;

private:
    void freeSlot();

    SlidingWindow m_requests;
    SlidingWindow m_tokens;
    DayCounter m_day;
    std::uint32_t m_inFlight = 0;
    std::uint32_t m_epoch = 0;
};

/// "60 requests a minute", "10000 tokens a minute", "8 at a time" ...
std::string limitText(const LimitHit& hit);

} // namespace lanyard
