#pragma once

#include "base/Money.h"

#include <algorithm>
#include <optional>

namespace lanyard {

/// What a user has left, and what running exchanges have set aside of it. Without a balance the user pays afterwards:
/// then everything is affordable, and what is set aside is still counted, for the day a first deposit comes.
class Purse
{
public:
    std::optional<Money> balance() const { return m_balance; }
    Money setAside() const { return m_setAside; }

    void load(Money balance) { m_balance = balance; }
    void deposit(Money amount) { m_balance = m_balance.value_or(Money()) + amount; }

    void refund(Money amount)
    {
        if (m_balance)
            *m_balance += amount;
    }
    /// What of `amount` nobody has set aside; it is gone then. All of it without a balance.
    Money takeFree(Money amount)
    {
        if (!m_balance)
            return amount;
        const Money taken = std::clamp(amount, Money(), available());
        *m_balance -= taken;
        return taken;
    }

    bool canPay(Money cost) const
    {
        return !m_balance || cost <= Money() || cost <= available();
    }
    /// What is left for another exchange; for those with a balance.
    Money available() const { return std::max(m_balance.value_or(Money()) - m_setAside, Money()); }
    void setAside(Money cost) { m_setAside += cost; }
    void release(Money cost) { m_setAside -= cost; }
    /// Takes `cost` from the balance, down to zero at most; returns what was not there.
    Money charge(Money cost)
    {
        if (!m_balance)
            return Money();
        const Money paid = std::clamp(cost, Money(), std::max(*m_balance, Money()));
        *m_balance -= paid;
        return std::max(cost, Money()) - paid;
    }

private:
    std::optional<Money> m_balance;
    Money m_setAside;
};

} // namespace lanyard
