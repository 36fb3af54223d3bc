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
    case Block::Limit:
    case Block::Resting: return Kind::Cooling;
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
    if (m_roster.empty())
        return refuse(LeaseRefusal::Why::NoCredentials, {}, "has no credentials");
    if (!m_enabled)
        return refuse(LeaseRefusal::Why::AllDisabled, {}, "disabled by hand");
    if (!request.ignoreBreaker && !model.breaker.allows(now.steady))
        return refuse(LeaseRefusal::Why::BreakerOpen, nothingIfZero(model.breaker.opensIn(now.steady)), breakerText(model.breaker, now.steady));
    if (const std::optional<LimitHit> hit = m_meter.check(m_limits, now, tokens)) {
        if (hit->never())
            return refuse(LeaseRefusal::Why::TooLarge, {}, "the request may need " + std::to_string(tokens)
                          + " tokens, the limit is " + limitText(*hit));
        LeaseRefusal busy = refuse(LeaseRefusal::Why::AllBusy, hit->freeIn, "limit of " + limitText(*hit) + " reached"
                                   + (hit->freeIn ? ", free in " + durationText(*hit->freeIn) : std::string()));
        busy.mayFreeAnyTime = !hit->freeIn;
        return busy;
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
    refused.mayFreeAnyTime = waitsForAnEvent();
    if (selection.beingTried) { // worth a moment's wait
        refused.why = LeaseRefusal::Why::AllBusy;
        refused.retryAfter = PooledCredential::kEarlyPause;
        refused.mayFreeAnyTime = true;
    }
    const std::size_t shown = std::min(m_roster.size(), LeaseRefusal::kMaxNotes);
    for (Slot slot = 0; slot < shown; ++slot) {
        refused.credentials.push_back(note(slot, keyOf(request), &model, &request, tokens, now));
        const CredentialNote& last = refused.credentials.back();
        refused.explanation += (slot == 0 ? "" : "; ") + last.name + ": " + last.text;
    }
    if (shown < m_roster.size())
        refused.explanation += "; and " + std::to_string(m_roster.size() - shown) + " more";
    return refused;
}

/// What keeps the credentials that this exchange has not tried: first what passes soonest by itself.
LeaseRefusal::Why ProviderPool::whyNobody(const ModelHealth& model, const LeaseRequest& request, const Selection& selection) const
{
    using Why = LeaseRefusal::Why;
    std::array<std::uint32_t, kBlocks> count = m_roster.counts();
    std::size_t tried = 0;
    for (const CredentialId id : request.exclude) {
        const std::optional<Slot> found = m_roster.find(id);
        if (!found)
            continue;
        ++tried;
        --count[static_cast<std::size_t>(m_roster.at(*found).block)];
    }
    const auto any = [&](Block block) { return count[static_cast<std::size_t>(block)] > 0; };
    if (tried >= m_roster.size())
        return Why::AllTried;
    if (any(Block::Limit) || any(Block::Resting) || any(Block::Tokens) || any(Block::Probing))
        return Why::AllBusy;
    if (any(Block::Quota) || (model.coolDowns && count[static_cast<std::size_t>(Block::Ready)] > selection.tooLarge))
        return Why::AllCooling;
    if (selection.tooLarge > 0)
        return Why::TooLarge;
    if (any(Block::Refused) || any(Block::Disabled))
        return Why::AllDisabled;
    return any(Block::Locked) ? Why::Locked : Why::NoCredentials;
}

/// Whether somebody is kept by a running request only: those that time brings back are all in the queue for it.
bool ProviderPool::waitsForAnEvent() const
{
    const auto count = [this](Block block) { return m_roster.counts()[static_cast<std::size_t>(block)]; };
    const std::size_t out = count(Block::Limit) + count(Block::Resting) + count(Block::Tokens) + count(Block::Refused) + count(Block::Quota)
        + count(Block::Probing);
    return out > m_roster.wakes().size();
}

std::optional<std::chrono::milliseconds> ProviderPool::nextChange(const ModelHealth& model, const Moment& now) const
{
    std::optional<SteadyTime> next;
    if (!m_roster.wakes().empty())
        next = m_roster.wakes().top().key;
    if (model.coolDowns && !model.coolDowns->until.empty()) {
        const SteadyTime cooled = model.coolDowns->until.top().key;
        next = next ? std::min(*next, cooled) : cooled;
    }
    return next ? std::optional(until(*next, now.steady)) : std::nullopt;
}

