#include "keypool/PooledCredential.h"

#include "limits/DurationText.h"

#include <algorithm>
#include <utility>

namespace lanyard {
namespace {

constexpr std::chrono::hours kQuotaPause{1};
constexpr std::chrono::seconds kFirstCoolDown{5};
constexpr std::chrono::minutes kLongestCoolDown{5};
/// Pins may name any model: the ones heard of longest ago are forgotten.
constexpr std::size_t kMostModels = 64;

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

void PooledCredential::configure(const CredentialConfig& config, const CoolDown& coolDown)
{
    m_name = config.name;
    m_enabled = config.enabled;
    m_locked = !config.key;
    m_limits = config.limits;
    m_coolDown = config.limits.concurrency ? coolDown : CoolDown{};
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
    m_resting.clear();
    m_models.clear();
    m_quotaUntil.reset();
    m_triesQuota = false;
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
    if (const std::uint32_t resting = m_resting.count(now.steady); m_limits.concurrency && m_meter.inFlight() + resting >= *m_limits.concurrency && resting > 0)
        return {Block::Resting, m_resting.nextFree(), {}};
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
    case Block::Resting: return waitText("its slots rest between requests, the first one for ", is.wakeAt.value_or(now.steady), now.steady);
    case Block::Tokens:
    case Block::Ready: break;
    }
    return "ready";
}

PooledCredential::Take PooledCredential::take(ModelKey model, const Moment& now, std::uint64_t tokens)
{
    ++m_requests;
    if (ModelStanding* standing = findModel(model))
        standing->headroom.spend(tokens);
    m_lastTry = now.steady;
    const bool outOfQuota = m_quotaUntil && now.steady < *m_quotaUntil;
    const bool probe = m_probation.active() || outOfQuota;
    m_triesQuota = outOfQuota;
    if (m_probation.active())
        m_probation.beginProbe();
    return {m_meter.take(m_limits, now, tokens), probe};
}

void PooledCredential::learn(ModelKey model, FailureClass failure, bool probe, std::optional<std::chrono::milliseconds> retryAfter,
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
    if (failure == FailureClass::None) {
        m_weight.succeed();
        if (ModelStanding* standing = findModel(model))
            standing->rateLimited = 0;
    }
    if (punishes(failure)) {
        m_weight.fail();
        ++m_failures;
    }
}

void PooledCredential::learnFromProbe(FailureClass failure, const std::string& reason, SteadyTime now)
{
    if (std::exchange(m_triesQuota, false) && failure == FailureClass::None)
        m_quotaUntil.reset();
    if (!m_probation.active()) {
        if (failure == FailureClass::BadCredential)
            m_probation.begin(now, reason);
        return;
    }
    if (provesCredential(failure))
        m_probation.end();
    else if (failure == FailureClass::BadCredential)
        m_probation.probeRefused(now, reason);
    else
        m_probation.probeLost(now, failure == FailureClass::Cancelled);
}

PooledCredential::ModelStanding* PooledCredential::findModel(ModelKey model)
{
    const auto found = std::find_if(m_models.begin(), m_models.end(), [model](const auto& entry) { return entry.first == model; });
    return found == m_models.end() ? nullptr : &found->second;
}

PooledCredential::ModelStanding& PooledCredential::modelStanding(ModelKey model)
{
    if (ModelStanding* known = findModel(model))
        return *known;
    if (m_models.size() >= kMostModels)
        m_models.erase(m_models.begin());
    return m_models.emplace_back(model, ModelStanding{}).second;
}

bool PooledCredential::mayTryEarly(SteadyTime now)
{
    return !m_probation.probing() && m_resting.count(now) == 0 && m_meter.inFlight() == 0 && now - m_lastTry >= kEarlyPause;
}

bool PooledCredential::coolsByGuess(ModelKey model) const
{
    const auto found = std::find_if(m_models.begin(), m_models.end(), [model](const auto& entry) { return entry.first == model; });
    return found != m_models.end() && found->second.rateLimited > 0;
}

const UpstreamHeadroom* PooledCredential::headroom(ModelKey model) const
{
    const auto found = std::find_if(m_models.begin(), m_models.end(), [model](const auto& entry) { return entry.first == model; });
    return found == m_models.end() ? nullptr : &found->second.headroom;
}

std::optional<SteadyTime> PooledCredential::observe(ModelKey model, const Allowance& allowance, SteadyTime now)
{
    return modelStanding(model).headroom.observe(allowance, now);
}

std::chrono::milliseconds PooledCredential::coolDownAfter429(ModelKey model, std::optional<std::chrono::milliseconds> retryAfter)
{
    if (retryAfter && retryAfter->count() > 0)
        return *retryAfter;
    std::chrono::milliseconds wait = kFirstCoolDown;
    ModelStanding& standing = modelStanding(model);
    for (std::uint32_t earlier = 0; earlier < standing.rateLimited && wait < kLongestCoolDown; ++earlier)
        wait *= 2;
    ++standing.rateLimited;
    return std::min<std::chrono::milliseconds>(wait, kLongestCoolDown);
}

bool PooledCredential::remember(CredentialMemory& memory, SteadyTime now, WallTime wall) const
{
    memory = {};
    memory.credential = m_id;
    if (m_probation.active())
        memory.refused = m_probation.reason();
    if (m_quotaUntil && now < *m_quotaUntil) {
        // In whole seconds, so that the same state stays the same memory.
        memory.quotaUntil = std::chrono::ceil<std::chrono::seconds>(wall + std::chrono::floor<std::chrono::milliseconds>(*m_quotaUntil - now));
        memory.quotaReason = m_quotaReason;
    }
    if (m_limits.rpd && m_meter.day().count() > 0)
        memory.day = {m_meter.day().day(), m_meter.day().count()};
    return memory.refused || memory.quotaUntil || memory.day.count > 0;
}

void PooledCredential::restore(const CredentialMemory& memory, SteadyTime now, WallTime wall)
{
    if (memory.refused)
        m_probation.begin(now, *memory.refused);
    if (memory.quotaUntil && *memory.quotaUntil > wall) {
        m_quotaUntil = now + (*memory.quotaUntil - wall);
        m_quotaReason = memory.quotaReason;
    }
    if (memory.day.count > 0)
        m_meter.restoreDay(memory.day.day, memory.day.count);
}

} // namespace lanyard
