#include "keypool/ProviderPool.h"

#include <algorithm>
#include <span>
#include <utility>

namespace lanyard {
namespace {

/// Pins may name any model: from so many on, those with nothing under way and nothing against them are forgotten.
constexpr std::size_t kMostModels = 4'096;

std::optional<std::uint64_t> largestRequest(const Limits& limits)
{
    if (!limits.tpr || !limits.tpm)
        return limits.tpr ? limits.tpr : limits.tpm;
    return std::min(*limits.tpr, *limits.tpm);
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

    CredentialConfig keyless;
    keyless.id = keylessCredential(config.id);
    keyless.name = config.name;
    const bool worksWithout = config.credentials.empty() && !needsCredential(config);
    std::vector<std::unique_ptr<PooledCredential>> credentials;
    std::vector<Slot> changed;
    for (const CredentialConfig& credential : worksWithout ? std::span(&keyless, 1) : std::span(config.credentials)) {
        std::unique_ptr<PooledCredential> pooled = m_roster.takeOut(credential.id);
        if (!pooled)
            pooled = std::make_unique<PooledCredential>(credential.id);
        const std::uint32_t generation = pooled->generation();
        pooled->configure(credential, credential.coolDown.none() ? config.coolDown : credential.coolDown);
        if (moved)
            pooled->reset();
        if (pooled->generation() != generation)
            changed.push_back(static_cast<Slot>(credentials.size()));
        credentials.push_back(std::move(pooled));
    }
    if (moved) {
        m_meter.clear();
        for (auto& [id, model] : m_models)
            model.breaker.reset();
    }
    noteBounds(credentials);
    m_table = std::move(models);
    m_roster.replace(std::move(credentials), moment());
    keepModels();
    for (const Slot slot : changed) {
        for (auto& [id, model] : m_models)
            m_roster.endCoolDown(model, slot);
    }
}

void ProviderPool::noteBounds(const std::vector<std::unique_ptr<PooledCredential>>& credentials)
{
    m_countsDays = m_limits.rpd.has_value();
    m_largestRequest = 0;
    for (const auto& credential : credentials) {
        m_countsDays = m_countsDays || credential->limits().rpd;
        const std::optional<std::uint64_t> bound = largestRequest(credential->limits());
        m_largestRequest = bound && m_largestRequest ? std::optional(std::max(*bound, *m_largestRequest)) : std::nullopt;
    }
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
            m_roster.drop(it->second);
        it = gone ? m_models.erase(it) : std::next(it);
    }
}

void ProviderPool::reset(std::optional<CredentialId> credential)
{
    const std::lock_guard lock(m_mutex);
    const Moment now = moment();
    for (Slot slot = 0; slot < m_roster.size(); ++slot) {
        if (credential && m_roster.at(slot).id() != *credential)
            continue;
        m_roster.at(slot).reset();
        for (auto& [id, model] : m_models)
            m_roster.endCoolDown(model, slot);
        m_roster.refresh(slot, now);
        m_roster.reweigh(slot);
    }
    for (auto& [id, model] : m_models)
        model.breaker.reset();
    if (!credential)
        m_meter.clear();
}

// ---- selection ----

std::variant<Lease, LeaseRefusal> ProviderPool::lease(const LeaseRequest& request)
{
    const std::lock_guard lock(m_mutex);
    const Moment now = moment();
    const std::uint64_t tokens = std::max<std::uint64_t>(request.estimatedTokens, 1);
    ModelHealth& model = modelHealth(keyOf(request), request.upstreamModel);
    m_roster.wakeDue(now);
    if (std::optional<LeaseRefusal> refused = refusedAsWhole(model, request, tokens, now))
        return *std::move(refused);
    const Selection selection = select(model, request, tokens, now);
    if (!selection.slot)
        return refusal(model, request, selection, tokens, now);
    return grant(*selection.slot, request, model, tokens, now);
}

Lease ProviderPool::grant(Slot slot, const LeaseRequest& request, ModelHealth& model, std::uint64_t tokens, const Moment& now)
{
    PooledCredential& credential = m_roster.at(slot);
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
    m_roster.refresh(slot, now);
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
    const std::optional<Slot> found = m_roster.find(lease.m_credential);
    if (!found)
        return;
    const Slot slot = *found;
    PooledCredential& credential = m_roster.at(slot);
    credential.meter().finish(lease.m_credentialTake, now, report.tokens);
    restSlot(credential, now.steady);
    if (credential.generation() == lease.m_generation) {
        credential.learn(lease.m_model, report.failure, lease.m_probe, report.retryAfter, report.reason, now.steady);
        if (model && report.failure == FailureClass::RateLimited)
            m_roster.coolDown(*model, slot, now.steady + credential.coolDownAfter429(lease.m_model, report.retryAfter));
        m_roster.reweigh(slot);
    }
    m_roster.refresh(slot, now);
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
    const std::optional<Slot> found = m_roster.find(lease.m_credential);
    if (!found || m_roster.at(*found).generation() != lease.m_generation)
        return;
    const SteadyTime now = m_clock.steady();
    const std::optional<SteadyTime> until = m_roster.at(*found).observe(lease.m_model, allowance, now);
    ModelHealth* model = findModel(lease.m_model);
    if (until && model)
        m_roster.coolDown(*model, *found, *until);
}

// ---- over a restart ----

void ProviderPool::remember(PoolMemory& memory)
{
    const std::lock_guard lock(m_mutex);
    const SteadyTime now = m_clock.steady();
    const WallTime wall = m_clock.wall();
    CredentialMemory one;
    for (Slot slot = 0; slot < m_roster.size(); ++slot) {
        if (m_roster.at(slot).remember(one, now, wall))
            memory.credentials.push_back(std::move(one));
    }
    if (m_limits.rpd && m_meter.day().count() > 0)
        memory.providers.push_back({m_id, {m_meter.day().day(), m_meter.day().count()}});
}

void ProviderPool::restore(const CredentialMemory& memory)
{
    const std::lock_guard lock(m_mutex);
    const std::optional<Slot> found = m_roster.find(memory.credential);
    if (!found)
        return;
    const Moment now = moment();
    m_roster.at(*found).restore(memory, now.steady, m_clock.wall());
    m_roster.refresh(*found, now);
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
    m_roster.wakeDue(now);
    ModelHealth none;
    ModelHealth* model = findModel(id);
    if (!model)
        model = &none;
    if (!m_enabled || !model->breaker.allows(now.steady) || m_meter.check(m_limits, now, 1))
        return false;
    if (!m_roster.rotation(model).empty())
        return true;
    return std::any_of(m_roster.scarce().items().begin(), m_roster.scarce().items().end(), [&](const auto& item) {
        return item.key > 0 && !(model->coolDowns && model->coolDowns->until.contains(item.slot));
    });
}

double ProviderPool::inFlight(ModelId id)
{
    const std::lock_guard lock(m_mutex);
    ModelHealth* model = findModel(id);
    if (!model)
        return 0.0;
    const std::size_t ready = m_roster.rotation(model).size();
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
    m_roster.wakeDue(now);
    m_meter.expire(now);
    ModelHealth* model = findModel(id);
    double best = 0.0;
    const WeightedRotation& rotation = m_roster.rotation(model);
    rotation.visit(kHeadroomSample, [&](Slot slot) { best = std::max(best, headroomOf(slot, ModelKey::of(id, {}), now)); });
    return std::min(best, m_meter.headroom(m_limits));
}

} // namespace lanyard
