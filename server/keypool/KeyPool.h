#pragma once

#include "base/Clock.h"
#include "base/Http.h"
#include "base/Ids.h"
#include "config/Snapshot.h"
#include "llm/FailureClass.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lanyard {

/// What came of one attempt, for the credential that made it.
struct AttemptReport
{
    FailureClass failure = FailureClass::None;
    std::optional<std::chrono::milliseconds> retryAfter; ///< as the provider asked
    std::string reason;              ///< the provider's own words, shortened, for "disabled because"
    std::uint64_t tokens = 0;        ///< real total, corrects the reservation of the token limits
    std::optional<std::chrono::milliseconds> firstByte;
};

/// The right to use one credential for one attempt. Give it back with finish(); destroying it unfinished gives it back
/// as Cancelled. Move-only; any thread.
class Lease
{
public:
    Lease() = default;
    Lease(Lease&& other) noexcept;
    Lease& operator=(Lease&& other) noexcept;
    ~Lease();

    explicit operator bool() const { return m_pool != nullptr; }
    CredentialId credential() const { return m_credential; }
    void finish(const AttemptReport& report);

private:
    friend class KeyPool;
    class KeyPool* m_pool = nullptr;
    ProviderId m_provider;
    CredentialId m_credential;
    ModelId m_model;
    std::uint64_t m_reservedTokens = 0;
    std::uint32_t m_generation = 0;
};

struct LeaseRequest
{
    const ProviderConfig* provider = nullptr; ///< of the exchange's snapshot
    ModelId model;
    std::uint64_t estimatedTokens = 0; ///< for tpm/tpr
    /// Credentials that this exchange has tried already.
    std::vector<CredentialId> exclude;
};

/// Why no credential of a provider can be had right now.
struct LeaseRefusal
{
    enum class Why : std::uint8_t { NoCredentials, AllDisabled, AllTried, AllBusy, AllCooling, Locked, TooLarge };
    Why why = Why::NoCredentials;
    /// When trying again makes sense, if it is known.
    std::optional<std::chrono::milliseconds> retryAfter;
    std::string explanation; ///< plain words
};

/// Live state of one credential, for status and GUI.
struct CredentialState
{
    enum class Kind : std::uint8_t { Ready, Cooling, OutOfQuota, Disabled, BreakerOpen, Locked };
    Kind kind = Kind::Ready;
    std::string reason;
    std::optional<std::chrono::milliseconds> retryIn;
    std::uint32_t inFlight = 0;
    std::uint64_t requests = 0; ///< since start
    std::uint64_t failures = 0; ///< since start
};

/// The credentials of every provider, their limits and their health. Inside a provider: smooth weighted round robin over
/// the usable ones, global over all workers. Runtime state is keyed by permanent id and outlives a change of
/// configuration; it is reset only where a credential's secret or its provider's URL changed.
///
/// Any thread. One lock a provider, held for a selection only, never over I/O.
class KeyPool
{
public:
    explicit KeyPool(const Clock& clock);
    ~KeyPool();

    /// Adds what is new, tombstones what is gone. Called when a snapshot is published, before it is used.
    void configure(const Snapshot& snapshot);

    std::variant<Lease, LeaseRefusal> lease(const LeaseRequest& request);
    std::optional<CredentialState> state(CredentialId credential) const;
    /// Clears counters, cool-downs, breaker and disabled-by-error of one credential, or of all.
    void reset(std::optional<CredentialId> credential);

private:
    friend class Lease;
    struct Provider;
    struct Credential;
    void giveBack(Lease& lease, const AttemptReport& report);

    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace lanyard
