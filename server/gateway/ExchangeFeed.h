#pragma once

#include "base/Clock.h"
#include "base/Money.h"
#include "llm/Outcome.h"
#include "llm/Usage.h"

#include <chrono>
#include <cstdint>
#include <optional>
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

/// An exchange that waits for a busy provider.
struct WaitingExchange
{
    std::string requestId;
    WallTime time{}; ///< when it came
    std::string user, key, model;
    std::size_t place = 0; ///< in the queue, from 1
    std::chrono::milliseconds waited{0};
};

/// An exchange that runs, for people who watch.
struct RunningExchange
{
    enum class State : std::uint8_t {
        Starting, ///< nobody was asked yet
        Queued,   ///< waits for a free provider
        Asked,    ///< a provider has it and has not begun to answer
        Answering,
        Counting, ///< it was answered; its tokens are being counted
    };

    std::uint64_t id = 0;
    std::string requestId;
    WallTime time{}; ///< when it came
    std::string user, key, model, provider, credential;
    State state = State::Starting;
    bool stream = false;
    int attempts = 0;
    std::chrono::milliseconds age{0};
    std::optional<std::chrono::milliseconds> firstByte;
    std::uint64_t outputTokens = 0; ///< so far, by bytes
    Money cost;                     ///< so far, by bytes
};

/// Where exchanges are told that begin and end. Any thread; nothing is collected while nobody wants it.
class ExchangeFeed
{
public:
    virtual ~ExchangeFeed() = default;
    /// One atomic load.
    virtual bool wanted() const = 0;
    virtual void finished(FinishedExchange exchange) = 0;
    /// One atomic load.
    virtual bool wantsStarts() const { return false; }
    virtual void started(RunningExchange) {}
    /// Each time its place has changed.
    virtual void waits(WaitingExchange) {}
};

} // namespace lanyard
