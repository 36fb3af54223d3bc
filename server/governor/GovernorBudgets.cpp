#include "governor/GovernorMessages.h"
#include "governor/GovernorState.h"

#include <algorithm>

namespace lanyard {

void Governor::setAlertHook(std::function<void(const BudgetAlert&)> onAlert)
{
    m_state->onAlert = std::move(onAlert);
}

void Governor::addSpent(const std::vector<BudgetSpend>& spends)
{
    std::vector<BudgetAlert> alerts;
    {
        const std::unique_lock lock(m_state->registry);
        const WallTime now = m_state->clock.wall();
        for (const BudgetSpend& spend : spends) {
            const auto add = [&](BudgetMeter& meter, const std::string& name) {
                meter.addSpent(now, spend);
                State::collectAlert(meter, spend.owner, spend.id, [&] { return name; }, now, alerts);
            };
            if (spend.owner == BudgetOwner::Group) {
                if (const auto group = m_state->groups.find({spend.id}); group != m_state->groups.end())
                    add(group->second->budget, group->second->name);
                continue;
            }
            for (auto& [id, user] : m_state->users) {
                if (spend.owner == BudgetOwner::User && id.value == spend.id)
                    add(user->budget, user->name);
                if (const auto key = user->keys.find({spend.id}); spend.owner == BudgetOwner::ApiKey && key != user->keys.end())
                    add(key->second.budget, user->name + "/" + key->second.name);
            }
        }
    }
    m_state->tell(alerts);
}

namespace {

std::optional<BudgetState> stateOf(BudgetMeter& meter, WallTime now)
{
    if (!meter.budget())
        return std::nullopt;
    meter.enter(now);
    BudgetState state{*meter.budget(), meter.spent(), meter.spentTokens(), meter.setAsideMoney(), {}};
    if (meter.budget()->period != BudgetPeriod::Total)
        state.resets = meter.period().ends;
    return state;
}

} // namespace

std::optional<BudgetState> Governor::budget(UserId user, ApiKeyId key) const
{
    const std::shared_lock lock(m_state->registry);
    const State::Payers payers = m_state->find(user, key);
    if (!payers.user || (key && !payers.key))
        return std::nullopt;
    const std::lock_guard shardLock(payers.user->shard().mutex);
    return stateOf(key ? payers.key->budget : payers.user->budget, m_state->clock.wall());
}

std::optional<BudgetState> Governor::budget(GroupId group) const
{
    const std::shared_lock lock(m_state->registry);
    const auto found = m_state->groups.find(group);
    if (found == m_state->groups.end())
        return std::nullopt;
    const std::lock_guard shardLock(found->second->shard.mutex);
    return stateOf(found->second->budget, m_state->clock.wall());
}

std::optional<GovernorRefusal> Governor::State::moneyRefusal(const Payers& payers, WallTime now, Money cost, std::uint64_t tokens) const
{
    const auto budget = [&](const char* kind, const std::string& name, BudgetMeter& meter) -> std::optional<GovernorRefusal> {
        const BudgetMeter::Short what = meter.check(now, cost, tokens);
        if (what == BudgetMeter::Short::No)
            return std::nullopt;
        GovernorRefusal refused{budgetError(kind + name, meter, what, cost, tokens, contact), {}, meter.left()};
        if (meter.budget()->period != BudgetPeriod::Total)
            refused.retryAfter = meter.period().ends - now;
        return refused;
    };
    if (auto refused = budget("API key ", payers.key->name, payers.key->budget))
        return refused;
    if (auto refused = budget("user ", payers.user->name, payers.user->budget))
        return refused;
    if (payers.group) {
        if (auto refused = budget("group ", payers.group->name, payers.group->budget))
            return refused;
    }
    if (!payers.user->purse.canPay(cost))
        return GovernorRefusal{paymentError(*payers.user, cost, contact), {}, payers.user->purse.available()};
    return std::nullopt;
}

std::optional<Money> Governor::State::smallerCost(const Payers& payers, const Demand& demand)
{
    if (!demand.least || payers.user->purse.setAside() > Money())
        return std::nullopt;
    Money left = demand.cost;
    if (payers.user->purse.balance())
        left = std::min(left, payers.user->purse.available());
    for (const BudgetMeter* meter : {&payers.key->budget, &payers.user->budget, payers.group ? &payers.group->budget : nullptr}) {
        if (meter && meter->budget() && meter->budget()->amount)
            left = std::min(left, meter->left());
    }
    return left > Money() && left >= *demand.least ? std::optional(left) : std::nullopt;
}

void Governor::State::setAside(const Payers& payers, Money cost, std::uint64_t tokens)
{
    payers.user->purse.setAside(cost);
    payers.user->budget.setAside(cost, tokens);
    payers.key->budget.setAside(cost, tokens);
    if (payers.group)
        payers.group->budget.setAside(cost, tokens);
}

void Governor::State::charge(const Payers& payers, const Reservation& reservation, bool inGroup, WallTime now, Money paid, std::uint64_t tokens,
                             std::vector<BudgetAlert>& alerts) const
{
    const Demand& aside = reservation.m_demand;
    const auto one = [&](BudgetMeter& meter, BudgetOwner owner, std::uint32_t id, const auto& nameOf) {
        meter.release(aside.cost, aside.tokens);
        meter.charge(now, paid, tokens);
        collectAlert(meter, owner, id, nameOf, now, alerts);
    };
    one(payers.user->budget, BudgetOwner::User, reservation.m_user.value, [&] { return payers.user->name; });
    one(payers.key->budget, BudgetOwner::ApiKey, reservation.m_key.value, [&] { return payers.user->name + "/" + payers.key->name; });
    if (inGroup)
        one(payers.group->budget, BudgetOwner::Group, reservation.m_group.value, [&] { return payers.group->name; });
}

void Governor::State::tell(std::vector<BudgetAlert>& alerts) const
{
    if (!onAlert)
        return;
    for (const BudgetAlert& alert : alerts)
        onAlert(alert);
}

} // namespace lanyard
