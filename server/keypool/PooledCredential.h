#pragma once

#include "config/Configuration.h"
#include "keypool/AdaptiveWeight.h"
#include "keypool/ModelKey.h"
#include "keypool/Probation.h"
#include "keypool/RestingSlots.h"
#include "keypool/SlotHeap.h"
#include "keypool/UpstreamHeadroom.h"
#include "limits/LimitMeter.h"
#include "llm/FailureClass.h"
#include "llm/PoolMemory.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lanyard {

/// Why a credential cannot be had for any model; Ready when it can.
enum class Block : std::uint8_t {
    Ready,
    Disabled, ///< by hand
    Locked,   ///< its secret cannot be opened
    Refused,  ///< by the provider, waiting for the next probe
    Probing,  ///< its one probe is under way
    Quota,
    Limit,    ///< one of its own limits is used up
    Resting,  ///< its free slots rest after a request
    Tokens,   ///< has some tokens left this minute, but a request did not fit
};
inline constexpr std::size_t kBlocks = 9;

/// One credential: what the newest configuration says, and how it is. Guarded by its pool's lock.
class PooledCredential
{
public:
    explicit PooledCredential(CredentialId id) : m_id(id) {}

    CredentialId id() const { return m_id; }
    const std::string& name() const { return m_name; }
    const Limits& limits() const { return m_limits; }
    std::uint32_t weight() const { return m_weight.value(); }
    LimitMeter& meter() { return m_meter; }
    const LimitMeter& meter() const { return m_meter; }
    const Probation& probation() const { return m_probation; }
    std::uint32_t generation() const { return m_generation; }
    std::uint64_t requests() const { return m_requests; }
    std::uint64_t failures() const { return m_failures; }

    /// `coolDown`: its own, or else the provider's.
    void configure(const CredentialConfig& config, const CoolDown& coolDown);
    void reset();
    const CoolDown& coolDown() const { return m_coolDown; }
    /// A slot that was given back may not be used again before.
    void restSlot(SteadyTime until) { m_resting.add(until); }

    /// Nothing worth remembering: false.
    bool remember(CredentialMemory& memory, SteadyTime now, WallTime wall) const;
    void restore(const CredentialMemory& memory, SteadyTime now, WallTime wall);

    // For one model.
    /// Nothing was ever learnt: null.
    const UpstreamHeadroom* headroom(ModelKey model) const;
    /// Until when the provider says that nothing is left.
    std::optional<SteadyTime> observe(ModelKey model, const Allowance& allowance, SteadyTime now);
    /// How long a 429 keeps it from the model: as the provider asks, else longer each time until a success.
    std::chrono::milliseconds coolDownAfter429(ModelKey model, std::optional<std::chrono::milliseconds> retryAfter);
    /// It had a 429 that did not say for how long.
    bool coolsByGuess(ModelKey model) const;
    template<class F>
    void visitHeadroom(F f) const
    {
        for (const auto& [model, standing] : m_models)
            f(model, standing.headroom);
    }

    struct Standing
    {
        Block block = Block::Ready;
        std::optional<SteadyTime> wakeAt; ///< when to look again, where time alone helps
        std::optional<LimitHit> hit;      ///< of Limit
    };
    Standing standing(const Moment& now);
    /// "disabled by hand", "limit of 60 requests a minute reached, free in 3 s" ...; "ready".
    std::string describe(const Moment& now);

    struct Take
    {
        LimitReceipt receipt;
        bool probe = false;
    };
    Take take(ModelKey model, const Moment& now, std::uint64_t tokens);
    /// What an attempt's end means for the credential itself; the receipt was given back before.
    void learn(ModelKey model, FailureClass failure, bool probe, std::optional<std::chrono::milliseconds> retryAfter, const std::string& reason,
               SteadyTime now);

    /// Between two tries of a credential that is out.
    static constexpr std::chrono::seconds kEarlyPause{1};
    /// Before its time: not while it is tried, and not again and again.
    bool mayTryEarly(SteadyTime now);
    SteadyTime lastTry() const { return m_lastTry; }

    // The pool's own notes.
    Block block = Block::Disabled; ///< as last counted

private:
    /// How it stands with one model at its provider.
    struct ModelStanding
    {
        UpstreamHeadroom headroom;
        std::uint32_t rateLimited = 0; ///< 429 without a Retry-After, since the last success
    };
    ModelStanding* findModel(ModelKey model);
    ModelStanding& modelStanding(ModelKey model);
    void learnFromProbe(FailureClass failure, const std::string& reason, SteadyTime now);

    CredentialId m_id;
    std::string m_name;
    bool m_enabled = false;
    bool m_locked = false;
    std::optional<Secret> m_secret; ///< the last one known, to see that it changed
    Limits m_limits;
    CoolDown m_coolDown;

    AdaptiveWeight m_weight;
    LimitMeter m_meter;
    Probation m_probation;
    RestingSlots m_resting;
    std::vector<std::pair<ModelKey, ModelStanding>> m_models; ///< few: searched from end to end
    std::optional<SteadyTime> m_quotaUntil;
    bool m_triesQuota = false; ///< its running lease is a try before the quota's reset
    std::string m_quotaReason;
    std::uint64_t m_requests = 0;
    std::uint64_t m_failures = 0;
    std::uint32_t m_generation = 0;
    SteadyTime m_lastTry{}; ///< when it was last leased
};

} // namespace lanyard
