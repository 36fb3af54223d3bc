#pragma once

#include "base/Clock.h"
#include "llm/Allowance.h"

#include <cstdint>
#include <optional>

namespace lanyard {

/// What a provider last said is left for one credential and model, counted on by ourselves until it says so again.
class UpstreamHeadroom
{
public:
    struct Window
    {
        std::uint64_t limit = 0;
        std::uint64_t remaining = 0;
        SteadyTime resetAt{};
    };

    /// Until when nothing is left, if the provider says so.
    std::optional<SteadyTime> observe(const Allowance& allowance, SteadyTime now);
    /// One request of about `tokens` goes out.
    void spend(std::uint64_t tokens);
    /// What is left of the tighter window, 0 to 1; 1 where nothing is known.
    double share(SteadyTime now) const;
    /// Whether the provider says that there is nothing left now.
    bool exhausted(SteadyTime now) const;

    /// Nothing where nothing is known, or no longer true.
    std::optional<Window> requests(SteadyTime now) const { return current(m_requests, now); }
    std::optional<Window> tokens(SteadyTime now) const { return current(m_tokens, now); }

private:
    static std::optional<Window> current(const std::optional<Window>& window, SteadyTime now)
    {
        return window && now < window->resetAt ? window : std::nullopt;
    }

    std::optional<Window> m_requests;
    std::optional<Window> m_tokens;
};

} // namespace lanyard
