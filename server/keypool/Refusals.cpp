#include "keypool/ProviderPool.h"

#include "limits/DurationText.h"

#include <algorithm>

// ProviderPool's words: why nobody can be had, and how each credential stands.
namespace lanyard {
namespace {

std::chrono::milliseconds until(SteadyTime then, SteadyTime now)
{
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(then - now), std::chrono::milliseconds{0});
}

/// A probe under way ends when it ends; asking again at once would only spin.
std::optional<std::chrono::milliseconds> nothingIfZero(std::chrono::milliseconds wait)
{
    return wait.count() > 0 ? std::optional(wait) : std::nullopt;
}

std::string breakerText(const Breaker& breaker, SteadyTime now)
{
    const std::chrono::milliseconds wait = breaker.opensIn(now);
    if (wait.count() > 0)
        return "paused for " + durationText(wait) + " after repeated failures";
    return "failed repeatedly; one request is trying it right now";
}

CredentialState::Kind kindOf(Block block)
{
    using Kind = CredentialState::Kind;
    switch (block) {
    case Block::Disabled:
    case Block::Refused:
    case Block::Probing: return Kind::Disabled;
    case Block::Locked: return Kind::Locked;
    case Block::Quota: return Kind::OutOfQuota;
    case Block::Limit: return Kind::Cooling;
    case Block::Tokens:
    case Block::Ready: break;
    }
    return Kind::Ready;
}

} // namespace

LeaseRefusal ProviderPool::refuse(LeaseRefusal::Why why, std::optional<std::chrono::milliseconds> retryAfter,
                                  std::string explanation) const
{
    return {why, retryAfter, "provider " + m_name + ": " + std::move(explanation), {}};
}

/// What concerns the provider and not one of its credentials.
std::optional<LeaseRefusal> ProviderPool::refusedAsWhole(ModelHealth& model, const LeaseRequest& request, std::uint64_t tokens,
                                                         const Moment& now)
{
    if (m_credentials.empty())
        return refuse(LeaseRefusal::Why::NoCredentials, {}, "has no credentials");
    if (!m_enabled)
        return refuse(LeaseRefusal::Why::AllDisabled, {}, "disabled by hand");
    if (!request.ignoreBreaker && !model.breaker.allows(now.steady))
        return refuse(LeaseRefusal::Why::BreakerOpen, nothingIfZero(model.breaker.opensIn(now.steady)), breakerText(model.breaker, now.steady));
    if (const std::optional<LimitHit> hit = m_meter.check(m_limits, now, tokens)) {
        if (hit->never())
            return refuse(LeaseRefusal::Why::TooLarge, {}, "the request may need " + std::to_string(tokens)
                          + " tokens, the limit is " + limitText(*hit));
        return refuse(LeaseRefusal::Why::AllBusy, hit->freeIn, "limit of " + limitText(*hit) + " reached"
                      + (hit->freeIn ? ", free in " + durationText(*hit->freeIn) : std::string()));
    }
    if (m_largestRequest && tokens > *m_largestRequest)
        return refuse(LeaseRefusal::Why::TooLarge, {}, "the request may need " + std::to_string(tokens)
                      + " tokens, its credentials take at most " + std::to_string(*m_largestRequest));
    return std::nullopt;
}

LeaseRefusal ProviderPool::refusal(ModelHealth& model, const LeaseRequest& request, const Selection& selection,
                                   std::uint64_t tokens, const Moment& now)
{
    LeaseRefusal refused;
    refused.why = whyNobody(model, request, selection);
    refused.retryAfter = nextChange(model, now);
    const std::size_t shown = std::min(m_credentials.size(), LeaseRefusal::kMaxNotes);
    for (Slot slot = 0; slot < shown; ++slot) {
        refused.credentials.push_back(note(slot, &model, &request, tokens, now));
        const CredentialNote& last = refused.credentials.back();
        refused.explanation += (slot == 0 ? "" : "; ") + last.name + ": " + last.text;
    }
    if (shown < m_credentials.size())
        refused.explanation += "; and " + std::to_string(m_credentials.size() - shown) + " more";
    return refused;
}

/// What keeps the credentials that this exchange has not tried: first what passes soonest by itself.
LeaseRefusal::Why ProviderPool::whyNobody(const ModelHealth& model, const LeaseRequest& request, const Selection& selection) const
{
    using Why = LeaseRefusal::Why;
    std::array<std::uint32_t, kBlocks> count = m_count;
    std::size_t tried = 0;
    for (const CredentialId id : request.exclude) {
        const auto found = m_slots.find(id);
        if (found == m_slots.end())
            continue;
        ++tried;
        --count[static_cast<std::size_t>(m_credentials[found->second]->block)];
    }
    const auto any = [&](Block block) { return count[static_cast<std::size_t>(block)] > 0; };
    if (tried >= m_credentials.size())
        return Why::AllTried;
    if (any(Block::Limit) || any(Block::Tokens) || any(Block::Probing))
        return Why::AllBusy;
    if (any(Block::Quota) || (model.coolDowns && count[static_cast<std::size_t>(Block::Ready)] > selection.tooLarge))
        return Why::AllCooling;
    if (selection.tooLarge > 0)
        return Why::TooLarge;
    if (any(Block::Refused) || any(Block::Disabled))
        return Why::AllDisabled;
    return any(Block::Locked) ? Why::Locked : Why::NoCredentials;
}

