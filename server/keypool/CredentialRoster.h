#pragma once

#include "keypool/ModelHealth.h"
#include "keypool/PooledCredential.h"
#include "keypool/SlotHeap.h"
#include "keypool/WeightedRotation.h"

#include <array>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace lanyard {

/// The credentials of one provider by who may serve: the ready ones stand in a rotation, those that time alone brings back in
/// a queue by that time, those that an event brings back (a lease returned, a change of configuration) nowhere. For a model
/// with cool-downs there is a second rotation without the cooling ones, as long as one cools. A credential whose tokens did
/// not suffice for a request leaves the rotation until its next tokens come free; meanwhile it stands among the scarce.
///
/// Guarded by the lock of its ProviderPool.
class CredentialRoster
{
public:
    using Scarce = SlotQueue<std::uint64_t, std::greater<>>;

    std::size_t size() const { return m_credentials.size(); }
    bool empty() const { return m_credentials.empty(); }
    PooledCredential& at(Slot slot) { return *m_credentials[slot]; }
    const PooledCredential& at(Slot slot) const { return *m_credentials[slot]; }
    std::optional<Slot> find(CredentialId id) const;
    /// Credentials by Block.
    const std::array<std::uint32_t, kBlocks>& counts() const { return m_count; }
    /// The turns among those who may serve the model (null: any).
    WeightedRotation& rotation(const ModelHealth* model) { return model && model->coolDowns ? model->coolDowns->rotation : m_rotation; }
    /// Block::Tokens, by tokens left, most first.
    const Scarce& scarce() const { return m_scarce; }
    /// Those that time brings back, by when to look again.
    const SlotQueue<SteadyTime>& wakes() const { return m_wake; }

    /// For a new list: out of the old one, if it was there.
    std::unique_ptr<PooledCredential> takeOut(CredentialId id);
    /// The new list, in its order, with the turns and cool-downs that were.
    void replace(std::vector<std::unique_ptr<PooledCredential>> credentials, const Moment& now);

    /// Every change of a credential ends here: where it stands from now on.
    void refresh(Slot slot, const Moment& now);
    void reweigh(Slot slot);
    /// Whoever is due.
    void wakeDue(const Moment& now);
    /// Its tokens did not suffice.
    void park(Slot slot);

    // Cool-downs of credential x model. `model` stays where it is until it is dropped.
    void coolDown(ModelHealth& model, Slot slot, SteadyTime until);
    void endCoolDown(ModelHealth& model, Slot slot);
    void drop(ModelHealth& model);

private:
    void join(Slot slot);
    void leave(Slot slot);
    void setBlock(Slot slot, Block block);
    void wakeAfterMidnight(const Moment& now);
    void endDueCoolDowns(ModelHealth& model, SteadyTime now);
    void moveTurns(WeightedRotation& rotation, const std::unordered_map<CredentialId, Slot>& before) const;
    void moveCoolDowns(CoolDowns& coolDowns, const std::unordered_map<CredentialId, Slot>& before) const;

    std::vector<std::unique_ptr<PooledCredential>> m_credentials; ///< by slot, in the order of the file
    std::unordered_map<CredentialId, Slot> m_slots;
    std::array<std::uint32_t, kBlocks> m_count{};
    WeightedRotation m_rotation;
    SlotQueue<SteadyTime> m_wake;
    Scarce m_scarce;
    std::vector<ModelHealth*> m_cooling; ///< those with cool-downs
    LocalDay m_today;
};

} // namespace lanyard
