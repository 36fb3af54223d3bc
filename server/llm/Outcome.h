#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lanyard {

/// How an exchange ended; decides who pays (ARCHITECTURE, "Who pays"). Values are stored: never renumber.
enum class Outcome : std::uint8_t {
    Ok = 1,
    ClientGone = 2, ///< the client left; pays for what was produced
    Truncated = 3,  ///< the provider broke off after the first semantic byte
    Failed = 4,     ///< no answer could be had
    Refused = 5,    ///< we did not try: key, balance, limit, bad request
    Lost = 6,       ///< opened in the journal, never settled: the process died
};

/// "ok", "client_gone", "truncated", "failed", "refused", "lost".
std::string_view toString(Outcome outcome);
std::optional<Outcome> outcomeFrom(std::string_view text);

} // namespace lanyard
