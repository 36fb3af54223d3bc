#pragma once

#include "base/Clock.h"
#include "base/Result.h"
#include "config/Snapshot.h"
#include "limits/LimitMeter.h"

#include <QTimeZone>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <variant>
#include <vector>

namespace lanyard {

/// What an exchange may cost at most, known before it is sent.
struct Demand
{
    ModelId model;
    std::uint64_t tokens = 0; ///< input estimate + output bound
    Money cost;               ///< upper bound
    /// Enough to begin with when there is less than `cost` and nothing else of the user runs: a balance can be used up to
    /// its end. Absent: the whole cost or nothing.
    std::optional<Money> least = {};
};

/// Money, tokens and slots set aside for one exchange. settle() turns it into what really happened; destroying it
/// unsettled gives everything back and charges nothing. Move-only; any thread; must not outlive its governor.
class Reservation
{
public:
    Reservation() = default;
    Reservation(Reservation&& other) noexcept;
    Reservation& operator=(Reservation&& other) noexcept;
    ~Reservation();

    explicit operator bool() const { return m_governor != nullptr; }
    Money reserved() const { return m_demand.cost; }
    std::uint64_t reservedTokens() const { return m_demand.tokens; }
    /// Sets more aside, for a stream that outgrows what was reserved. Refused: everything stays as it was.
    std::optional<struct GovernorRefusal> extend(std::uint64_t tokens, Money cost);
    /// Charges `cost`, at most down to a balance of zero for prepaid users. Returns what could not be charged
    /// ("absorbed"; zero normally).
    Money settle(std::uint64_t tokens, Money cost);

private:
    friend class Governor;
    class Governor* m_governor = nullptr;
    UserId m_user;
    ApiKeyId m_key;
    GroupId m_group; ///< that it was taken from; the user may have moved since
    Demand m_demand;
    LimitReceipt m_userTake;
    LimitReceipt m_keyTake;
    LimitReceipt m_groupTake;
    LimitReceipt m_modelTake;
    bool m_modelTaken = false; ///< the user has limits of its own for the model
};

/// The values of X-RateLimit-* for the tightest request and token limit of this caller.
struct RateLimitView
{
    struct Window
    {
        std::uint64_t limit = 0;
        std::uint64_t remaining = 0;
        std::chrono::milliseconds resetIn{0}; ///< until all of it is free again
    };
    std::optional<Window> requests;
    std::optional<Window> tokens;
};

/// A refusal by a limit or the purse, with what Retry-After should say.
struct GovernorRefusal
{
    Error error; ///< RateLimited, PaymentRequired, TooLarge (never fits), Forbidden or Unauthenticated (see admit())
    std::optional<std::chrono::milliseconds> retryAfter;
    /// PaymentRequired: what a smaller demand could have; may be zero.
    std::optional<Money> available;
};

/// A budget in its running period.
struct BudgetState
{
    Budget budget;
    Money spent;
    std::uint64_t spentTokens = 0;
    Money setAside;                 ///< by running exchanges
    std::optional<WallTime> resets; ///< nothing for a budget without periods
};

/// Limits and purses of users, keys and groups: check and take in one step, so that concurrent requests can never
/// overdraw. A refused request consumes nothing.
///
/// Any thread. Sharded by group (a user without one is a group of its own); a shard's lock is held for a check only.
class Governor
{
public:
    /// `zone`: where the midnight of daily limits is, unless the setting time_zone says it.
    explicit Governor(const Clock& clock, QTimeZone zone = QTimeZone::systemTimeZone());
    ~Governor();

    void configure(const Snapshot& snapshot);
    /// At start, from the ledger: prepaid users and what they have left. A user that is not in the map pays afterwards.
    void loadBalances(const std::unordered_map<UserId, Money>& balances);
    /// A deposit was booked: the user is prepaid from now on.
    void deposit(UserId user, Money amount);
    /// More of the past has to be paid: takes it from the balance, as far as nothing is set aside of it, and says how much
    /// that was. Who pays afterwards pays all of it. Budgets see it at the next start.
    Money charge(UserId user, Money amount);
    /// Gives back to whoever has a balance.
    void refund(UserId user, Money amount);
    /// Nothing for a user who pays afterwards.
    std::optional<Money> balance(UserId user) const;

    /// What the book has for budgets that configure() found new: in the same thread, right after it, from a sum that was
    /// made before it. What is settled between sum and call is counted at the next start.
    void addSpent(const std::vector<BudgetSpend>& spends);
    /// Who is told when a budget passes 50, 80 or 100 per cent: any thread, without a lock. Before the first request.
    void setAlertHook(std::function<void(const BudgetAlert&)> onAlert);
    /// Of the user, or of one of its keys. Nothing without a budget.
    std::optional<BudgetState> budget(UserId user, ApiKeyId key = {}) const;
    std::optional<BudgetState> budget(GroupId group) const;

    /// Whether user and key may ask at all, by the newest configuration, whatever snapshot `identity` is from.
    /// Errors: Unauthenticated (key removed, revoked or expired), Forbidden (key or user disabled or frozen).
    Result<void> admit(const Identity& identity) const;
    /// admit(), the limits of model, key, user and group, their budgets, then the purse. A request that costs nothing needs no money.
    std::variant<Reservation, GovernorRefusal> reserve(const Identity& identity, const Demand& demand);
    RateLimitView rateLimits(const Identity& identity, ModelId model = {}) const;

private:
    friend class Reservation;
    /// `tokens` absent: the exchange never was. Returns what the purse did not cover.
    Money finish(const Reservation& reservation, std::optional<std::uint64_t> tokens, Money cost);
    std::optional<GovernorRefusal> extend(Reservation& reservation, std::uint64_t tokens, Money cost);

    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace lanyard
