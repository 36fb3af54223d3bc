#include "keypool/ProviderPool.h"

#include <algorithm>
#include <span>
#include <utility>

namespace lanyard {
namespace {

constexpr std::chrono::milliseconds kEarliestWake{1};
/// How many credentials headroom() looks at: those next in turn are near the best.
constexpr std::size_t kHeadroomSample = 64;
/// Pins may name any model: from so many on, those with nothing under way and nothing against them are forgotten.
constexpr std::size_t kMostModels = 4'096;

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

std::optional<std::uint64_t> largestRequest(const Limits& limits)
{
    if (!limits.tpr || !limits.tpm)
        return limits.tpr ? limits.tpr : limits.tpm;
    return std::min(*limits.tpr, *limits.tpm);
}

WeightedRotation& rotationOf(WeightedRotation& all, ModelHealth& model)
{
    return model.coolDowns ? model.coolDowns->rotation : all;
}

} // namespace

ProviderPool::ProviderPool(const Clock& clock, QTimeZone zone, KeyPool::Random random)
    : m_clock(clock), m_random(std::move(random)), m_calendar(std::move(zone)), m_table(std::make_shared<const ModelTable>())
{
}

void ProviderPool::setZone(const QTimeZone& zone)
{
    const std::lock_guard lock(m_mutex);
    if (m_calendar.zone() != zone)
        m_calendar = Calendar(zone);
}

Moment ProviderPool::moment()
{
    Moment now{m_clock.steady(), {}, nullptr};
    if (m_countsDays) {
        now.wall = m_clock.wall();
        now.day = &m_calendar.dayOf(now.wall);
    }
    return now;
}

ModelHealth* ProviderPool::findModel(ModelKey model)
{
    const auto found = m_models.find(model);
    return found == m_models.end() ? nullptr : &found->second;
}

ModelHealth& ProviderPool::modelHealth(ModelKey model, std::string_view upstreamName)
{
    if (ModelHealth* known = findModel(model))
        return *known;
    if (m_models.size() >= kMostModels)
        forgetIdlePins();
    const auto facts = m_table->find(model.model());
    return m_models.try_emplace(model, facts == m_table->end() ? ModelHealth(std::string(upstreamName)) : ModelHealth(facts->second.name, facts->second.breaker))
        .first->second;
}

void ProviderPool::forgetIdlePins()
{
    std::erase_if(m_models, [](const auto& entry) {
        return !entry.first.configured() && entry.second.inFlight == 0 && !entry.second.coolDowns && entry.second.breaker.closed();
    });
}

// ---- configuration ----

void ProviderPool::configure(const ProviderConfig& config, std::shared_ptr<const ModelTable> models)
{
    const std::lock_guard lock(m_mutex);
    const bool moved = !m_baseUrl.empty() && m_baseUrl != config.baseUrl;
    m_id = config.id;
    m_name = config.name;
    m_baseUrl = config.baseUrl;
    m_enabled = config.enabled;
    m_limits = config.limits;

    const std::unordered_map<CredentialId, Slot> before = m_slots;
    std::vector<std::unique_ptr<PooledCredential>> old = std::exchange(m_credentials, {});
    m_slots.clear();
    std::vector<Slot> changed;
    CredentialConfig keyless;
    keyless.id = keylessCredential(config.id);
    keyless.name = config.name;
    const bool worksWithout = config.credentials.empty() && !needsCredential(config.kind);
    for (const CredentialConfig& credential : worksWithout ? std::span(&keyless, 1) : std::span(config.credentials)) {
        const auto known = before.find(credential.id);
        const Slot slot = static_cast<Slot>(m_credentials.size());
        m_credentials.push_back(known == before.end() ? std::make_unique<PooledCredential>(credential.id)
                                                      : std::move(old[known->second]));
        m_slots.emplace(credential.id, slot);
        const std::uint32_t generation = at(slot).generation();
        at(slot).configure(credential, credential.coolDown.none() ? config.coolDown : credential.coolDown);
        if (moved)
            at(slot).reset();
        if (at(slot).generation() != generation)
            changed.push_back(slot);
    }
    if (moved) {
        m_meter.clear();
        for (auto& [id, model] : m_models)
            model.breaker.reset();
    }
    noteBounds();
    m_table = std::move(models);
    rebuild(before, moment());
    keepModels();
    for (const Slot slot : changed) {
        for (auto& [id, model] : m_models)
            endCoolDown(model, slot);
    }
}

void ProviderPool::noteBounds()
{
    m_countsDays = m_limits.rpd.has_value();
    m_largestRequest = 0;
    for (const auto& credential : m_credentials) {
        m_countsDays = m_countsDays || credential->limits().rpd;
        const std::optional<std::uint64_t> bound = largestRequest(credential->limits());
        m_largestRequest = bound && m_largestRequest ? std::optional(std::max(*bound, *m_largestRequest)) : std::nullopt;
    }
}

/// The slots moved: makes every index anew, with the credits and cool-downs that were.
void ProviderPool::rebuild(const std::unordered_map<CredentialId, Slot>& before, const Moment& now)
{
    const std::size_t slots = m_credentials.size();
    const auto keepCredits = [&](WeightedRotation& rotation) {
        WeightedRotation fresh(slots);
        for (const auto& [id, slot] : m_slots) {
            if (const auto known = before.find(id); known != before.end())
                fresh.setCredit(slot, rotation.credit(known->second));
        }
        rotation = std::move(fresh);
    };
    keepCredits(m_rotation);
    for (ModelHealth* model : m_cooling) {
        keepCredits(model->coolDowns->rotation);
        SlotQueue<SteadyTime> until(slots);
        for (const auto& [id, slot] : m_slots) {
            const auto known = before.find(id);
            if (known != before.end() && model->coolDowns->until.contains(known->second))
                until.set(slot, model->coolDowns->until.key(known->second));
        }
        model->coolDowns->until = std::move(until);
    }
    m_wake = SlotQueue<SteadyTime>(slots);
    m_scarce = SlotQueue<std::uint64_t, std::greater<>>(slots);
    m_count = {};
    for (Slot slot = 0; slot < slots; ++slot) {
        at(slot).block = Block::Disabled;
        ++m_count[static_cast<std::size_t>(Block::Disabled)];
    }
    for (Slot slot = 0; slot < slots; ++slot)
        refresh(slot, now);
    for (auto& [id, model] : m_models)
        endDueCoolDowns(model, now.steady);
}

/// The models of the newest configuration, with their rules of today.
void ProviderPool::keepModels()
{
    for (auto it = m_models.begin(); it != m_models.end();) {
        const auto facts = m_table->find(it->first.model());
        const bool gone = it->first.configured() && facts == m_table->end() && it->second.inFlight == 0;
        if (facts != m_table->end()) {
            it->second.name = facts->second.name;
            it->second.breaker.setRules(facts->second.breaker);
        }
        if (gone)
            std::erase(m_cooling, &it->second);
        it = gone ? m_models.erase(it) : std::next(it);
    }
}

void ProviderPool::reset(std::optional<CredentialId> credential)
{
    const std::lock_guard lock(m_mutex);
    const Moment now = moment();
    for (Slot slot = 0; slot < m_credentials.size(); ++slot) {
        if (credential && at(slot).id() != *credential)
            continue;
        at(slot).reset();
        for (auto& [id, model] : m_models)
            endCoolDown(model, slot);
        refresh(slot, now);
        reweigh(slot);
    }
    for (auto& [id, model] : m_models)
        model.breaker.reset();
    if (!credential)
        m_meter.clear();
}

// ---- who is ready ----

void ProviderPool::setBlock(Slot slot, Block block)
{
    --m_count[static_cast<std::size_t>(at(slot).block)];
    at(slot).block = block;
    ++m_count[static_cast<std::size_t>(block)];
}

void ProviderPool::refresh(Slot slot, const Moment& now)
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

void ProviderPool::join(Slot slot)
{
    if (!m_rotation.contains(slot))
        m_rotation.add(slot, at(slot).weight());
    for (ModelHealth* model : m_cooling) {
        CoolDowns& coolDowns = *model->coolDowns;
        if (!coolDowns.until.contains(slot) && !coolDowns.rotation.contains(slot))
            coolDowns.rotation.add(slot, at(slot).weight());
    }
}

void ProviderPool::leave(Slot slot)
{
    m_rotation.remove(slot);
    for (ModelHealth* model : m_cooling)
        model->coolDowns->rotation.remove(slot);
}

void ProviderPool::reweigh(Slot slot)
{
    m_rotation.setWeight(slot, at(slot).weight());
    for (ModelHealth* model : m_cooling)
        model->coolDowns->rotation.setWeight(slot, at(slot).weight());
}

void ProviderPool::wakeDue(const Moment& now)
{
    while (!m_wake.empty() && m_wake.top().key <= now.steady)
        refresh(m_wake.top().slot, now);
    wakeAfterMidnight(now);
    for (std::size_t i = m_cooling.size(); i-- > 0;)
        endDueCoolDowns(*m_cooling[i], now.steady);
}

/// Daily limits go by the wall clock, which may jump: the queue alone would be late.
void ProviderPool::wakeAfterMidnight(const Moment& now)
{
    if (!now.day || now.day->number == m_today.number)
        return;
    m_today = *now.day;
    for (Slot slot = 0; slot < m_credentials.size(); ++slot) {
        if (at(slot).block == Block::Limit)
            refresh(slot, now);
    }
}

// ---- cool-downs ----

void ProviderPool::coolDown(ModelHealth& model, Slot slot, SteadyTime until)
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

void ProviderPool::endCoolDown(ModelHealth& model, Slot slot)
{
    if (!model.coolDowns || !model.coolDowns->until.contains(slot))
        return;
    model.coolDowns->until.remove(slot);
    if (at(slot).block == Block::Ready)
        model.coolDowns->rotation.add(slot, at(slot).weight());
    if (model.coolDowns->until.empty()) {
        std::erase(m_cooling, &model);
        model.coolDowns.reset();
    }
}

void ProviderPool::endDueCoolDowns(ModelHealth& model, SteadyTime now)
{
    while (model.coolDowns && (model.coolDowns->until.empty() || model.coolDowns->until.top().key <= now)) {
        if (model.coolDowns->until.empty()) { // the cooling credential was removed
            std::erase(m_cooling, &model);
            model.coolDowns.reset();
            return;
        }
        endCoolDown(model, model.coolDowns->until.top().slot);
    }
}

// ---- selection ----

std::variant<Lease, LeaseRefusal> ProviderPool::lease(const LeaseRequest& request)
{
    const std::lock_guard lock(m_mutex);
    const Moment now = moment();
    const std::uint64_t tokens = std::max<std::uint64_t>(request.estimatedTokens, 1);
    ModelHealth& model = modelHealth(keyOf(request), request.upstreamModel);
    wakeDue(now);
    if (std::optional<LeaseRefusal> refused = refusedAsWhole(model, request, tokens, now))
        return *std::move(refused);
    const Selection selection = select(model, request, tokens, now);
    if (!selection.slot)
        return refusal(model, request, selection, tokens, now);
    return grant(*selection.slot, request, model, tokens, now);
}

/// One that is ready, without a look at its turn.
bool ProviderPool::fits(Slot slot, const LeaseRequest& request, std::uint64_t tokens, const Moment& now)
{
    PooledCredential& credential = at(slot);
    return !contains(request.exclude, credential.id()) && knows(*request.provider, slot, credential.id())
        && !credential.meter().check(credential.limits(), now, tokens);
}

double ProviderPool::headroomOf(Slot slot, ModelKey model, const Moment& now)
{
    PooledCredential& credential = at(slot);
    credential.meter().expire(now);
    const UpstreamHeadroom* told = credential.headroom(model);
    return std::min(credential.meter().headroom(credential.limits()), told ? told->share(now.steady) : 1.0);
}

std::optional<Slot> ProviderPool::selectMostHeadroom(ModelHealth& model, const LeaseRequest& request, std::uint64_t tokens, const Moment& now)
{
    WeightedRotation& rotation = rotationOf(m_rotation, model);
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
    WeightedRotation& rotation = rotationOf(m_rotation, model);
    m_skipped.clear();
    while (const std::optional<Slot> front = rotation.front()) {
        PooledCredential& credential = at(*front);
        const bool mayBe = !contains(request.exclude, credential.id()) && knows(*request.provider, *front, credential.id());
        const std::optional<LimitHit> hit = mayBe ? credential.meter().check(credential.limits(), now, tokens) : std::nullopt;
        if (mayBe && !hit) {
            rotation.take(*front);
            result.slot = *front;
            break;
        }
        if (hit && hit->kind == LimitHit::Kind::Tokens && !hit->never()) {
            park(*front);
            continue;
        }
        result.tooLarge += hit ? 1 : 0;
        rotation.remove(*front);
        m_skipped.push_back(*front);
    }
    for (const Slot slot : m_skipped)
        rotation.add(slot, at(slot).weight());
    if (!result.slot)
        result.slot = selectFromScarce(model, request, tokens, now);
    if (!result.slot && request.lastResort)
        selectLastResort(model, request, tokens, now, result);
    return result;
}

std::optional<Slot> ProviderPool::selectPreferred(ModelHealth& model, const LeaseRequest& request, std::uint64_t tokens, const Moment& now)
{
    const auto found = m_slots.find(*request.prefer);
    WeightedRotation& rotation = rotationOf(m_rotation, model);
    if (found == m_slots.end() || !rotation.contains(found->second) || !fits(found->second, request, tokens, now))
        return std::nullopt;
    rotation.take(found->second);
    return found->second;
}

/// The world may have changed since somebody was put out: whoever was tried longest ago goes first.
void ProviderPool::selectLastResort(ModelHealth& model, const LeaseRequest& request, std::uint64_t tokens, const Moment& now, Selection& result)
{
    std::optional<Slot>& best = result.slot;
    for (Slot slot = 0; slot < m_credentials.size(); ++slot) {
        PooledCredential& credential = at(slot);
        const bool cooling = model.coolDowns && model.coolDowns->until.contains(slot);
        const bool out = credential.block == Block::Refused || credential.block == Block::Quota;
        const bool guessed = cooling && credential.block == Block::Ready && credential.coolsByGuess(keyOf(request));
        if ((!guessed && !(out && !cooling)) || !fits(slot, request, tokens, now))
            continue;
        if (!credential.mayTryEarly(now.steady))
            result.beingTried = true;
        else if (!best || credential.lastTry() < at(*best).lastTry())
            best = slot;
    }
}

void ProviderPool::park(Slot slot)
{
    const SlidingWindow& used = at(slot).meter().tokens();
    const std::uint64_t limit = at(slot).limits().tpm.value_or(0);
    leave(slot);
    setBlock(slot, Block::Tokens);
    m_scarce.set(slot, limit - std::min(limit, used.sum()));
    if (const std::optional<SteadyTime> next = used.nextLeavesAt())
        m_wake.set(slot, *next);
}

/// Nobody in the rotation can: whoever has enough tokens left, the one with most first.
std::optional<Slot> ProviderPool::selectFromScarce(ModelHealth& model, const LeaseRequest& request, std::uint64_t tokens,
                                                   const Moment& now)
{
    const auto& items = m_scarce.items();
    std::vector<std::size_t> open; // of the heap's tree: what stands under a smaller one need not be seen
    if (!items.empty())
        open.push_back(0);
    while (!open.empty()) {
        const std::size_t index = open.back();
        open.pop_back();
        if (items[index].key < tokens)
            continue;
        const Slot slot = items[index].slot;
        PooledCredential& credential = at(slot);
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

Lease ProviderPool::grant(Slot slot, const LeaseRequest& request, ModelHealth& model, std::uint64_t tokens, const Moment& now)
{
    PooledCredential& credential = at(slot);
    PooledCredential::Take take = credential.take(keyOf(request), now, tokens);
    Lease lease;
    lease.m_provider = m_id;
    lease.m_credential = credential.id();
    lease.m_model = keyOf(request);
    lease.m_generation = credential.generation();
    lease.m_probe = take.probe;
    lease.m_pass = model.breaker.pass(now.steady);
    lease.m_credentialTake = take.receipt;
    lease.m_providerTake = m_meter.take(m_limits, now, tokens);
    ++model.inFlight;
    refresh(slot, now);
    return lease;
}

void ProviderPool::giveBack(const Lease& lease, const AttemptReport& report)
{
    const std::lock_guard lock(m_mutex);
    const Moment now = moment();
    m_meter.finish(lease.m_providerTake, now, report.tokens);
    ModelHealth* model = findModel(lease.m_model);
    if (model) {
        model->inFlight -= model->inFlight > 0 ? 1 : 0;
        model->breaker.report(lease.m_pass, model->breaker.verdict(report.failure, report.firstByte), now.steady);
        if (report.firstByte && report.failure == FailureClass::None)
            model->firstByte.observe(now.steady, *report.firstByte);
    }
    const auto found = m_slots.find(lease.m_credential);
    if (found == m_slots.end())
        return;
    const Slot slot = found->second;
    PooledCredential& credential = at(slot);
    credential.meter().finish(lease.m_credentialTake, now, report.tokens);
    restSlot(credential, now.steady);
    if (credential.generation() == lease.m_generation) {
        credential.learn(lease.m_model, report.failure, lease.m_probe, report.retryAfter, report.reason, now.steady);
        if (model && report.failure == FailureClass::RateLimited)
            coolDown(*model, slot, now.steady + credential.coolDownAfter429(lease.m_model, report.retryAfter));
        reweigh(slot);
    }
    refresh(slot, now);
}

void ProviderPool::restSlot(PooledCredential& credential, SteadyTime now)
{
    const CoolDown& rest = credential.coolDown();
    if (rest.none())
        return;
    const auto span = static_cast<std::uint64_t>((rest.max - rest.min).count());
    credential.restSlot(now + rest.min + std::chrono::milliseconds{m_random(span + 1)});
}

/// A provider that says that nothing is left is believed before it has to answer 429.
void ProviderPool::observe(const Lease& lease, const Allowance& allowance)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_slots.find(lease.m_credential);
    if (found == m_slots.end() || at(found->second).generation() != lease.m_generation)
        return;
    const SteadyTime now = m_clock.steady();
    const std::optional<SteadyTime> until = at(found->second).observe(lease.m_model, allowance, now);
    ModelHealth* model = findModel(lease.m_model);
    if (until && model)
        coolDown(*model, found->second, *until);
}

// ---- over a restart ----

void ProviderPool::remember(PoolMemory& memory)
{
    const std::lock_guard lock(m_mutex);
    const SteadyTime now = m_clock.steady();
    const WallTime wall = m_clock.wall();
    CredentialMemory one;
    for (const auto& credential : m_credentials) {
        if (credential->remember(one, now, wall))
            memory.credentials.push_back(std::move(one));
    }
    if (m_limits.rpd && m_meter.day().count() > 0)
        memory.providers.push_back({m_id, {m_meter.day().day(), m_meter.day().count()}});
}

void ProviderPool::restore(const CredentialMemory& memory)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_slots.find(memory.credential);
    if (found == m_slots.end())
        return;
    const Moment now = moment();
    at(found->second).restore(memory, now.steady, m_clock.wall());
    refresh(found->second, now);
}

void ProviderPool::restore(const ProviderMemory& memory)
{
    const std::lock_guard lock(m_mutex);
    m_meter.restoreDay(memory.day.day, memory.day.count);
}

// ---- numbers for the strategies ----

bool ProviderPool::usable(ModelId id)
{
    const std::lock_guard lock(m_mutex);
    const Moment now = moment();
    wakeDue(now);
    ModelHealth none;
    ModelHealth* model = findModel(id);
    if (!model)
        model = &none;
    if (!m_enabled || !model->breaker.allows(now.steady) || m_meter.check(m_limits, now, 1))
        return false;
    if (!rotationOf(m_rotation, *model).empty())
        return true;
    return std::any_of(m_scarce.items().begin(), m_scarce.items().end(), [&](const auto& item) {
        return item.key > 0 && !(model->coolDowns && model->coolDowns->until.contains(item.slot));
    });
}

double ProviderPool::inFlight(ModelId id)
{
    const std::lock_guard lock(m_mutex);
    ModelHealth* model = findModel(id);
    if (!model)
        return 0.0;
    const std::size_t ready = rotationOf(m_rotation, *model).size();
    return static_cast<double>(model->inFlight) / static_cast<double>(std::max<std::size_t>(ready, 1));
}

std::optional<std::chrono::microseconds> ProviderPool::firstByte(ModelId id)
{
    const std::lock_guard lock(m_mutex);
    const ModelHealth* model = findModel(id);
    return model ? model->firstByte.value(m_clock.steady()) : std::nullopt;
}

double ProviderPool::headroom(ModelId id)
{
    const std::lock_guard lock(m_mutex);
    const Moment now = moment();
    wakeDue(now);
    m_meter.expire(now);
    ModelHealth* model = findModel(id);
    double best = 0.0;
    const WeightedRotation& rotation = model ? rotationOf(m_rotation, *model) : m_rotation;
    rotation.visit(kHeadroomSample, [&](Slot slot) { best = std::max(best, headroomOf(slot, ModelKey::of(id, {}), now)); });
    return std::min(best, m_meter.headroom(m_limits));
}

} // namespace lanyard
