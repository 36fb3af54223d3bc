#include "keypool/PooledCredential.h"

#include "limits/DurationText.h"

#include <algorithm>

namespace lanyard {
namespace {

constexpr std::chrono::hours kQuotaPause{1};

/// Whether the provider let the credential in, whatever it said then.
bool provesCredential(FailureClass failure)
{
    switch (failure) {
    case FailureClass::None:
    case FailureClass::ClientError:
    case FailureClass::QuotaExhausted:
    case FailureClass::RateLimited:
    case FailureClass::ModelUnavailable: return true;
    case FailureClass::BadCredential:
    case FailureClass::Overloaded:
    case FailureClass::ServerError:
    case FailureClass::Timeout:
    case FailureClass::Network:
    case FailureClass::Cancelled: break;
    }
    return false;
}

/// The request's own faults, a missing model and our own cancelling punish nobody.
bool punishes(FailureClass failure)
{
    return triesElsewhere(failure) && failure != FailureClass::ModelUnavailable;
}

std::string waitText(std::string_view words, SteadyTime until, SteadyTime now)
{
    const auto wait = std::max(std::chrono::ceil<std::chrono::milliseconds>(until - now), std::chrono::milliseconds{0});
    return std::string(words) + durationText(wait);
}

std::string because(const std::string& reason)
{
    return reason.empty() ? std::string() : ": " + reason;
}

} // namespace

void PooledCredential::configure(const CredentialConfig& config)
{
    m_name = config.name;
    m_enabled = config.enabled;
    m_locked = !config.key;
    m_limits = config.limits;
    m_weight.configure(config.weight);
    if (!config.key)
        return;
    if (m_secret && !(*m_secret == *config.key))
        reset();
    m_secret = config.key;
}

void PooledCredential::reset()
{
    m_weight.reset();
    m_meter.clear();
    m_probation.end();
    m_quotaUntil.reset();
    m_quotaReason.clear();
    m_requests = 0;
    m_failures = 0;
    ++m_generation;
}

PooledCredential::Standing PooledCredential::standing(const Moment& now)
{
    if (!m_enabled)
        return {Block::Disabled, {}, {}};
    if (m_locked)
        return {Block::Locked, {}, {}};
    if (m_probation.probing())
        return {Block::Probing, {}, {}};
    if (m_probation.active() && !m_probation.probeDue(now.steady))
        return {Block::Refused, m_probation.nextProbe(), {}};
    if (m_quotaUntil && now.steady < *m_quotaUntil)
        return {Block::Quota, m_quotaUntil, {}};
    if (const std::optional<LimitHit> hit = m_meter.check(m_limits, now, 1))
        return {Block::Limit, hit->freeIn ? std::optional(now.steady + *hit->freeIn) : std::nullopt, hit};
    return {};
}

std::string PooledCredential::describe(const Moment& now)
{
    const Standing is = standing(now);
    switch (is.block) {
    case Block::Disabled: return "disabled by hand";
    case Block::Locked: return "locked: its secret cannot be opened now";
    case Block::Refused:
        return "refused by the provider" + because(m_probation.reason()) + waitText("; next try in ", m_probation.nextProbe(), now.steady);
    case Block::Probing: return "refused by the provider" + because(m_probation.reason()) + "; being tried again right now";
    case Block::Quota: return waitText("out of quota for ", *m_quotaUntil, now.steady) + because(m_quotaReason);
    case Block::Limit: {
        const std::string text = "limit of " + limitText(*is.hit) + " reached";
        return is.hit->freeIn ? text + ", free in " + durationText(*is.hit->freeIn) : text;
    }
    case Block::Tokens:
    case Block::Ready: break;
    }
    return "ready";
}

PooledCredential::Take PooledCredential::take(const Moment& now, std::uint64_t tokens)
{
    ++m_requests;
    const bool probe = m_probation.active();
    if (probe)
        m_probation.beginProbe();
    return {m_meter.take(m_limits, now, tokens), probe};
}

void PooledCredential::learn(FailureClass failure, bool probe, std::optional<std::chrono::milliseconds> retryAfter,
                             const std::string& reason, SteadyTime now)
{
    if (probe)
        learnFromProbe(failure, reason, now);
    else if (failure == FailureClass::BadCredential && !m_probation.active())
        m_probation.begin(now, reason);
    if (failure == FailureClass::QuotaExhausted) {
        m_quotaUntil = now + (retryAfter && retryAfter->count() > 0 ? *retryAfter : kQuotaPause);
        m_quotaReason = reason;
    }
    if (failure == FailureClass::None)
        m_weight.succeed();
    if (punishes(failure)) {
        m_weight.fail();
        ++m_failures;
    }
}

void PooledCredential::learnFromProbe(FailureClass failure, const std::string& reason, SteadyTime now)
{
    if (provesCredential(failure))
        m_probation.end();
    else if (failure == FailureClass::BadCredential)
        m_probation.probeRefused(now, reason);
    else
        m_probation.probeLost(now, failure == FailureClass::Cancelled);
}

} // namespace lanyard
