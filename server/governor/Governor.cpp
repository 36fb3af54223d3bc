#include "governor/Governor.h"

#include "governor/Accounts.h"
#include "governor/GovernorMessages.h"
#include "limits/RegistryLock.h"

#include <algorithm>
#include <utility>

namespace lanyard {
namespace {

/// A bound that has run into the end of its range must not overflow the sum of what is set aside.
constexpr Money kLargestSetAside = Money::fromNano(9'000'000'000'000'000);

} // namespace

struct Governor::State
{
    State(const Clock& c, QTimeZone z) : clock(c), zone(std::move(z)) {}

    /// Whom a request is charged to; null where there is none.
    struct Payers
    {
        UserAccount* user = nullptr;
        KeyAccount* key = nullptr;
        GroupAccount* group = nullptr;
    };
    Payers find(UserId user, ApiKeyId key) const
    {
        const auto foundUser = users.find(user);
        if (foundUser == users.end())
            return {};
        UserAccount* account = foundUser->second.get();
        const auto foundKey = account->keys.find(key);
        return {account, foundKey == account->keys.end() ? nullptr : &foundKey->second, account->group};
    }
    Payers find(const Identity& identity) const
    {
        return find(identity.user ? identity.user->id : UserId{}, identity.key ? identity.key->id : ApiKeyId{});
    }
    std::optional<Error> admission(const Payers& payers) const
    {
        const bool known = payers.user && payers.user->configured && payers.key && payers.key->configured;
        return admissionError(known ? payers.user : nullptr, payers.key, clock.wall(), contact);
    }
    UserAccount& userAccount(UserId user)
    {
        std::unique_ptr<UserAccount>& account = users[user];
        if (!account)
            account = std::make_unique<UserAccount>(zone);
        return *account;
    }
    /// Under the shard's lock.
    Moment momentIn(Shard& shard) const
    {
        const WallTime wall = clock.wall();
        return {clock.steady(), wall, &shard.calendar.dayOf(wall)};
    }

    void configureGroups(const Snapshot& snapshot);
    void configureUsers(const Snapshot& snapshot);
    static void configureKeys(UserAccount& account, const UserConfig& user);
    void dropIdle();
    void endInGroup(const Reservation& reservation, std::optional<std::uint64_t> tokens);
    std::optional<GovernorRefusal> refusal(const Payers& payers, const Moment& now, const Demand& demand) const;