std::string ProviderPool::coolDownText(Slot slot, ModelKey model, std::chrono::milliseconds wait, SteadyTime now)
{
    const UpstreamHeadroom* told = m_roster.at(slot).headroom(model);
    if (told && told->exhausted(now))
        return "the provider's own limit is used up, as it says, free in " + durationText(wait);
    return "cooling down for " + durationText(wait) + " after 429";
}

CredentialNote ProviderPool::note(Slot slot, ModelKey key, const ModelHealth* model, const LeaseRequest* request, std::uint64_t tokens,
                                  const Moment& now)
{
    PooledCredential& credential = m_roster.at(slot);
    CredentialNote note{credential.id(), credential.name(), credential.describe(now)};
    if (request && std::find(request->exclude.begin(), request->exclude.end(), credential.id()) != request->exclude.end()) {
        note.text = note.text == "ready" ? "tried already" : "tried already, " + note.text;
        return note;
    }
    if (note.text != "ready")
        return note;
    if (model && model->coolDowns && model->coolDowns->until.contains(slot))
        note.text = coolDownText(slot, key, until(model->coolDowns->until.key(slot), now.steady), now.steady);
    else if (const std::optional<LimitHit> hit = credential.meter().check(credential.limits(), now, tokens))
        note.text = "the request may need " + std::to_string(tokens) + " tokens, over the limit of " + limitText(*hit)
                  + (hit->freeIn ? ", free in " + durationText(*hit->freeIn) : std::string());
    return note;
}

std::vector<CredentialNote> ProviderPool::explain(ModelId id)
{
    const std::lock_guard lock(m_mutex);
    const Moment now = moment();
    m_roster.wakeDue(now);
    ModelHealth* model = findModel(id);
    std::vector<CredentialNote> notes;
    for (Slot slot = 0; slot < m_roster.size(); ++slot) {
        notes.push_back(note(slot, ModelKey::of(id, {}), model, nullptr, 1, now));
        if (!m_enabled)
            notes.back().text = "provider " + m_name + " is disabled by hand";
        else if (notes.back().text == "ready" && model && !model->breaker.allows(now.steady))
            notes.back().text = "provider " + m_name + " is " + breakerText(model->breaker, now.steady);
    }
    return notes;
}

std::optional<CredentialState> ProviderPool::state(CredentialId id)
{
    const std::lock_guard lock(m_mutex);
    const std::optional<Slot> found = m_roster.find(id);
    if (!found)
        return std::nullopt;
    const Moment now = moment();
    m_roster.wakeDue(now);
    PooledCredential& credential = m_roster.at(*found);
    const PooledCredential::Standing is = credential.standing(now);
    CredentialState state;
    state.kind = kindOf(is.block);
    state.inFlight = credential.meter().inFlight();
    state.requests = credential.requests();
    state.failures = credential.failures();
    addHeadroom(state, *found, now);
    if (is.block != Block::Ready) {
        state.reason = credential.describe(now);
        if (is.wakeAt)
            state.retryIn = until(*is.wakeAt, now.steady);
    } else if (!m_enabled) {
        state.kind = CredentialState::Kind::Disabled;
        state.reason = "provider " + m_name + " is disabled by hand";
    } else {
        addModelTrouble(state, *found, now);
    }
    return state;
}

std::string ProviderPool::nameOf(ModelKey model) const
{
    const auto found = m_models.find(model);
    return found == m_models.end() ? std::string() : found->second.name;
}

void ProviderPool::addHeadroom(CredentialState& state, Slot slot, const Moment& now)
{
    const auto shown = [&](const std::optional<UpstreamHeadroom::Window>& window) {
        return window ? std::optional(HeadroomNote::Window{window->limit, window->remaining, until(window->resetAt, now.steady)}) : std::nullopt;
    };
    m_roster.at(slot).visitHeadroom([&](ModelKey model, const UpstreamHeadroom& headroom) {
        HeadroomNote note{nameOf(model), shown(headroom.requests(now.steady)), shown(headroom.tokens(now.steady))};
        if (note.requests || note.tokens)
            state.headroom.push_back(std::move(note));
    });
}

/// A ready credential may still be out for some models: says so for one of them, a cool-down rather than a breaker.
void ProviderPool::addModelTrouble(CredentialState& state, Slot slot, const Moment& now)
{
    for (const auto& [key, model] : m_models) {
        const std::string prefix = model.name.empty() ? std::string() : model.name + ": ";
        if (model.coolDowns && model.coolDowns->until.contains(slot)) {
            state.kind = CredentialState::Kind::Cooling;
            state.retryIn = until(model.coolDowns->until.key(slot), now.steady);
            state.reason = prefix + coolDownText(slot, key, *state.retryIn, now.steady);
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
