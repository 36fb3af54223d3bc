#include "llm/Outcome.h"

#include <array>

namespace lanyard {

std::string_view toString(Outcome outcome)
{
    static constexpr std::array<std::string_view, 7> kNames{"", "ok", "client_gone", "truncated", "failed", "refused", "lost"};
    return kNames[static_cast<std::size_t>(outcome)];
}

std::optional<Outcome> outcomeFrom(std::string_view text)
{
    for (const Outcome outcome : {Outcome::Ok, Outcome::ClientGone, Outcome::Truncated, Outcome::Failed, Outcome::Refused, Outcome::Lost}) {
        if (toString(outcome) == text)
            return outcome;
    }
    return std::nullopt;
}

} // namespace lanyard
