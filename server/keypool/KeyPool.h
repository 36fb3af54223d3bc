#pragma once

#include "base/Clock.h"
#include "base/Ids.h"
#include "config/Snapshot.h"
#include "keypool/Breaker.h"
#include "keypool/ModelKey.h"
#include "limits/LimitMeter.h"
#include "llm/Allowance.h"
#include "llm/FailureClass.h"
#include "llm/PoolMemory.h"
#include "routing/RouteStats.h"

#include <QTimeZone>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
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
/// as Cancelled. Move-only; any thread; must not outlive its pool.
class Lease
{
public:
    Lease() = default;
    Lease(Lease&& other) noexcept;
    Lease& operator=(Lease&& other) noexcept;
    ~Lease();

    explicit operator bool() const { return m_pool != nullptr; }
    /// Always one of the provider that the LeaseRequest named, as its snapshot has it.
    CredentialId credential() const { return m_credential; }
    /// What the head of the provider's answer says about its limits.
    void observe(const Allowance& allowance);
    void finish(const AttemptReport& report);

private:
    friend class KeyPool;
    friend class ProviderPool;
    class KeyPool* m_pool = nullptr;
    ProviderId m_provider;
    CredentialId m_credential;
    ModelKey m_model;
    std::uint32_t m_generation = 0; ///< of the credential; a report from before a reset says nothing about it
    bool m_probe = false;           ///< tries out a credential that was refused
    Breaker::Pass m_pass;
    LimitReceipt m_credentialTake;
    LimitReceipt m_providerTake;
};

struct LeaseRequest
{
    const ProviderConfig* provider = nullptr; ///< of the exchange's snapshot
    ModelId model;                     ///< none for a pin to a model that is not configured ...
    std::string_view upstreamModel;    ///< ... which then goes by the provider's name for it
    std::uint64_t estimatedTokens = 0; ///< for tpm/tpr
    /// Whom the conversation is used to; others only if it cannot be had now.
    std::optional<CredentialId> prefer;
    /// When the request would fail otherwise: also those that are out by our own guess, or until a probe. Limits, switches
    /// and the times that providers asked for hold all the same.
    bool lastResort = false;
    bool mostHeadroom = false;         ///< not by turns: whoever has most left of its tightest limit
    /// Credentials that this exchange has tried already.
    std::vector<CredentialId> exclude;
    /// For when the breakers of all candidates are open: then all are tried.
    bool ignoreBreaker = false;
};

/// What is the matter with one credential, in plain words: "disabled by hand", "cooling down for 4 s after 429".
struct CredentialNote
{
    CredentialId credential;
    std::string name;
    std::string text;
};

/// Why no credential of a provider can be had right now.
struct LeaseRefusal
{
    enum class Why : std::uint8_t { NoCredentials, AllDisabled, AllTried, AllBusy, AllCooling, Locked, TooLarge, BreakerOpen };
    Why why = Why::NoCredentials;
    /// When trying again makes sense, if it is known.
    std::optional<std::chrono::milliseconds> retryAfter;
    std::string explanation; ///< plain words
    /// One by one, the first kMaxNotes in the order of the file; KeyPool::explain() has all.
    std::vector<CredentialNote> credentials;

    /// Somebody is busy with a running request: there may be room as soon as one ends.
    bool mayFreeAnyTime = false;

    static constexpr std::size_t kMaxNotes = 16;
};

/// What a provider last said of its own limits, for a credential and a model.
struct HeadroomNote
{
    std::string model;
    struct Window
    {
        std::uint64_t limit = 0;
        std::uint64_t remaining = 0;
        std::chrono::milliseconds resetIn{0};
    };
    std::optional<Window> requests;
    std::optional<Window> tokens;
};

/// A keyless provider (see needsCredential()) without credentials has this one: an id that no other credential has, and
/// a configuration without a secret.
CredentialId keylessCredential(ProviderId provider);
/// The configuration of a leased credential; null when the snapshot's provider does not have it.
const CredentialConfig* findCredential(const ProviderConfig& provider, CredentialId credential);

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
    std::vector<HeadroomNote> headroom; ///< as the provider told it, where it did
};

/// The credentials of every provider, their limits and their health. Inside a provider: smooth weighted round robin over
/// the usable ones, global over all workers. Runtime state is keyed by permanent id and outlives a change of
/// configuration; it is reset only where a credential's secret or its provider's URL changed.
///
/// Any thread. One lock a provider, held for a selection only, never over I/O.
class KeyPool final : public RouteStats
{
public:
    /// A number below `bound`, all equally likely. Any thread.
    using Random = std::function<std::uint64_t(std::uint64_t bound)>;

    /// `zone`: where the midnight of daily limits is, unless the setting time_zone says it.
    explicit KeyPool(const Clock& clock, QTimeZone zone = QTimeZone::systemTimeZone(), Random random = {});
    ~KeyPool() override;

    /// Adds what is new, drops what is gone. Called when a snapshot is published, before it is used.
    void configure(const Snapshot& snapshot);

    std::variant<Lease, LeaseRefusal> lease(const LeaseRequest& request);
    std::optional<CredentialState> state(CredentialId credential) const;
    /// Every credential of a provider as it stands for a model, in the order of the file ("ready" where nothing is wrong).
    std::vector<CredentialNote> explain(ProviderId provider, ModelId model) const;
    /// Clears counters, cool-downs, breaker and disabled-by-error of one credential, or of all. Breakers are of a provider
    /// and a model: one credential's reset closes those of its provider; a provider's own counters fall with all only.
    void reset(std::optional<CredentialId> credential);

    /// Called after each lease that came back, in that thread and outside of every lock. Set before the first lease.
    void setOnFreed(std::function<void(ProviderId)> onFreed);

    /// What has to outlive a restart, and its return: after the first configure(), before the first lease.
    PoolMemory memory() const;
    void restore(const PoolMemory& memory);

    bool usable(ProviderId provider, ModelId model) const override;
    double inFlight(ProviderId provider, ModelId model) const override;
    std::optional<std::chrono::microseconds> firstByte(ProviderId provider, ModelId model) const override;
    double headroom(ProviderId provider, ModelId model) const override;

private:
    friend class Lease;
    void giveBack(Lease& lease, const AttemptReport& report);
    void observe(const Lease& lease, const Allowance& allowance);

    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace lanyard
