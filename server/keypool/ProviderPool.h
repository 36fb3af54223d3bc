#pragma once

#include "keypool/CredentialRoster.h"
#include "keypool/KeyPool.h"
#include "keypool/ModelHealth.h"
#include "keypool/PooledCredential.h"

#include <array>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <variant>
#include <vector>

namespace lanyard {

/// What the pool has to know of a configured model.
struct ModelFacts
{
    std::string name;
    BreakerRules breaker;
};
using ModelTable = std::unordered_map<ModelId, ModelFacts>;

/// The pool of one provider, all of it under one lock.
///
/// A lease costs no look at every credential: the roster knows who is ready, and whose turn it is.
///
/// Any thread.
class ProviderPool
{
public:
    ProviderPool(const Clock& clock, QTimeZone zone, KeyPool::Random random);

    void setZone(const QTimeZone& zone);
    /// Forgets models that are not in `models` and have nothing under way.
    void configure(const ProviderConfig& config, std::shared_ptr<const ModelTable> models);
    void remember(PoolMemory& memory);
    void restore(const CredentialMemory& memory);
    void restore(const ProviderMemory& memory);
    void reset(std::optional<CredentialId> credential);

    std::variant<Lease, LeaseRefusal> lease(const LeaseRequest& request);
    void giveBack(const Lease& lease, const AttemptReport& report);
    void observe(const Lease& lease, const Allowance& allowance);

    std::optional<CredentialState> state(CredentialId credential);
    std::vector<CredentialNote> explain(ModelId model);

    bool usable(ModelId model);
    double inFlight(ModelId model);
    std::optional<std::chrono::microseconds> firstByte(ModelId model);
    double headroom(ModelId model);

private:
    /// Among how many credentials the one with most headroom is looked for: those next in turn are near the best.
    static constexpr std::size_t kHeadroomSample = 64;

    struct Selection
    {
        std::optional<Slot> slot;
        std::uint32_t tooLarge = 0;
        bool beingTried = false; ///< last resort: somebody who is out is tried right now
    };

    Moment moment();
    ModelHealth* findModel(ModelKey model);
    ModelHealth* findModel(ModelId model) { return findModel(ModelKey::of(model, {})); }
    ModelHealth& modelHealth(ModelKey model, std::string_view upstreamName);
    void keepModels();
    void forgetIdlePins();
    void noteBounds(const std::vector<std::unique_ptr<PooledCredential>>& credentials);

    bool fits(Slot slot, const LeaseRequest& request, std::uint64_t tokens, const Moment& now);
    double headroomOf(Slot slot, ModelKey model, const Moment& now);
    std::optional<Slot> selectPreferred(ModelHealth& model, const LeaseRequest& request, std::uint64_t tokens, const Moment& now);
    void selectLastResort(ModelHealth& model, const LeaseRequest& request, std::uint64_t tokens, const Moment& now, Selection& result);
    std::optional<Slot> selectMostHeadroom(ModelHealth& model, const LeaseRequest& request, std::uint64_t tokens, const Moment& now);
    Selection select(ModelHealth& model, const LeaseRequest& request, std::uint64_t tokens, const Moment& now);
    std::optional<Slot> selectFromScarce(ModelHealth& model, const LeaseRequest& request, std::uint64_t tokens, const Moment& now);
    void restSlot(PooledCredential& credential, SteadyTime now);
    Lease grant(Slot slot, const LeaseRequest& request, ModelHealth& model, std::uint64_t tokens, const Moment& now);

    // Words (Refusals.cpp).
    LeaseRefusal refuse(LeaseRefusal::Why why, std::optional<std::chrono::milliseconds> retryAfter, std::string explanation) const;
    std::optional<LeaseRefusal> refusedAsWhole(ModelHealth& model, const LeaseRequest& request, std::uint64_t tokens, const Moment& now);
    LeaseRefusal refusal(ModelHealth& model, const LeaseRequest& request, const Selection& selection, std::uint64_t tokens,
                         const Moment& now);
    static ModelKey keyOf(const LeaseRequest& request) { return ModelKey::of(request.model, request.upstreamModel); }
    LeaseRefusal::Why whyNobody(const ModelHealth& model, const LeaseRequest& request, const Selection& selection) const;
    bool waitsForAnEvent() const;
    std::optional<std::chrono::milliseconds> nextChange(const ModelHealth& model, const Moment& now) const;
    void addModelTrouble(CredentialState& state, Slot slot, const Moment& now);
    std::string nameOf(ModelKey model) const;
    void addHeadroom(CredentialState& state, Slot slot, const Moment& now);
    std::string coolDownText(Slot slot, ModelKey model, std::chrono::milliseconds wait, SteadyTime now);
    CredentialNote note(Slot slot, ModelKey key, const ModelHealth* model, const LeaseRequest* request, std::uint64_t tokens, const Moment& now);

    const Clock& m_clock;
    const KeyPool::Random m_random;
    std::mutex m_mutex; ///< guards everything below
    Calendar m_calendar;
    bool m_countsDays = false; ///< somebody here has an rpd limit

    ProviderId m_id;
    std::string m_name;
    std::string m_baseUrl;
    bool m_enabled = false;
    Limits m_limits;
    LimitMeter m_meter;
    std::optional<std::uint64_t> m_largestRequest; ///< no credential takes more tokens; nothing = one takes any

    CredentialRoster m_roster;
    std::shared_ptr<const ModelTable> m_table;
    std::unordered_map<ModelKey, ModelHealth> m_models;
    std::vector<Slot> m_skipped;         ///< scratch of select()
};

} // namespace lanyard
