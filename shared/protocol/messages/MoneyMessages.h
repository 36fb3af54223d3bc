#pragma once

#include "protocol/messages/CommonMessages.h"

namespace lanyard {

// Money that is paid in, and what budgets told. Decimals are texts.

struct DepositParams
{
    QString name;
    Money amount;                    ///< in `currency`
    std::optional<QString> currency; ///< absent = USD
    std::optional<Money> rate;       ///< US dollars for one unit of it
    std::optional<QString> source;   ///< "cash", "bank" ...; absent = deposit
    QString note;

    static constexpr auto fields()
    {
        using S = DepositParams;
        return std::tuple{must("name", &S::name), must("amount", &S::amount), may("currency", &S::currency),
                          may("rate", &S::rate),  may("source", &S::source),  may("note", &S::note)};
    }
    bool operator==(const DepositParams&) const = default;
};

struct DepositResult
{
    Money balance; ///< afterwards, USD

    static constexpr auto fields() { return std::tuple{must("balance", &DepositResult::balance)}; }
    bool operator==(const DepositResult&) const = default;
};

struct VoucherCreateParams
{
    Money amount;
    std::uint32_t count = 1;
    std::optional<WallTime> expires;
    QString note;

    static constexpr auto fields()
    {
        using S = VoucherCreateParams;
        return std::tuple{must("amount", &S::amount), may("count", &S::count), may("expires", &S::expires), may("note", &S::note)};
    }
    bool operator==(const VoucherCreateParams&) const = default;
};

/// The only place where the codes are ever seen.
struct VoucherCreateResult
{
    std::vector<Secret> codes;

    static constexpr auto fields() { return std::tuple{must("codes", &VoucherCreateResult::codes)}; }
    bool operator==(const VoucherCreateResult&) const = default;
};

struct VoucherInfo
{
    std::uint64_t id = 0;
    QString prefix;
    Money amount;
    WallTime created{};
    std::optional<WallTime> expires;
    std::optional<WallTime> redeemed;
    QString user; ///< who redeemed it; "" = nobody yet
    QString note;

    static constexpr auto fields()
    {
        using S = VoucherInfo;
        return std::tuple{must("id", &S::id),          must("prefix", &S::prefix),    must("amount", &S::amount), must("created", &S::created),
                          may("expires", &S::expires), may("redeemed", &S::redeemed), must("user", &S::user),     must("note", &S::note)};
    }
    bool operator==(const VoucherInfo&) const = default;
};

struct VoucherListResult
{
    std::vector<VoucherInfo> vouchers; ///< newest first

    static constexpr auto fields() { return std::tuple{must("vouchers", &VoucherListResult::vouchers)}; }
    bool operator==(const VoucherListResult&) const = default;
};

struct VoucherRedeemParams
{
    Secret code;
    QString user;

    static constexpr auto fields()
    {
        using S = VoucherRedeemParams;
        return std::tuple{must("code", &S::code), must("user", &S::user)};
    }
    bool operator==(const VoucherRedeemParams&) const = default;
};

struct VoucherRedeemResult
{
    Money amount;
    Money balance; ///< afterwards

    static constexpr auto fields()
    {
        using S = VoucherRedeemResult;
        return std::tuple{must("amount", &S::amount), must("balance", &S::balance)};
    }
    bool operator==(const VoucherRedeemResult&) const = default;
};

/// What requests of a period would cost at today's price book; with `preview` nothing is written.
struct RerateParams
{
    WallTime since{}; ///< inclusive
    WallTime until{}; ///< exclusive
    std::optional<QString> model; ///< absent = all
    std::optional<QString> user;  ///< absent = all
    QString reason;
    bool preview = false;

    static constexpr auto fields()
    {
        using S = RerateParams;
        return std::tuple{must("since", &S::since), must("until", &S::until), may("model", &S::model), may("user", &S::user),
                          may("reason", &S::reason), may("preview", &S::preview)};
    }
    bool operator==(const RerateParams&) const = default;
};

/// The requests of one user with one model whose cost changes.
struct RerateLine
{
    QString user;
    QString model;
    std::uint64_t requests = 0;
    Money before;
    Money after;

    static constexpr auto fields()
    {
        using S = RerateLine;
        return std::tuple{must("user", &S::user), must("model", &S::model), must("requests", &S::requests), must("before", &S::before),
                          must("after", &S::after)};
    }
    bool operator==(const RerateLine&) const = default;
};

struct RerateResult
{
    std::uint64_t id = 0;       ///< of the entry in the audit trail; 0 = a preview, or nothing changes
    std::uint64_t examined = 0; ///< requests of the period
    std::uint64_t changed = 0;  ///< of them, those that cost something else now
    Money before;               ///< of the changed ones
    Money after;
    Money absorbed; ///< what balances did not cover
    std::vector<RerateLine> lines;

    static constexpr auto fields()
    {
        using S = RerateResult;
        return std::tuple{must("id", &S::id),       must("examined", &S::examined), must("changed", &S::changed), must("before", &S::before),
                          must("after", &S::after), must("absorbed", &S::absorbed), must("lines", &S::lines)};
    }
    bool operator==(const RerateResult&) const = default;
};

/// One entry of the audit trail.
struct RerateEntry
{
    std::uint64_t id = 0;
    WallTime at{};
    WallTime since{};
    WallTime until{};
    QString model; ///< "" = all
    QString user;  ///< "" = all
    QString reason;
    std::uint64_t changed = 0;
    Money before;
    Money after;
    Money absorbed;

    static constexpr auto fields()
    {
        using S = RerateEntry;
        return std::tuple{must("id", &S::id),           must("at", &S::at),         must("since", &S::since),   must("until", &S::until),
                          must("model", &S::model),     must("user", &S::user),     must("reason", &S::reason), must("changed", &S::changed),
                          must("before", &S::before),   must("after", &S::after),   must("absorbed", &S::absorbed)};
    }
    bool operator==(const RerateEntry&) const = default;
};

struct RerateListResult
{
    std::vector<RerateEntry> reratings; ///< newest first

    static constexpr auto fields() { return std::tuple{must("reratings", &RerateListResult::reratings)}; }
    bool operator==(const RerateListResult&) const = default;
};

struct AlertInfo
{
    WallTime at{};
    QString owner; ///< "user", "key" or "group"
    QString name;
    int percent = 0; ///< of the budget
    QString text;

    static constexpr auto fields()
    {
        using S = AlertInfo;
        return std::tuple{must("at", &S::at), must("owner", &S::owner), must("name", &S::name), must("percent", &S::percent), must("text", &S::text)};
    }
    bool operator==(const AlertInfo&) const = default;
};

struct AlertListResult
{
    std::vector<AlertInfo> alerts; ///< newest first

    static constexpr auto fields() { return std::tuple{must("alerts", &AlertListResult::alerts)}; }
    bool operator==(const AlertListResult&) const = default;
};

} // namespace lanyard