    const Clock& clock;
    const QTimeZone zone;
    /// Guards the tables and what the configuration says; a shard's lock is taken after this one, never two shards at once.
    mutable RegistryLock registry;
    std::unordered_map<UserId, std::unique_ptr<UserAccount>> users;
    std::unordered_map<GroupId, std::unique_ptr<GroupAccount>> groups;
    std::string contact;
};

Governor::Governor(const Clock& clock, QTimeZone zone) : m_state(std::make_unique<State>(clock, std::move(zone))) {}

Governor::~Governor() = default;

// ---- configuration ----

void Governor::configure(const Snapshot& snapshot)
{
    const std::unique_lock lock(m_state->registry);
    m_state->contact = snapshot.settings().contact;
    m_state->configureGroups(snapshot);
    m_state->configureUsers(snapshot);
    m_state->dropIdle();
}

void Governor::State::configureGroups(const Snapshot& snapshot)
{
    for (auto& [id, account] : groups)
        account->configured = false;
    for (const GroupConfig& group : snapshot.configuration().groups) {
        std::unique_ptr<GroupAccount>& account = groups[group.id];
        if (!account)
            account = std::make_unique<GroupAccount>(zone);
        account->name = group.name;
        account->limits = group.limits;
        account->configured = true;
    }
}

void Governor::State::configureUsers(const Snapshot& snapshot)
{
    for (auto& [id, account] : users) {
        account->configured = false;
        account->group = nullptr;
        account->groupId = {};
    }
    for (const UserConfig& user : snapshot.configuration().users) {
        UserAccount& account = userAccount(user.id);
        account.name = user.name;
        account.limits = user.limits;
        account.enabled = user.enabled;
        account.frozen = user.frozen;
        account.configured = true;
        if (const GroupConfig* group = snapshot.findGroup(user.group)) {
            account.group = groups.at(group->id).get();
            account.groupId = group->id;
        }
        configureKeys(account, user);
    }
}

void Governor::State::configureKeys(UserAccount& account, const UserConfig& user)
{
    for (auto& [id, key] : account.keys)
        key.configured = false;
    for (const ApiKeyConfig& config : user.keys) {
        KeyAccount& key = account.keys[config.id];
        key.name = config.name;
        key.limits = config.limits;
        key.enabled = config.enabled;
        key.revoked = config.revoked;
        key.expires = config.expires;
        key.configured = true;
    }
    std::erase_if(account.keys, [](const auto& entry) { return !entry.second.configured && entry.second.meter.inFlight() == 0; });
}

/// Whoever is configured no more stays while exchanges run on them; a user also while there is a balance.
void Governor::State::dropIdle()
{
    std::erase_if(groups, [](const auto& entry) { return !entry.second->configured && entry.second->meter.inFlight() == 0; });
    std::erase_if(users, [](const auto& entry) {
        const UserAccount& user = *entry.second;
        return !user.configured && user.meter.inFlight() == 0 && !user.purse.balance();
    });
}

// ---- money ----

void Governor::loadBalances(const std::unordered_map<UserId, Money>& balances)
{
    const std::unique_lock lock(m_state->registry);
    for (const auto& [user, amount] : balances)
        m_state->userAccount(user).purse.load(amount);
}

void Governor::deposit(UserId user, Money amount)
{
    const std::unique_lock lock(m_state->registry);
    m_state->userAccount(user).purse.deposit(amount);
}

std::optional<Money> Governor::balance(UserId user) const
{
    const std::shared_lock lock(m_state->registry);
    UserAccount* account = m_state->find(user, {}).user;
    if (!account)
        return std::nullopt;
    const std::lock_guard shardLock(account->shard().mutex);
    return account->purse.balance();
}

// ---- check and take ----

Result<void> Governor::admit(const Identity& identity) const
{
    const std::shared_lock lock(m_state->registry);
    if (std::optional<Error> error = m_state->admission(m_state->find(identity)))
        return *std::move(error);
    return {};
}

std::optional<GovernorRefusal> Governor::State::refusal(const Payers& payers, const Moment& now, const Demand& demand) const
{
    const auto limit = [&](const char* kind, const std::string& name, const Limits& limits, LimitMeter& meter) {
        const std::optional<LimitHit> hit = meter.check(limits, now, demand.tokens);
        return hit ? std::optional<GovernorRefusal>({limitError(kind + name, *hit, demand.tokens), hit->freeIn, {}}) : std::nullopt;
    };
    if (auto refused = limit("API key ", payers.key->name, payers.key->limits, payers.key->meter))
        return refused;
    if (auto refused = limit("user ", payers.user->name, payers.user->limits, payers.user->meter))
        return refused;
    if (payers.group) {
        if (auto refused = limit("group ", payers.group->name, payers.group->limits, payers.group->meter))
            return refused;
    }
    if (!payers.user->purse.canPay(demand.cost))
        return GovernorRefusal{paymentError(*payers.user, demand.cost, contact), {}, payers.user->purse.available()};
    return std::nullopt;
}

std::variant<Reservation, GovernorRefusal> Governor::reserve(const Identity& identity, const Demand& demand)
{
    const std::shared_lock lock(m_state->registry);
    const State::Payers payers = m_state->find(identity);
    if (std::optional<Error> error = m_state->admission(payers))
        return GovernorRefusal{*std::move(error), {}, {}};
    Demand wanted = demand;
    wanted.cost = std::clamp(demand.cost, Money(), kLargestSetAside);

    Shard& shard = payers.user->shard();
    const std::lock_guard shardLock(shard.mutex);
    const Moment now = m_state->momentIn(shard);
    if (std::optional<GovernorRefusal> refused = m_state->refusal(payers, now, wanted))
        return *std::move(refused);
    Reservation reservation;
    reservation.m_governor = this;
    reservation.m_user = identity.user->id;
    reservation.m_key = identity.key->id;
    reservation.m_group = payers.user->groupId;
    reservation.m_demand = wanted;
    reservation.m_userTake = payers.user->meter.take(payers.user->limits, now, wanted.tokens);
    reservation.m_keyTake = payers.key->meter.take(payers.key->limits, now, wanted.tokens);
    if (payers.group)
        reservation.m_groupTake = payers.group->meter.take(payers.group->limits, now, wanted.tokens);
    payers.user->purse.setAside(wanted.cost);
    return reservation;
}

// ---- end of an exchange ----

namespace {

/// `tokens` absent: the exchange never was.
void end(LimitMeter& meter, const LimitReceipt& receipt, const Moment& now, std::optional<std::uint64_t> tokens)
{
    if (tokens)
        meter.finish(receipt, now, *tokens);
    else
        meter.undo(receipt, now);
}

} // namespace

Money Governor::finish(const Reservation& reservation, std::optional<std::uint64_t> tokens, Money cost)
{
    const std::shared_lock lock(m_state->registry);
    const State::Payers payers = m_state->find(reservation.m_user, reservation.m_key);
    const bool moved = reservation.m_group && payers.user->groupId != reservation.m_group;
    if (moved)
        m_state->endInGroup(reservation, tokens);
    Shard& shard = payers.user->shard();
    const std::lock_guard shardLock(shard.mutex);
    const Moment now = m_state->momentIn(shard);
    end(payers.user->meter, reservation.m_userTake, now, tokens);
    end(payers.key->meter, reservation.m_keyTake, now, tokens);
    if (payers.group && reservation.m_group && !moved)
        end(payers.group->meter, reservation.m_groupTake, now, tokens);
    payers.user->purse.release(reservation.m_demand.cost);
    return payers.user->purse.charge(cost);
}

/// The user left the group while the exchange ran: the group has its own shard.
void Governor::State::endInGroup(const Reservation& reservation, std::optional<std::uint64_t> tokens)
{
    GroupAccount& group = *groups.at(reservation.m_group);
    const std::lock_guard shardLock(group.shard.mutex);
    end(group.meter, reservation.m_groupTake, momentIn(group.shard), tokens);
}

// ---- X-RateLimit-* ----

namespace {

using Window = RateLimitView::Window;

void keepTighter(std::optional<Window>& tightest, std::uint64_t limit, std::uint64_t used, std::chrono::milliseconds resetIn)
{
    const std::uint64_t remaining = limit - std::min(limit, used);
    if (!tightest || remaining < tightest->remaining)
        tightest = Window{limit, remaining, resetIn};
}

std::chrono::milliseconds emptyIn(const SlidingWindow& window, SteadyTime now)
{
    const std::optional<SteadyTime> emptyAt = window.emptyAt();
    return emptyAt ? std::chrono::ceil<std::chrono::milliseconds>(*emptyAt - now) : std::chrono::milliseconds{0};
}

void addLimits(RateLimitView& view, const Limits& limits, LimitMeter& meter, const Moment& now)
{
    meter.expire(now);
    if (limits.rpm)
        keepTighter(view.requests, *limits.rpm, meter.requests().sum(), emptyIn(meter.requests(), now.steady));
    if (limits.rpd)
        keepTighter(view.requests, *limits.rpd, meter.day().count(), now.day->ends - now.wall);
    if (limits.tpm)
        keepTighter(view.tokens, *limits.tpm, meter.tokens().sum(), emptyIn(meter.tokens(), now.steady));
}

} // namespace

RateLimitView Governor::rateLimits(const Identity& identity) const
{
    RateLimitView view;
    const std::shared_lock lock(m_state->registry);
    const State::Payers payers = m_state->find(identity);
    if (!payers.user)
        return view;
    Shard& shard = payers.user->shard();
    const std::lock_guard shardLock(shard.mutex);
    const Moment now = m_state->momentIn(shard);
    addLimits(view, payers.user->limits, payers.user->meter, now);
    if (payers.key)
        addLimits(view, payers.key->limits, payers.key->meter, now);
    if (payers.group)
        addLimits(view, payers.group->limits, payers.group->meter, now);
    return view;
}

} // namespace lanyard
