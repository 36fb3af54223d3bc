#pragma once

#include "llm/FailureClass.h"

#include <chrono>
#include <optional>
#include <string>

namespace lanyard {

/// What a provider's failure means, in our terms.
struct ProviderFailure
{
    FailureClass failure = FailureClass::ServerError;
    std::string message = {};                                 ///< the provider's own words, shortened; "" when it had none
    std::optional<std::chrono::milliseconds> retryAfter = {}; ///< as it asked
    bool tokenRefused = false; ///< the short-lived token is not good any more: a new one may be
};

} // namespace lanyard
