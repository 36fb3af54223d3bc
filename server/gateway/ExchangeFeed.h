#pragma once

#include "base/Clock.h"
#include "base/Money.h"
#include "llm/Outcome.h"
#include "llm/Usage.h"

#include <cstdint>
#include <string>

namespace lanyard {

/// An exchange that ended, for people who watch. The book is the ledger; this may be lost.
struct FinishedExchange
{
    std::uint64_t id = 0;
    std::string requestId;
    WallTime time{}; ///< when it came
    std::string user, key, model, provider, credential;
    int status = 0;
    Outcome outcome = Outcome::Ok;
    Usage usage;
    Money cost;
    int attempts = 0;
    std::uint32_t firstByteMs = 0;
    std::uint32_t totalMs = 0;
    std::string message;
};

/// Where finished exchanges are told. Any thread; nothing is collected while nobody wants it.
class ExchangeFeed
{
public:
    virtual ~ExchangeFeed() = default;
    /// One atomic load.
    virtual bool wanted() const = 0;
    virtual void finished(FinishedExchange exchange) = 0;
};

} // namespace lanyard
