#include "governor/Governor.h"

#include "governor/GovernorMessages.h"
#include "governor/GovernorState.h"

#include <algorithm>
#include <utility>

namespace lanyard {
namespace {

/// A bound that has run into the end of its range must not overflow the sum of what is set aside.
constexpr Money kLargestSetAside = Money::fromNano(9'000'000'000'000'000);

} // namespace

Governor::Governor(const Clock& clock, QTimeZone zone) : m_state(std::make_unique<State>(clock, std::move(zone))) {}

Governor::~Governor() = default;

// ---- configuration ----

void Governor::configure(const Snapshot& snapshot)
{
    const std::unique_lock lock(m_state->registry);
    m_state->contact = snapshot.settings().contact;
    m_state->configureZone(snapshot.settings().timeZone);
    m_state->configureGroups(snapshot);
    m_state->configureUsers(snapshot);
    m_state->dropIdle();
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

Money Governor::charge(UserId user, Money amount)
{
    const std::unique_lock lock(m_state->registry);
    return m_state->userAccount(user).purse.takeFree(amount);
}

void Governor::refund(UserId user, Money amount)
{
    const std::unique_lock lock(m_state->registry);
    m_state->userAccount(user).purse.refund(amount);
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

std::optional<GovernorRefusal> Governor::State::limitRefusal(const Payers& payers, const Moment& now, const Demand& demand) const
{
    const auto limit = [&](const char* kind, const std::string& name, const Limits& limits, LimitMeter& meter) {
        const std::optional<LimitHit> hit = meter.check(limits, now, demand.tokens);
        return hit ? std::optional<GovernorRefusal>({limitError(kind + name, *hit, demand.tokens), hit->freeIn, {}}) : std::nullopt;
    };
    if (payers.model) {
        if (auto refused = limit("user ", payers.user->name + " with model " + payers.model->name, payers.model->limits, payers.model->meter))
            return refused;
    }
    if (auto refused = limit("API key ", payers.key->name, payers.key->limits, payers.key->meter))
        return refused;
    if (auto refused = limit("user ", payers.user->name, payers.user->limits, payers.user->meter))
        return refused;
    if (payers.group) {
        if (auto refused = limit("group ", payers.group->name, payers.group->limits, payers.group->meter))
            return refused;
    }
    return std::nullopt;
}

std::variant<Reservation, GovernorRefusal> Governor::reserve(const Identity& identity, const Demand& demand)
{
    const std::shared_lock lock(m_state->registry);
    const State::Payers payers = m_state->find(identity, demand.model);
    if (std::optional<Error> error = m_state->admission(payers))
        return GovernorRefusal{*std::move(error), {}, {}};
    Demand wanted = demand;
    wanted.cost = std::clamp(demand.cost, Money(), kLargestSetAside);

    Shard& shard = payers.user->shard();
    const std::lock_guard shardLock(shard.mutex);
    const Moment now = m_state->momentIn(shard);
    if (std::optional<GovernorRefusal> refused = m_state->limitRefusal(payers, now, wanted))
        return *std::move(refused);
    if (std::optional<GovernorRefusal> refused = m_state->moneyRefusal(payers, now.wall, wanted.cost, wanted.tokens)) {
        const std::optional<Money> smaller = State::smallerCost(payers, wanted);
        if (!smaller || m_state->moneyRefusal(payers, now.wall, *smaller, wanted.tokens))
            return *std::move(refused);
        wanted.cost = *smaller;
    }
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
    if (payers.model) {
        reservation.m_modelTake = payers.model->meter.take(payers.model->limits, now, wanted.tokens);
        reservation.m_modelTaken = true;
    }
    State::setAside(payers, wanted.cost, wanted.tokens);
    return reservation;
}

std::optional<GovernorRefusal> Governor::extend(Reservation& reservation, std::uint64_t tokens, Money cost)
{
    const std::shared_lock lock(m_state->registry);
    State::Payers payers = m_state->find(reservation.m_user, reservation.m_key);
    const bool moved = payers.user->groupId != reservation.m_group;
    if (moved)
        payers.group = nullptr; // the exchange stays with the group that it began in
    const Money more = std::clamp(cost, Money(), kLargestSetAside);
    {
        const std::lock_guard shardLock(payers.user->shard().mutex);
        if (auto refused = m_state->moneyRefusal(payers, m_state->clock.wall(), more, tokens))
            return refused;
        State::setAside(payers, more, tokens);
    }
    if (moved && reservation.m_group) {
        GroupAccount& group = *m_state->groups.at(reservation.m_group);
        const std::lock_guard shardLock(group.shard.mutex);
        group.budget.setAside(more, tokens);
    }
    reservation.m_demand.cost += more;
    reservation.m_demand.tokens += tokens;
    return std::nullopt;
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
    std::vector<BudgetAlert> alerts;
    Money absorbed;
    {
        const std::shared_lock lock(m_state->registry);
        const State::Payers payers = m_state->find(reservation.m_user, reservation.m_key, reservation.m_demand.model);
        const bool moved = reservation.m_group && payers.user->groupId != reservation.m_group;
        {
            Shard& shard = payers.user->shard();
            const std::lock_guard shardLock(shard.mutex);
            const Moment now = m_state->momentIn(shard);
            end(payers.user->meter, reservation.m_userTake, now, tokens);
            end(payers.key->meter, reservation.m_keyTake, now, tokens);
            if (reservation.m_modelTaken && payers.model)
                end(payers.model->meter, reservation.m_modelTake, now, tokens);
            const bool inGroup = payers.group && reservation.m_group && !moved;
            if (inGroup)
                end(payers.group->meter, reservation.m_groupTake, now, tokens);
            payers.user->purse.release(reservation.m_demand.cost);
            absorbed = payers.user->purse.charge(cost);
            m_state->charge(payers, reservation, inGroup, now.wall, cost - absorbed, tokens.value_or(0), alerts);
        }
        if (moved)
            m_state->endInGroup(reservation, tokens, cost - absorbed, alerts);
    }
    m_state->tell(alerts);
    return absorbed;
}

/// The user left the group while the exchange ran: the group has its own shard.
void Governor::State::endInGroup(const Reservation& reservation, std::optional<std::uint64_t> tokens, Money paid, std::vector<BudgetAlert>& alerts)
{
    GroupAccount& group = *groups.at(reservation.m_group);
    const std::lock_guard shardLock(group.shard.mutex);
    const Moment now = momentIn(group.shard);
    end(group.meter, reservation.m_groupTake, now, tokens);
    group.budget.release(reservation.m_demand.cost, reservation.m_demand.tokens);
    group.budget.charge(now.wall, paid, tokens.value_or(0));
    collectAlert(group.budget, BudgetOwner::Group, reservation.m_group.value, [&] { return group.name; }, now.wall, alerts);
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

RateLimitView Governor::rateLimits(const Identity& identity, ModelId model) const
{
    RateLimitView view;
    const std::shared_lock lock(m_state->registry);
    const State::Payers payers = m_state->find(identity, model);
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
    if (payers.model)
        addLimits(view, payers.model->limits, payers.model->meter, now);
    return view;
}

} // namespace lanyard
