#pragma once

#include "config/Configuration.h"
#include "keypool/AdaptiveWeight.h"
#include "keypool/Probation.h"
#include "keypool/SlotHeap.h"
#include "limits/LimitMeter.h"
#include "llm/FailureClass.h"

#include <optional>
#include <string>

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
    Tokens,   ///< has some tokens left this minute, but a request did not fit
};
inline constexpr std::size_t kBlocks = 8;

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

    void configure(const CredentialConfig& config);
    void reset();

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
    Take take(const Moment& now, std::uint64_t tokens);
    /// What an attempt's end means for the credential itself; the receipt was given back before.
    void learn(FailureClass failure, bool probe, std::optional<std::chrono::milliseconds> retryAfter, const std::string& reason,
               SteadyTime now);

    // The pool's own notes.
    Block block = Block::Disabled; ///< as last counted

private:
    void learnFromProbe(FailureClass failure, const std::string& reason, SteadyTime now);

    CredentialId m_id;
    std::string m_name;
    bool m_enabled = false;
    bool m_locked = false;
    std::optional<Secret> m_secret; ///< the last one known, to see that it changed
    Limits m_limits;

    AdaptiveWeight m_weight;
    LimitMeter m_meter;
    Probation m_probation;
    std::optional<SteadyTime> m_quotaUntil;
    std::string m_quotaReason;
    std::uint64_t m_requests = 0;
    std::uint64_t m_failures = 0;
    std::uint32_t m_generation = 0;
};

} // namespace lanyard
