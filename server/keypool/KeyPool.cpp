#include "keypool/KeyPool.h"

#include "keypool/ProviderPool.h"
#include "limits/RegistryLock.h"

#include <algorithm>
#include <random>
#include <unordered_map>
#include <utility>

namespace lanyard {

struct KeyPool::State
{
    State(const Clock& c, QTimeZone z, Random r) : clock(c), zone(std::move(z)), random(std::move(r)) {}

    ProviderPool* find(ProviderId provider) const
    {
        const auto found = providers.find(provider);
        return found == providers.end() ? nullptr : found->second.get();
    }

    const Clock& clock;
    const QTimeZone zone;
    const Random random;
    std::function<void(ProviderId)> onFreed;
    std::mutex configuring;        ///< one configure() at a time
    mutable RegistryLock registry; ///< guards the three tables; a ProviderPool has its own lock, taken after this one
    std::unordered_map<ProviderId, std::unique_ptr<ProviderPool>> providers;
    std::unordered_map<CredentialId, ProviderId> owners;
};

namespace {

std::uint64_t drawLot(std::uint64_t bound)
{
    thread_local std::mt19937_64 generator{std::random_device{}()};
    return std::uniform_int_distribution<std::uint64_t>(0, bound - 1)(generator);
}

std::shared_ptr<const ModelTable> modelTable(const Configuration& configuration)
{
    auto table = std::make_shared<ModelTable>();
    for (const ModelConfig& model : configuration.models)
        table->emplace(model.id, ModelFacts{model.name, model.breaker});
    return table;
}

constexpr std::uint32_t kKeylessBit = std::uint32_t{1} << 31; // ids count up from 1 and never come near

} // namespace

CredentialId keylessCredential(ProviderId provider)
{
    return {kKeylessBit | provider.value};
}

const CredentialConfig* findCredential(const ProviderConfig& provider, CredentialId credential)
{
    static const CredentialConfig kNone{};
    if (provider.credentials.empty() && credential == keylessCredential(provider.id))
        return &kNone;
    const auto found = std::find_if(provider.credentials.begin(), provider.credentials.end(),
                                    [credential](const CredentialConfig& c) { return c.id == credential; });
    return found == provider.credentials.end() ? nullptr : &*found;
}

KeyPool::KeyPool(const Clock& clock, QTimeZone zone, Random random)
    : m_state(std::make_unique<State>(clock, std::move(zone), random ? std::move(random) : drawLot))
{
}

KeyPool::~KeyPool() = default;

void KeyPool::configure(const Snapshot& snapshot)
{
    const std::lock_guard oneAtATime(m_state->configuring);
    std::unordered_map<CredentialId, ProviderId> owners;
    const std::shared_ptr<const ModelTable> models = modelTable(snapshot.configuration());
    const std::string& zoneName = snapshot.settings().timeZone;
    const QTimeZone zone = zoneName.empty() ? m_state->zone : QTimeZone(QByteArray::fromStdString(zoneName));
    for (const ProviderConfig& provider : snapshot.configuration().providers) {
        for (const CredentialConfig& credential : provider.credentials)
            owners.emplace(credential.id, provider.id);
    }
    std::vector<std::unique_ptr<ProviderPool>> gone;
    {
        const std::unique_lock lock(m_state->registry);
        m_state->owners.swap(owners);
        for (auto it = m_state->providers.begin(); it != m_state->providers.end();) {
            const bool stays = snapshot.findProvider(it->first) != nullptr;
            if (!stays)
                gone.push_back(std::move(it->second));
            it = stays ? std::next(it) : m_state->providers.erase(it);
        }
        for (const ProviderConfig& provider : snapshot.configuration().providers) {
            if (!m_state->find(provider.id))
                m_state->providers.emplace(provider.id, std::make_unique<ProviderPool>(m_state->clock, zone, m_state->random));
        }
    }
    // Providers one by one under their own locks: a change of one never stops the others.
    const std::shared_lock lock(m_state->registry);
    for (const ProviderConfig& provider : snapshot.configuration().providers) {
        ProviderPool* pool = m_state->find(provider.id);
        pool->setZone(zone);
        pool->configure(provider, models);
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
    {
        const std::shared_lock lock(m_state->registry);
        if (ProviderPool* pool = m_state->find(lease.m_provider))
            pool->giveBack(lease, report);
    }
    if (m_state->onFreed)
        m_state->onFreed(lease.m_provider);
}

void KeyPool::setOnFreed(std::function<void(ProviderId)> onFreed)
{
    m_state->onFreed = std::move(onFreed);
}

void KeyPool::observe(const Lease& lease, const Allowance& allowance)
{
    const std::shared_lock lock(m_state->registry);
    if (ProviderPool* pool = m_state->find(lease.m_provider))
        pool->observe(lease, allowance);
}

PoolMemory KeyPool::memory() const
{
    PoolMemory memory;
    const std::shared_lock lock(m_state->registry);
    for (const auto& [id, pool] : m_state->providers)
        pool->remember(memory);
    return memory;
}

void KeyPool::restore(const PoolMemory& memory)
{
    const std::shared_lock lock(m_state->registry);
    for (const CredentialMemory& credential : memory.credentials) {
        const auto owner = m_state->owners.find(credential.credential);
        if (ProviderPool* pool = owner == m_state->owners.end() ? nullptr : m_state->find(owner->second))
            pool->restore(credential);
    }
    for (const ProviderMemory& provider : memory.providers) {
        if (ProviderPool* pool = m_state->find(provider.provider))
            pool->restore(provider);
    }
}

std::optional<CredentialState> KeyPool::state(CredentialId credential) const
{
    const std::shared_lock lock(m_state->registry);
    const auto owner = m_state->owners.find(credential);
    ProviderPool* pool = owner == m_state->owners.end() ? nullptr : m_state->find(owner->second);
    return pool ? pool->state(credential) : std::nullopt;
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
