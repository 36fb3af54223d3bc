#include "keypool/UpstreamHeadroom.h"

#include <algorithm>

namespace lanyard {
namespace {

using Window = UpstreamHeadroom::Window;

/// For a window whose end the provider does not tell: they are mostly minutes.
constexpr std::chrono::seconds kUsualWindow{60};
/// A provider's word is not believed for longer: what it says of itself may be wrong.
constexpr std::chrono::hours kLongestBelief{1};

void take(std::optional<Window>& window, const Allowance::Window& said, SteadyTime now)
{
    const std::uint64_t knownLimit = window ? window->limit : 0;
    Window fresh;
    fresh.remaining = said.remaining;
    fresh.limit = said.limit.value_or(std::max(knownLimit, said.remaining));
    fresh.resetAt = now + std::min<std::chrono::milliseconds>(said.resetIn.value_or(kUsualWindow), kLongestBelief);
    window = fresh;
}

double shareOf(const std::optional<Window>& window)
{
    if (!window)
        return 1.0;
    return window->limit == 0 ? 0.0 : std::min(1.0, static_cast<double>(window->remaining) / static_cast<double>(window->limit));
}

} // namespace

std::optional<SteadyTime> UpstreamHeadroom::observe(const Allowance& allowance, SteadyTime now)
{
    std::optional<SteadyTime> until;
    const auto note = [&](std::optional<Window>& window, const std::optional<Allowance::Window>& said) {
        if (!said)
            return;
        take(window, *said, now);
        if (said->remaining == 0 && said->resetIn && said->resetIn->count() > 0)
            until = std::max(until.value_or(now), window->resetAt);
    };
    note(m_requests, allowance.requests);
    note(m_tokens, allowance.tokens);
    return until;
}

void UpstreamHeadroom::spend(std::uint64_t tokens)
{
    if (m_requests)
        m_requests->remaining -= std::min<std::uint64_t>(m_requests->remaining, 1);
    if (m_tokens)
        m_tokens->remaining -= std::min(m_tokens->remaining, tokens);
}

double UpstreamHeadroom::share(SteadyTime now) const
{
    return std::min(shareOf(requests(now)), shareOf(tokens(now)));
}

bool UpstreamHeadroom::exhausted(SteadyTime now) const
{
    const auto empty = [](const std::optional<Window>& window) { return window && window->remaining == 0; };
    return empty(requests(now)) || empty(tokens(now));
}

} // namespace lanyard
