#pragma once

#include <cstdint>
#include <string_view>

namespace lanyard {

/// What an attempt's end means for its credential, for the next attempt and for the bill. Provider adapters map their
/// status codes and bodies to these once; everything behind them decides by class alone.
enum class FailureClass : std::uint8_t {
    None,             ///< success
    ClientError,      ///< 400/404/413/422: the request's own fault; passed on, tried nowhere else, punishes nobody
    BadCredential,    ///< 401/403: the credential is out, with its reason, until a probe succeeds
    QuotaExhausted,   ///< 402 or a quota text: the credential is out until its reset
    RateLimited,      ///< 429: credential x model cools down
    Overloaded,       ///< 503/529: feeds the breaker
    ServerError,      ///< other 5xx, or an empty or senseless 200: feeds the breaker
    Timeout,          ///< one of our time limits: feeds the breaker
    Network,          ///< resolve, connect, TLS, reset: feeds the breaker
    ModelUnavailable, ///< this provider does not have the model: next route, credential unharmed
    Cancelled,        ///< ended by us (client gone, hedge lost): punishes nobody
};

std::string_view toString(FailureClass failure);

/// Whether another credential or provider may be asked before the commit point.
constexpr bool triesElsewhere(FailureClass failure)
{
    return failure != FailureClass::None && failure != FailureClass::ClientError && failure != FailureClass::Cancelled;
}

} // namespace lanyard
