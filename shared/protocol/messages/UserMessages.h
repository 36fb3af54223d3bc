#pragma once

#include "protocol/messages/CommonMessages.h"

namespace lanyard {

// Groups, users and their API keys. Field names are those of the declarative file.

/// A budget in its running period. `amount` and `tokens`: absent = not limited in it.
struct BudgetInfo
{
    std::optional<Money> amount;
    std::optional<QString> tokens;
    QString period;  ///< "daily", "weekly", "monthly", "total"
    QString timeZone; ///< IANA name; "" = the service's own
    Money spent;
    std::uint64_t spentTokens = 0;
    std::optional<WallTime> resets; ///< absent: never

    static constexpr auto fields()
    {
        using S = BudgetInfo;
        return std::tuple{may("amount", &S::amount), may("tokens", &S::tokens), must("period", &S::period), must("time_zone", &S::timeZone),
                          must("spent", &S::spent), must("spent_tokens", &S::spentTokens), may("resets", &S::resets)};
    }
    bool operator==(const BudgetInfo&) const = default;
};

/// A change of a budget; numbers of tokens are text, as in the declarative file's map.
struct BudgetPatch
{
    Patch<Money> amount;
    Patch<QString> tokens;
    std::optional<QString> period;
    std::optional<QString> timeZone;

    static constexpr auto fields()
    {
        using S = BudgetPatch;
        return std::tuple{may("amount", &S::amount), may("tokens", &S::tokens), may("period", &S::period), may("time_zone", &S::timeZone)};
    }
    bool operator==(const BudgetPatch&) const = default;
};

struct GroupInfo
{
    QString name;
    QString multiplier; ///< decimal, on every price: "1.0"
    QStringList models; ///< globs; empty = all
    LimitsInfo limits;
    int users = 0;
    std::optional<BudgetInfo> budget = {};

    static constexpr auto fields()
    {
        using S = GroupInfo;
        return std::tuple{must("name", &S::name), must("multiplier", &S::multiplier), must("models", &S::models),
                          must("limits", &S::limits), must("users", &S::users), may("budget", &S::budget)};
    }
    bool operator==(const GroupInfo&) const = default;
};

struct GroupListResult
{
    std::vector<GroupInfo> groups;

    static constexpr auto fields() { return std::tuple{must("groups", &GroupListResult::groups)}; }
    bool operator==(const GroupListResult&) const = default;
};

struct GroupParams
{
    QString name;
    std::optional<QString> multiplier;
    std::optional<QStringList> models;
    std::optional<LimitsPatch> limits;
    Patch<BudgetPatch> budget = {}; ///< null = none

    static constexpr auto fields()
    {
        using S = GroupParams;
        return std::tuple{must("name", &S::name), may("multiplier", &S::multiplier), may("models", &S::models),
                          may("limits", &S::limits), may("budget", &S::budget)};
    }
    bool operator==(const GroupParams&) const = default;
};

struct KeyInfo
{
    QString user;
    QString name;
    QString prefix; ///< "sk-lan-0123", all that is known of the key
    bool enabled = true;
    bool revoked = false;
    QStringList models; ///< globs; empty = all
    QStringList ips;    ///< addresses and CIDR blocks; empty = everywhere
    std::optional<WallTime> expires;
    LimitsInfo limits;
    std::optional<BudgetInfo> budget = {};
    std::optional<QString> errorStyle = {}; ///< "status" or "chat"; absent = as the setting says

    static constexpr auto fields()
    {
        using S = KeyInfo;
        return std::tuple{must("user", &S::user),       must("name", &S::name),       must("prefix", &S::prefix),
                          must("enabled", &S::enabled), must("revoked", &S::revoked), must("models", &S::models),
                          must("ips", &S::ips),         may("expires", &S::expires),  must("limits", &S::limits),
                          may("budget", &S::budget),    may("error_style", &S::errorStyle)};
    }
    bool operator==(const KeyInfo&) const = default;
};

struct KeyListParams
{
    std::optional<QString> user; ///< absent = of all

    static constexpr auto fields() { return std::tuple{may("user", &KeyListParams::user)}; }
    bool operator==(const KeyListParams&) const = default;
};

struct KeyListResult
{
    std::vector<KeyInfo> keys;

    static constexpr auto fields() { return std::tuple{must("keys", &KeyListResult::keys)}; }
    bool operator==(const KeyListResult&) const = default;
};

struct KeyRef
{
    QString user;
    QString name;

    static constexpr auto fields() { return std::tuple{must("user", &KeyRef::user), must("name", &KeyRef::name)}; }
    bool operator==(const KeyRef&) const = default;
};

struct KeyParams
{
    QString user;
    QString name;
    std::optional<Secret> key; ///< absent in add: one is made and answered once
    std::optional<bool> enabled;
    std::optional<QStringList> models;
    std::optional<QStringList> ips;
    Patch<QString> expires; ///< a date or an RFC 3339 time; null = never
    std::optional<LimitsPatch> limits;
    Patch<BudgetPatch> budget = {}; ///< null = none
    Patch<QString> errorStyle = {}; ///< null = as the setting says

    static constexpr auto fields()
    {
        using S = KeyParams;
        return std::tuple{must("user", &S::user),      must("name", &S::name),    may("key", &S::key),
                          may("enabled", &S::enabled), may("models", &S::models), may("ips", &S::ips),
                          may("expires", &S::expires), may("limits", &S::limits),
                          may("budget", &S::budget),   may("error_style", &S::errorStyle)};
    }
    bool operator==(const KeyParams&) const = default;
};

struct UserInfo
{
    QString name;
    QString group; ///< "" = none
    bool enabled = true;
    bool frozen = false;
    std::optional<Money> balance; ///< absent: pays afterwards
    LimitsInfo limits;
    std::vector<KeyInfo> keys;
    std::optional<BudgetInfo> budget = {};

    static constexpr auto fields()
    {
        using S = UserInfo;
        return std::tuple{must("name", &S::name),     must("group", &S::group),    must("enabled", &S::enabled),
                          must("frozen", &S::frozen), may("balance", &S::balance), must("limits", &S::limits),
                          must("keys", &S::keys),       may("budget", &S::budget)};
    }
    bool operator==(const UserInfo&) const = default;
};

struct UserListResult
{
    std::vector<UserInfo> users;

    static constexpr auto fields() { return std::tuple{must("users", &UserListResult::users)}; }
    bool operator==(const UserListResult&) const = default;
};

struct UserParams
{
    QString name;
    Patch<QString> group;         ///< null = none
    std::optional<Money> balance; ///< opening deposit: counts when the user is made, ignored afterwards
    std::optional<bool> enabled;
    std::optional<LimitsPatch> limits;
    Patch<BudgetPatch> budget = {}; ///< null = none

    static constexpr auto fields()
    {
        using S = UserParams;
        return std::tuple{must("name", &S::name), may("group", &S::group), may("balance", &S::balance),
                          may("enabled", &S::enabled), may("limits", &S::limits),
                          may("budget", &S::budget)};
    }
    bool operator==(const UserParams&) const = default;
};

} // namespace lanyard
