#include "governor/BudgetMeter.h"

#include <algorithm>

namespace lanyard {
namespace {

constexpr std::chrono::hours kClockSetBack{24};

/// The highest mark that `spent` of `limit` has reached. Integers: 100 per cent is not a matter of rounding.
template<class Number>
int markOf(Number spent, Number limit)
{
    if (spent >= limit)
        return 100;
    if (spent >= limit - limit / 5)
        return 80;
    return spent >= limit - limit / 2 ? 50 : 0;
}

} // namespace

bool BudgetMeter::configure(const std::optional<Budget>& budget)
{
    const bool goesOn = m_budget && budget && m_budget->samePeriods(*budget);
    m_budget = budget;
    if (goesOn || !budget)
        return false;
    m_zone = budgetZone(budget->timeZone);
    m_period = {};
    m_spent = {};
    m_spentTokens = 0;
    m_told = 0;
    return true;
}

void BudgetMeter::enter(WallTime now)
{
    if (!m_budget || m_period.contains(now))
        return;
    if (now < m_period.begins && m_period.begins - now <= kClockSetBack)
        return;
    m_period = calendarPeriod(m_budget->period, m_zone, now);
    m_spent = {};
    m_spentTokens = 0;
    m_told = 0;
}

void BudgetMeter::addSpent(WallTime now, const BudgetSpend& spend)
{
    enter(now);
    if (!m_budget || spend.periodBegins != m_period.begins)
        return; // midnight came between the sum and now: the new period begins at nothing
    m_spent += spend.cost;
    m_spentTokens += spend.tokens;
}

BudgetMeter::Short BudgetMeter::check(WallTime now, Money cost, std::uint64_t tokens)
{
    if (!m_budget)
        return Short::No;
    enter(now);
    if (m_budget->amount && cost > Money() && cost > left())
        return Short::Money;
    if (m_budget->tokens && m_spentTokens + m_asideTokens + tokens > *m_budget->tokens)
        return Short::Tokens;
    return Short::No;
}

Money BudgetMeter::left() const
{
    if (!m_budget || !m_budget->amount)
        return {};
    return std::max(*m_budget->amount - m_spent - m_aside, Money());
}

void BudgetMeter::setAside(Money cost, std::uint64_t tokens)
{
    m_aside += cost;
    m_asideTokens += tokens;
}

void BudgetMeter::release(Money cost, std::uint64_t tokens)
{
    m_aside -= cost;
    m_asideTokens -= std::min(m_asideTokens, tokens);
}

void BudgetMeter::charge(WallTime now, Money cost, std::uint64_t tokens)
{
    if (!m_budget)
        return;
    enter(now);
    m_spent += cost;
    m_spentTokens += tokens;
}

int BudgetMeter::mark() const
{
    const int money = m_budget->amount ? markOf(m_spent.nano(), m_budget->amount->nano()) : 0;
    const int tokens = m_budget->tokens ? markOf(m_spentTokens, *m_budget->tokens) : 0;
    return std::max(money, tokens);
}

int BudgetMeter::takeAlert()
{
    if (!m_budget)
        return 0;
    const int now = mark();
    if (now <= m_told)
        return 0;
    m_told = now;
    return now;
}

} // namespace lanyard
