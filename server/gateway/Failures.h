#pragma once

#include "base/Error.h"
#include "gateway/Attempt.h"
#include "keypool/KeyPool.h"

#include <optional>
#include <string_view>

namespace lanyard {

/// What the client is told of a failed attempt. A provider that refuses our credential is never shown as the client's own
/// 401.
Error errorFor(const AttemptResult& result, std::string_view provider);

/// How an exchange that got no lease had waited for one.
struct Waited
{
    std::chrono::milliseconds time{0};
    bool turnedAway = false; ///< too many waited already
};

/// What the client is told when no attempt could be made at all.
Error errorFor(const std::optional<LeaseRefusal>& refusal, std::string_view model, const Waited& waited = {});

} // namespace lanyard
