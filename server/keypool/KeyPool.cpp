#include "keypool/KeyPool.h"

#include "keypool/ProviderPool.h"
#include "limits/RegistryLock.h"

#include <unordered_set>
#include <utility>

namespace lanyard {

struct KeyPool::State
{
    State(const Clock& c, QTimeZone z) : clock(c), zone(std::move(z)) {}

    ProviderPool* find(ProviderId provider) const
    {
        const auto found = providers.find(provider);
        return found == providers.end() ? nullptr : found->second.get();
    }

    const Clock& clock;
    const QTimeZone zone;
    std::mutex configuring;        ///< one configure() at a time
    mutable RegistryLock registry; ///< guards the three tables; a ProviderPool has its own lock, taken after this one
    std::unordered_map<ProviderId, std::unique_ptr<ProviderPool>> providers;
    std::unordered_map<CredentialId, ProviderId> owners;
    ModelNames models;
};

KeyPool::KeyPool(const Clock& clock, QTimeZone zone) : m_state(std::make_unique<State>(clock, std::move(zone))) {}

KeyPool::~KeyPool() = default;

void KeyPool::configure(const Snapshot& snapshot)
{
    const std::lock_guard oneAtATime(m_state->configuring);
    std::unordered_map<CredentialId, ProviderId> owners;
    ModelNames models;
    for (const ProviderConfig& provider : snapshot.configuration().providers) {
        for (const CredentialConfig& credential : provider.credentials)
            owners.emplace(credential.id, provider.id);
    }
    for (const ModelConfig& model : snapshot.configuration().models)
        models.emplace(model.id, model.name);
    std::vector<std::unique_ptr<ProviderPool>> gone;
    {
        const std::unique_lock lock(m_state->registry);
        m_state->owners.swap(owners);
        m_state->models.swap(models);
        for (auto it = m_state->providers.begin(); it != m_state->providers.end();) {
            const bool stays = snapshot.findProvider(it->first) != nullptr;
            if (!stays)
                gone.push_back(std::move(it->second));
            it = stays ? std::next(it) : m_state->providers.erase(it);
        }
        for (const ProviderConfig& provider : snapshot.configuration().providers) {
            if (!m_state->find(provider.id))
                m_state->providers.emplace(provider.id, std::make_unique<ProviderPool>(m_state->clock, m_state->zone));
        }
    }
    // Providers one by one under their own locks: a change of one never stops the others.
    const std::shared_lock lock(m_state->registry);
    for (const ProviderConfig& provider : snapshot.configuration().providers) {
        ProviderPool* pool = m_state->find(provider.id);
        pool->configure(provider);
        pool->keepModels(m_state->models);
    }
}

std::variant<Lease, LeaseRefusal> KeyPool::lease(const LeaseRequest& request)
{
    const std::shared_lock lock(m_state->registry);
    ProviderPool* pool = m_state->find(request.provider->id);
    if (!pool)
        return LeaseRefusal{LeaseRefusal::Why::NoCredentials, {}, "provider " + request.provider->name + ": was removed", {}};
    std::variant<Lease, LeaseRefusal> result = pool->lease(request);
    if (Lease* lease = std::get_if<Lease>(&result))
        lease->m_pool = this;
    return result;
}

void KeyPool::giveBack(Lease& lease, const AttemptReport& report)
{
    const std::shared_lock lock(m_state->registry);
    if (ProviderPool* pool = m_state->find(lease.m_provider))
        pool->giveBack(lease, report);
}

std::optional<CredentialState> KeyPool::state(CredentialId credential) const
{
    const std::shared_lock lock(m_state->registry);
    const auto owner = m_state->owners.find(credential);
    ProviderPool* pool = owner == m_state->owners.end() ? nullptr : m_state->find(owner->second);
    return pool ? pool->state(credential, m_state->models) : std::nullopt;
}

std::vector<CredentialNote> KeyPool::explain(ProviderId provider, ModelId model) const
{
    const std::shared_lock lock(m_state->registry);
    ProviderPool* pool = m_state->find(provider);
    return pool ? pool->explain(model) : std::vector<CredentialNote>{};
}

void KeyPool::reset(std::optional<CredentialId> credential)
{
    const std::shared_lock lock(m_state->registry);
    if (!credential) {
        for (const auto& [id, pool] : m_state->providers)
            pool->reset({});
    } else if (const auto owner = m_state->owners.find(*credential); owner != m_state->owners.end()) {
        if (ProviderPool* pool = m_state->find(owner->second))
            pool->reset(credential);
    }
}

bool KeyPool::usable(ProviderId provider, ModelId model) const
{
    const std::shared_lock lock(m_state->registry);
    ProviderPool* pool = m_state->find(provider);
    return pool && pool->usable(model);
}

double KeyPool::inFlight(ProviderId provider, ModelId model) const
{
    const std::shared_lock lock(m_state->registry);
    ProviderPool* pool = m_state->find(provider);
    return pool ? pool->inFlight(model) : 0.0;
}

std::optional<std::chrono::microseconds> KeyPool::firstByte(ProviderId provider, ModelId model) const
{
    const std::shared_lock lock(m_state->registry);
    ProviderPool* pool = m_state->find(provider);
    return pool ? pool->firstByte(model) : std::nullopt;
}

double KeyPool::headroom(ProviderId provider, ModelId model) const
{
    const std::shared_lock lock(m_state->registry);
    ProviderPool* pool = m_state->find(provider);
    return pool ? pool->headroom(model) : 0.0;
}

} // namespace lanyard
