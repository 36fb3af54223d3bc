#pragma once

#include "governor/Accounts.h"
#include "governor/Governor.h"
#include "governor/GovernorMessages.h"
#include "limits/RegistryLock.h"

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

namespace lanyard {

/// The governor's tables. Inner file: for the governor's own sources.
struct Governor::State
{
    State(const Clock& c, QTimeZone z) : clock(c), machineZone(std::move(z)) {}

    /// Whom a request is charged to; null where there is none.
    struct Payers
    {
        UserAccount* user = nullptr;
        KeyAccount* key = nullptr;
        GroupAccount* group = nullptr;
        ModelAccount* model = nullptr;
    };
    Payers find(UserId user, ApiKeyId key, ModelId model = {}) const;
    Payers find(const Identity& identity, ModelId model = {}) const;
    std::optional<Error> admission(const Payers& payers) const;
    UserAccount& userAccount(UserId user);
    /// Under the shard's lock.
    Moment momentIn(Shard& shard) const
    {
        const WallTime wall = clock.wall();
        return {clock.steady(), wall, &shard.calendar.dayOf(wall)};
    }

    // Under the registry's writing lock.
    void configureGroups(const Snapshot& snapshot);
    void configureUsers(const Snapshot& snapshot);
    void configureZone(const std::string& name);
    void configureKeys(UserAccount& account, const UserConfig& user) const;
    static void configureModels(UserAccount& account, const UserConfig& user, const GroupConfig* group, const Snapshot& snapshot);
    void dropIdle();

    // Under the shard's lock.
    std::optional<GovernorRefusal> limitRefusal(const Payers& payers, const Moment& now, const Demand& demand) const;
    /// Budgets and purse.
    std::optional<GovernorRefusal> moneyRefusal(const Payers& payers, WallTime now, Money cost, std::uint64_t tokens) const;
    static std::optional<Money> smallerCost(const Payers& payers, const Demand& demand);
    static void setAside(const Payers& payers, Money cost, std::uint64_t tokens);
    void charge(const Payers& payers, const Reservation& reservation, bool inGroup, WallTime now, Money paid, std::uint64_t tokens,
                std::vector<BudgetAlert>& alerts) const;
    /// `nameOf` is asked only when there is something to tell.
    template<class NameOf>
    static void collectAlert(BudgetMeter& meter, BudgetOwner owner, std::uint32_t id, const NameOf& nameOf, WallTime now,
                             std::vector<BudgetAlert>& alerts)
    {
        const int percent = meter.takeAlert();
        if (percent == 0)
            return;
        constexpr const char* kKinds[] = {"", "user ", "API key ", "group "};
        const std::string name = nameOf();
        alerts.push_back({owner, id, name, percent, now, meter.period().begins,
                          budgetAlertText(kKinds[static_cast<std::size_t>(owner)] + name, meter, percent)});
    }

    void endInGroup(const Reservation& reservation, std::optional<std::uint64_t> tokens, Money paid, std::vector<BudgetAlert>& alerts);
    /// Without any lock.
    void tell(std::vector<BudgetAlert>& alerts) const;

    const Clock& clock;
    const QTimeZone machineZone; ///< holds where the setting time_zone says nothing
    QTimeZone zone = machineZone;
    std::string zoneName; ///< the setting
    /// Guards the tables and what the configuration says; a shard's lock is taken after this one, never two shards at once.
    mutable RegistryLock registry;
    std::unordered_map<UserId, std::unique_ptr<UserAccount>> users;
    std::unordered_map<GroupId, std::unique_ptr<GroupAccount>> groups;
    std::string contact;
    std::function<void(const BudgetAlert&)> onAlert; ///< set once, before the first request
};

} // namespace lanyard
