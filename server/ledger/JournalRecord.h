#pragma once

#include "base/Clock.h"
#include "base/Ids.h"
#include "base/Money.h"
#include "llm/FailureClass.h"
#include "llm/Outcome.h"
#include "llm/Usage.h"

#include <array>
#include <cstdint>
#include <string>

namespace lanyard {

/// 128 bits that stand for a request id: a UUID as it is, any other text hashed (BLAKE2b-128).
using RequestIdBits = std::array<std::uint8_t, 16>;

enum class JournalKind : std::uint8_t {
    Open = 1,    ///< before the first attempt is dispatched
    Attempt = 2, ///< one attempt ended
    Settled = 3, ///< the exchange's end, before the client sees the terminal mark
};

/// One fact about one exchange, as the worker writes it down. Plain numbers only; texts travel beside
/// (JournalTexts), best effort. The on-disk form is JournalFormat's business.
struct JournalRecord
{
    JournalKind kind = JournalKind::Open;
    ExchangeId exchange;
    WallTime time{}; ///< Open: when the request came; Attempt, Settled: when it ended
    UserId user;
    ApiKeyId key;
    GroupId group;
    ModelId model;
    RequestIdBits requestId{};
    std::array<std::uint8_t, 16> peer{};

    // Attempt and Settled
    ProviderId provider;     ///< Settled: of the attempt that answered
    CredentialId credential;
    std::uint16_t status = 0; ///< HTTP: towards the client (Settled), from the provider (Attempt; 0 = none)
    Outcome outcome = Outcome::Ok;
    FailureClass failure = FailureClass::None; ///< Attempt
    std::uint8_t attempts = 0; ///< Settled: how many were made; Attempt: its number from 1
    bool streamed = false;
    Usage usage;        ///< Open: the estimate (what a lost exchange is shown with)
    Money cost;         ///< Settled: what the user pays
    Money absorbed;     ///< Settled: what the balance did not cover
    Money upstreamCost; ///< Attempt: what the provider bills for it
    std::uint32_t firstByteMs = 0;
    std::uint32_t totalMs = 0;

    bool operator==(const JournalRecord&) const = default;
};

/// Texts that are too long or too rare for a fixed record. Lost at a crash without harm.
struct JournalTexts
{
    ExchangeId exchange;
    std::string requestId;
    std::string requestedModel;
    std::string errorMessage;
    std::string explanation;
};

} // namespace lanyard
