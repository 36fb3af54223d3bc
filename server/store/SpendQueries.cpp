#include "store/SpendQueries.h"

#include "limits/CalendarPeriod.h"
#include "settings/SettingsCatalogue.h"

#include <string>
#include <unordered_map>

namespace lanyard {
namespace {

constexpr std::string_view kTokens = "input + cached_input + cache_write_5m + cache_write_1h + output + reasoning + audio_input + audio_output";

/// In `cells`, and its number in dimension_sums.
struct Owner
{
    std::string_view column;
    int dimension;
};

constexpr Owner ownerOf(BudgetOwner owner)
{
    switch (owner) {
    case BudgetOwner::User: return {"user_id", 0};
    case BudgetOwner::ApiKey: return {"key_id", 2};
    case BudgetOwner::Group: break;
    }
    return {"group_id", 1};
}

/// Whole UTC days from the sums, the piece of the first day from its rows.
std::string sqlFor(BudgetOwner budgetOwner)
{
    const Owner owner = ownerOf(budgetOwner);
    const std::string sums = "SELECT sum(cost_nano) AS cost, sum(" + std::string(kTokens) + ") AS tokens FROM ";
    return "SELECT coalesce(sum(cost), 0), coalesce(sum(tokens), 0) FROM (" + sums + "dimension_sums WHERE dimension = " +
           std::to_string(owner.dimension) + " AND id = ? AND day >= ? UNION ALL " + sums + "cells WHERE " + std::string(owner.column) +
           " = ? AND settled_ms >= ? AND settled_ms < ?)";
}

} // namespace

Result<std::vector<BudgetSpend>> SpendQueries::newBudgets(const Configuration& before, const Configuration& now, WallTime time)
{
    const auto zoneOf = [](const Configuration& configuration) { return SettingValues(configuration.settings).text("time_zone"); };
    const std::string zoneBefore = zoneOf(before), zoneNow = zoneOf(now);
    std::unordered_map<std::uint32_t, Budget> users, keys, groups;
    const auto note = [&](auto& into, std::uint32_t id, const std::optional<Budget>& budget) {
        if (budget)
            into[id] = *budgetInZone(budget, zoneBefore);
    };
    for (const GroupConfig& group : before.groups)
        note(groups, group.id.value, group.budget);
    for (const UserConfig& user : before.users) {
        note(users, user.id.value, user.budget);
        for (const ApiKeyConfig& key : user.keys)
            note(keys, key.id.value, key.budget);
    }
    const auto was = [](const auto& known, std::uint32_t id) {
        const auto found = known.find(id);
        return found == known.end() ? std::nullopt : std::optional(found->second);
    };
    m_spends.clear();
    for (const GroupConfig& group : now.groups) {
        if (Result<void> added = add(BudgetOwner::Group, group.id.value, was(groups, group.id.value), budgetInZone(group.budget, zoneNow), time); !added)
            return added.error();
    }
    for (const UserConfig& user : now.users) {
        if (Result<void> added = add(BudgetOwner::User, user.id.value, was(users, user.id.value), budgetInZone(user.budget, zoneNow), time); !added)
            return added.error();
        for (const ApiKeyConfig& key : user.keys) {
            if (Result<void> added = add(BudgetOwner::ApiKey, key.id.value, was(keys, key.id.value), budgetInZone(key.budget, zoneNow), time); !added)
                return added.error();
        }
    }
    return std::move(m_spends);
}

Result<void> SpendQueries::add(BudgetOwner owner, std::uint32_t id, const std::optional<Budget>& before, const std::optional<Budget>& now, WallTime time)
{
    if (!now || (before && before->samePeriods(*now)))
        return {};
    const WallTime begins = calendarPeriod(now->period, budgetZone(now->timeZone), time).begins;
    const auto firstWholeDay = std::chrono::ceil<std::chrono::days>(begins);
    auto rows = m_database.query(sqlFor(owner), id, firstWholeDay.time_since_epoch().count(), id, begins, WallTime(firstWholeDay));
    if (!rows)
        return rows.error();
    if (const Result<bool> found = rows->next(); !found)
        return found.error();
    m_spends.push_back({owner, id, begins, rows->money(0), rows->number<std::uint64_t>(1)});
    return {};
}

} // namespace lanyard
