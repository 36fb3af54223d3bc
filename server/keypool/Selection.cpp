#include "keypool/ProviderPool.h"

#include <algorithm>

// ProviderPool's choice: which credential serves a request.
namespace lanyard {
namespace {

bool contains(const std::vector<CredentialId>& ids, CredentialId id)
{
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// Whether the exchange's snapshot has the credential: it may be older than the pool's configuration.
bool knows(const ProviderConfig& provider, Slot slot, CredentialId id)
{
    if (slot < provider.credentials.size() && provider.credentials[slot].id == id)
        return true;
    return findCredential(provider, id) != nullptr;
}

} // namespace

/// One that is ready, without a look at its turn.
bool ProviderPool::fits(Slot slot, const LeaseRequest& request, std::uint64_t tokens, const Moment& now)
{
    PooledCredential& credential = m_roster.at(slot);
    return !contains(request.exclude, credential.id()) && knows(*request.provider, slot, credential.id())
        && !credential.meter().check(credential.limits(), now, tokens);
}

double ProviderPool::headroomOf(Slot slot, ModelKey model, const Moment& now)
{
    PooledCredential& credential = m_roster.at(slot);
    credential.meter().expire(now);
    const UpstreamHeadroom* told = credential.headroom(model);
    return std::min(credential.meter().headroom(credential.limits()), told ? told->share(now.steady) : 1.0);
}

std::optional<Slot> ProviderPool::selectMostHeadroom(ModelHealth& model, const LeaseRequest& request, std::uint64_t tokens, const Moment& now)
{
    WeightedRotation& rotation = m_roster.rotation(&model);
    const std::optional<Slot> front = rotation.front();
    std::optional<Slot> best;
    double most = -1.0;
    const auto look = [&](Slot slot) {
        const double headroom = headroomOf(slot, keyOf(request), now);
        if (headroom > most && fits(slot, request, tokens, now)) {
            best = slot;
            most = headroom;
        }
    };
    if (front)
        look(*front); // among equals the turn decides
    rotation.visit(kHeadroomSample, look);
    if (best)
        rotation.take(*best);
    return best;
}

ProviderPool::Selection ProviderPool::select(ModelHealth& model, const LeaseRequest& request, std::uint64_t tokens, const Moment& now)
{
    Selection result;
    if (request.prefer)
        result.slot = selectPreferred(model, request, tokens, now);
    if (!result.slot && request.mostHeadroom)
        result.slot = selectMostHeadroom(model, request, tokens, now);
    if (result.slot)
        return result;
    WeightedRotation& rotation = m_roster.rotation(&model);
    m_skipped.clear();
    while (const std::optional<Slot> front = rotation.front()) {
        PooledCredential& credential = m_roster.at(*front);
        const bool mayBe = !contains(request.exclude, credential.id()) && knows(*request.provider, *front, credential.id());
        const std::optional<LimitHit> hit = mayBe ? credential.meter().check(credential.limits(), now, tokens) : std::nullopt;
        if (mayBe && !hit) {
            rotation.take(*front);
            result.slot = *front;
            break;
        }
        if (hit && hit->kind == LimitHit::Kind::Tokens && !hit->never()) {
            m_roster.park(*front);
            continue;
        }
        result.tooLarge += hit ? 1 : 0;
        rotation.remove(*front);
        m_skipped.push_back(*front);
    }
    for (const Slot slot : m_skipped)
        rotation.add(slot, m_roster.at(slot).weight());
    if (!result.slot)
        result.slot = selectFromScarce(model, request, tokens, now);
    if (!result.slot && request.lastResort)
        selectLastResort(model, request, tokens, now, result);
    return result;
}

std::optional<Slot> ProviderPool::selectPreferred(ModelHealth& model, const LeaseRequest& request, std::uint64_t tokens, const Moment& now)
{
    const std::optional<Slot> found = m_roster.find(*request.prefer);
    WeightedRotation& rotation = m_roster.rotation(&model);
    if (!found || !rotation.contains(*found) || !fits(*found, request, tokens, now))
        return std::nullopt;
    rotation.take(*found);
    return found;
}

/// The world may have changed since somebody was put out: whoever was tried longest ago goes first.
void ProviderPool::selectLastResort(ModelHealth& model, const LeaseRequest& request, std::uint64_t tokens, const Moment& now, Selection& result)
{
    std::optional<Slot>& best = result.slot;
    for (Slot slot = 0; slot < m_roster.size(); ++slot) {
        PooledCredential& credential = m_roster.at(slot);
        const bool cooling = model.coolDowns && model.coolDowns->until.contains(slot);
        const bool out = credential.block == Block::Refused || credential.block == Block::Quota;
        const bool guessed = cooling && credential.block == Block::Ready && credential.coolsByGuess(keyOf(request));
        if ((!guessed && !(out && !cooling)) || !fits(slot, request, tokens, now))
            continue;
        if (!credential.mayTryEarly(now.steady))
            result.beingTried = true;
        else if (!best || credential.lastTry() < m_roster.at(*best).lastTry())
            best = slot;
    }
}

/// Nobody in the rotation can: whoever has enough tokens left, the one with most first.
std::optional<Slot> ProviderPool::selectFromScarce(ModelHealth& model, const LeaseRequest& request, std::uint64_t tokens,
                                                   const Moment& now)
{
    const auto& items = m_roster.scarce().items();
    std::vector<std::size_t> open; // of the heap's tree: what stands under a smaller one need not be seen
    if (!items.empty())
        open.push_back(0);
    while (!open.empty()) {
        const std::size_t index = open.back();
        open.pop_back();
        if (items[index].key < tokens)
            continue;
        const Slot slot = items[index].slot;
        PooledCredential& credential = m_roster.at(slot);
        const bool cooling = model.coolDowns && model.coolDowns->until.contains(slot);
        if (!cooling && !contains(request.exclude, credential.id()) && knows(*request.provider, slot, credential.id())
            && !credential.meter().check(credential.limits(), now, tokens))
            return slot;
        for (const std::size_t child : {index * 2 + 2, index * 2 + 1}) {
            if (child < items.size())
                open.push_back(child);
        }
    }
    return std::nullopt;
}

} // namespace lanyard
