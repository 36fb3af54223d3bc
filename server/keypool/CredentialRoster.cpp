#include "keypool/CredentialRoster.h"

#include <algorithm>
#include <utility>

namespace lanyard {
namespace {

constexpr std::chrono::milliseconds kEarliestWake{1};

} // namespace

std::optional<Slot> CredentialRoster::find(CredentialId id) const
{
    const auto found = m_slots.find(id);
    return found == m_slots.end() ? std::nullopt : std::optional(found->second);
}

// ---- configuration ----

std::unique_ptr<PooledCredential> CredentialRoster::takeOut(CredentialId id)
{
    const std::optional<Slot> slot = find(id);
    return slot ? std::move(m_credentials[*slot]) : nullptr;
}

void CredentialRoster::replace(std::vector<std::unique_ptr<PooledCredential>> credentials, const Moment& now)
{
    const std::unordered_map<CredentialId, Slot> before = std::exchange(m_slots, {});
    m_credentials = std::move(credentials);
    for (Slot slot = 0; slot < m_credentials.size(); ++slot)
        m_slots.emplace(at(slot).id(), slot);
    moveTurns(m_rotation, before);
    for (ModelHealth* model : m_cooling)
        moveCoolDowns(*model->coolDowns, before);
    const std::size_t slots = m_credentials.size();
    m_wake = SlotQueue<SteadyTime>(slots);
    m_scarce = Scarce(slots);
    m_count = {};
    for (Slot slot = 0; slot < slots; ++slot) {
        at(slot).block = Block::Disabled;
        ++m_count[static_cast<std::size_t>(Block::Disabled)];
    }
    for (Slot slot = 0; slot < slots; ++slot)
        refresh(slot, now);
    for (std::size_t i = m_cooling.size(); i-- > 0;)
        endDueCoolDowns(*m_cooling[i], now.steady);
}

void CredentialRoster::moveTurns(WeightedRotation& rotation, const std::unordered_map<CredentialId, Slot>& before) const
{
    WeightedRotation fresh(m_credentials.size());
    for (const auto& [id, slot] : m_slots) {
        if (const auto known = before.find(id); known != before.end())
            fresh.setCredit(slot, rotation.credit(known->second));
    }
    rotation = std::move(fresh);
}

void CredentialRoster::moveCoolDowns(CoolDowns& coolDowns, const std::unordered_map<CredentialId, Slot>& before) const
{
    moveTurns(coolDowns.rotation, before);
    SlotQueue<SteadyTime> until(m_credentials.size());
    for (const auto& [id, slot] : m_slots) {
        const auto known = before.find(id);
        if (known != before.end() && coolDowns.until.contains(known->second))
            until.set(slot, coolDowns.until.key(known->second));
    }
    coolDowns.until = std::move(until);
}

// ---- who is ready ----

void CredentialRoster::setBlock(Slot slot, Block block)
{
    --m_count[static_cast<std::size_t>(at(slot).block)];
    at(slot).block = block;
    ++m_count[static_cast<std::size_t>(block)];
}

void CredentialRoster::refresh(Slot slot, const Moment& now)
{
    const PooledCredential::Standing is = at(slot).standing(now);
    if (at(slot).block == Block::Tokens)
        m_scarce.remove(slot);
    setBlock(slot, is.block);
    if (is.block == Block::Ready)
        join(slot);
    else
        leave(slot);
    if (is.wakeAt)
        m_wake.set(slot, std::max(*is.wakeAt, now.steady + kEarliestWake)); // never due again in the same moment
    else
        m_wake.remove(slot);
}

void CredentialRoster::join(Slot slot)
{
    if (!m_rotation.contains(slot))
        m_rotation.add(slot, at(slot).weight());
    for (ModelHealth* model : m_cooling) {
        CoolDowns& coolDowns = *model->coolDowns;
        if (!coolDowns.until.contains(slot) && !coolDowns.rotation.contains(slot))
            coolDowns.rotation.add(slot, at(slot).weight());
    }
}

void CredentialRoster::leave(Slot slot)
{
    m_rotation.remove(slot);
    for (ModelHealth* model : m_cooling)
        model->coolDowns->rotation.remove(slot);
}

void CredentialRoster::reweigh(Slot slot)
{
    m_rotation.setWeight(slot, at(slot).weight());
    for (ModelHealth* model : m_cooling)
        model->coolDowns->rotation.setWeight(slot, at(slot).weight());
}

void CredentialRoster::wakeDue(const Moment& now)
{
    while (!m_wake.empty() && m_wake.top().key <= now.steady)
        refresh(m_wake.top().slot, now);
    wakeAfterMidnight(now);
    for (std::size_t i = m_cooling.size(); i-- > 0;)
        endDueCoolDowns(*m_cooling[i], now.steady);
}

/// Daily limits go by the wall clock, which may jump: the queue alone would be late.
void CredentialRoster::wakeAfterMidnight(const Moment& now)
{
    if (!now.day || now.day->number == m_today.number)
        return;
    m_today = *now.day;
    for (Slot slot = 0; slot < m_credentials.size(); ++slot) {
        if (at(slot).block == Block::Limit)
            refresh(slot, now);
    }
}

void CredentialRoster::park(Slot slot)
{
    const SlidingWindow& used = at(slot).meter().tokens();
    const std::uint64_t limit = at(slot).limits().tpm.value_or(0);
    leave(slot);
    setBlock(slot, Block::Tokens);
    m_scarce.set(slot, limit - std::min(limit, used.sum()));
    if (const std::optional<SteadyTime> next = used.nextLeavesAt())
        m_wake.set(slot, *next);
}

// ---- cool-downs ----

void CredentialRoster::coolDown(ModelHealth& model, Slot slot, SteadyTime until)
{
    if (!model.coolDowns) {
        model.coolDowns = std::make_unique<CoolDowns>(m_credentials.size());
        m_cooling.push_back(&model);
        for (Slot other = 0; other < m_credentials.size(); ++other) {
            model.coolDowns->rotation.setCredit(other, m_rotation.credit(other));
            if (at(other).block == Block::Ready)
                model.coolDowns->rotation.add(other, at(other).weight());
        }
    }
    CoolDowns& coolDowns = *model.coolDowns;
    if (!coolDowns.until.contains(slot) || coolDowns.until.key(slot) < until)
        coolDowns.until.set(slot, until);
    coolDowns.rotation.remove(slot);
}

void CredentialRoster::endCoolDown(ModelHealth& model, Slot slot)
{
    if (!model.coolDowns || !model.coolDowns->until.contains(slot))
        return;
    model.coolDowns->until.remove(slot);
    if (at(slot).block == Block::Ready)
        model.coolDowns->rotation.add(slot, at(slot).weight());
    if (model.coolDowns->until.empty())
        drop(model);
}

void CredentialRoster::endDueCoolDowns(ModelHealth& model, SteadyTime now)
{
    while (model.coolDowns && !model.coolDowns->until.empty() && model.coolDowns->until.top().key <= now)
        endCoolDown(model, model.coolDowns->until.top().slot);
    if (model.coolDowns && model.coolDowns->until.empty()) // the cooling credential was removed
        drop(model);
}

void CredentialRoster::drop(ModelHealth& model)
{
    std::erase(m_cooling, &model);
    model.coolDowns.reset();
}

} // namespace lanyard
