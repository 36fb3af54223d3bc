#pragma once

#include "config/Budget.h"
#include "limits/CalendarPeriod.h"

#include <QTimeZone>

#include <optional>

namespace lanyard {

/// What was spent of one budget in its running period, and what running exchanges have set aside of it. An exchange
/// counts in the period in which it is settled. Not thread-safe.
///
/// A wall clock that is set back by up to a day does not hand a period out again; one that was wrong by more begins anew.
class BudgetMeter
{
public:
    /// True when counting begins anew: the book has to say what was spent so far.
    bool configure(const std::optional<Budget>& budget);
    const std::optional<Budget>& budget() const { return m_budget; }

    /// Adds what the book has, when that is of the running period.
    void addSpent(WallTime now, const BudgetSpend& spend);

    enum class Short : std::uint8_t { No, Money, Tokens };
    /// Whether `cost` and `tokens` more would not fit. What costs nothing needs no money.
    Short check(WallTime now, Money cost, std::uint64_t tokens);
    void setAside(Money cost, std::uint64_t tokens);
    void release(Money cost, std::uint64_t tokens);
    void charge(WallTime now, Money cost, std::uint64_t tokens);
    /// The highest mark (50, 80, 100 per cent) that was passed since the last call in this period; 0 = none.
    int takeAlert();

    // As of the last check(), charge() or enter().
    void enter(WallTime now);
    const CalendarPeriod& period() const { return m_period; }
    Money spent() const { return m_spent; }
    std::uint64_t spentTokens() const { return m_spentTokens; }
    Money setAsideMoney() const { return m_aside; }
    /// What is left of the amount beyond what is spent and set aside; for budgets in money.
    Money left() const;

private:
    int mark() const;

    std::optional<Budget> m_budget;
    QTimeZone m_zone;
    CalendarPeriod m_period;
    Money m_spent;
    std::uint64_t m_spentTokens = 0;
    Money m_aside;
    std::uint64_t m_asideTokens = 0;
    int m_told = 0;
};

} // namespace lanyard