std::optional<std::chrono::milliseconds> ProviderPool::nextChange(const ModelHealth& model, const Moment& now) const
{
    std::optional<SteadyTime> next;
    if (!m_wake.empty())
        next = m_wake.top().key;
    if (model.coolDowns && !model.coolDowns->until.empty()) {
        const SteadyTime cooled = model.coolDowns->until.top().key;
        next = next ? std::min(*next, cooled) : cooled;
    }
    return next ? std::optional(until(*next, now.steady)) : std::nullopt;
}

CredentialNote ProviderPool::note(Slot slot, const ModelHealth* model, const LeaseRequest* request, std::uint64_t tokens,
                                  const Moment& now)
{
    PooledCredential& credential = at(slot);
    CredentialNote note{credential.id(), credential.name(), credential.describe(now)};
    if (request && std::find(request->exclude.begin(), request->exclude.end(), credential.id()) != request->exclude.end()) {
        note.text = note.text == "ready" ? "tried already" : "tried already, " + note.text;
        return note;
    }
    if (note.text != "ready")
        return note;
    if (model && model->coolDowns && model->coolDowns->until.contains(slot))
        note.text = "cooling down for " + durationText(until(model->coolDowns->until.key(slot), now.steady)) + " after 429";
    else if (const std::optional<LimitHit> hit = credential.meter().check(credential.limits(), now, tokens))
        note.text = "the request may need " + std::to_string(tokens) + " tokens, over the limit of " + limitText(*hit)
                  + (hit->freeIn ? ", free in " + durationText(*hit->freeIn) : std::string());
    return note;
}

std::vector<CredentialNote> ProviderPool::explain(ModelId id)
{
    const std::lock_guard lock(m_mutex);
    const Moment now = moment();
    wakeDue(now);
    ModelHealth* model = findModel(id);
    std::vector<CredentialNote> notes;
    for (Slot slot = 0; slot < m_credentials.size(); ++slot) {
        notes.push_back(note(slot, model, nullptr, 1, now));
        if (!m_enabled)
            notes.back().text = "provider " + m_name + " is disabled by hand";
        else if (notes.back().text == "ready" && model && !model->breaker.allows(now.steady))
            notes.back().text = "provider " + m_name + " is " + breakerText(model->breaker, now.steady);
    }
    return notes;
}

std::optional<CredentialState> ProviderPool::state(CredentialId id, const ModelNames& names)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_slots.find(id);
    if (found == m_slots.end())
        return std::nullopt;
    const Moment now = moment();
    wakeDue(now);
    PooledCredential& credential = at(found->second);
    const PooledCredential::Standing is = credential.standing(now);
    CredentialState state;
    state.kind = kindOf(is.block);
    state.inFlight = credential.meter().inFlight();
    state.requests = credential.requests();
    state.failures = credential.failures();
    if (is.block != Block::Ready) {
        state.reason = credential.describe(now);
        if (is.wakeAt)
            state.retryIn = until(*is.wakeAt, now.steady);
    } else if (!m_enabled) {
        state.kind = CredentialState::Kind::Disabled;
        state.reason = "provider " + m_name + " is disabled by hand";
    } else {
        addModelTrouble(state, found->second, names, now);
    }
    return state;
}

/// A ready credential may still be out for some models: says so for one of them, a cool-down rather than a breaker.
void ProviderPool::addModelTrouble(CredentialState& state, Slot slot, const ModelNames& names, const Moment& now) const
{
    for (const auto& [id, model] : m_models) {
        const auto name = names.find(id);
        const std::string prefix = name == names.end() ? std::string() : name->second + ": ";
        if (model.coolDowns && model.coolDowns->until.contains(slot)) {
            state.kind = CredentialState::Kind::Cooling;
            state.retryIn = until(model.coolDowns->until.key(slot), now.steady);
            state.reason = prefix + "cooling down for " + durationText(*state.retryIn) + " after 429";
            return;
        }
        if (!model.breaker.closed()) {
            state.kind = CredentialState::Kind::BreakerOpen;
            state.retryIn = nothingIfZero(model.breaker.opensIn(now.steady));
            state.reason = prefix + breakerText(model.breaker, now.steady);
        }
    }
}

} // namespace lanyard
