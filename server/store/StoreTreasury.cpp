// What StoreCore does with money that is paid in.

#include "store/Rerating.h"
#include "store/StoreCore.h"
#include "store/VoucherTable.h"

#include <algorithm>
#include <limits>

namespace lanyard {
namespace {

constexpr std::int64_t kOne = 1'000'000'000;
constexpr std::array<std::string_view, 3> kOwnSources{"opening", "trial", "voucher"};

Error noSuchUser(const std::string& name)
{
    return {ErrorCode::NotFound, "there is no user named \"" + name + "\": lanyard user list shows who there is"};
}

Result<void> checkOrder(const DepositOrder& order)
{
    const auto isCapital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (order.paid <= Money{})
        return Error{ErrorCode::InvalidArgument, "a deposit must be more than zero, not " + order.paid.toShortString()};
    if (order.currency.size() != 3 || !std::all_of(order.currency.begin(), order.currency.end(), isCapital))
        return Error{ErrorCode::InvalidArgument, "a currency has three capital letters, like EUR, not \"" + order.currency + "\""};
    if (order.rate <= Money{} || (order.currency == "USD" && order.rate.nano() != kOne))
        return Error{ErrorCode::InvalidArgument, "the rate is how many US dollars one " + order.currency + " is worth, not " + order.rate.toShortString()};
    if (order.source.empty() || std::find(kOwnSources.begin(), kOwnSources.end(), order.source) != kOwnSources.end())
        return Error{ErrorCode::InvalidArgument, "the source \"" + order.source + "\" is the service's own: name where the money came from, like cash"};
    return {};
}

} // namespace

Result<UserId> StoreCore::userNamed(const std::string& name) const
{
    const std::vector<UserConfig>& users = m_snapshot->configuration().users;
    const auto user = std::find_if(users.begin(), users.end(), [&](const UserConfig& u) { return u.name == name; });
    return user == users.end() ? Result<UserId>(noSuchUser(name)) : Result<UserId>(user->id);
}

/// Before a credit: what the user has, and that the sum can still be written down.
Result<Money> StoreCore::balanceBefore(UserId user, Money credit)
{
    if (Result<void> drained = drain(); !drained)
        return drained.error();
    const Result<Money> before = m_ledger.balance(user);
    if (before && before->nano() > std::numeric_limits<std::int64_t>::max() - credit.nano())
        return Error{ErrorCode::InvalidArgument, "the balance would be larger than an account can hold"};
    return before;
}

Result<Money> StoreCore::deposit(const std::string& userName, const DepositOrder& order)
{
    const Result<UserId> user = userNamed(userName);
    if (!user)
        return user.error();
    if (Result<void> sound = checkOrder(order); !sound)
        return sound.error();
    const Money credit = Money::fromNano(mulDivRound(order.paid.nano(), order.rate.nano(), kOne));
    const Result<Money> before = balanceBefore(*user, credit);
    if (!before)
        return before;
    if (const auto booked = m_ledger.deposit(*user, order, credit, now()); !booked)
        return booked.error();
    m_options.onDeposit(*user, credit);
    return *before + credit;
}

Result<std::vector<Secret>> StoreCore::createVouchers(const VoucherOrder& order)
{
    return VoucherTable(*m_database, m_ledger, *m_hasher).create(order, now());
}

Result<std::vector<VoucherRow>> StoreCore::vouchers()
{
    return VoucherTable(*m_database, m_ledger, *m_hasher).list();
}

Result<Redemption> StoreCore::redeem(const Secret& code, const std::string& userName)
{
    const Result<UserId> user = userNamed(userName);
    if (!user)
        return user.error();
    const Result<Money> before = balanceBefore(*user, Money());
    if (!before)
        return before.error();
    const Result<Money> amount = VoucherTable(*m_database, m_ledger, *m_hasher).redeem(code, *user, now());
    if (!amount)
        return amount.error();
    m_options.onDeposit(*user, *amount);
    return Redemption{*amount, *before + *amount};
}

Result<RerateReport> StoreCore::rerate(const RerateOrder& order)
{
    if (Result<void> drained = drain(); !drained)
        return drained.error();
    return Rerating(*m_database, *m_snapshot).apply(order, now(), m_options.onCharge, m_options.onRefund);
}

Result<void> StoreCore::noteAlert(const BudgetAlert& alert)
{
    const auto noted = m_database->run("INSERT OR IGNORE INTO alerts (at_ms, owner, owner_id, period_ms, percent, name, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
                                       alert.at, static_cast<int>(alert.owner), alert.id, alert.periodBegins, alert.percent, alert.name, alert.text);
    if (!noted)
        return noted.error();
    if (*noted > 0)
        m_options.onAlert(alert);
    return {};
}

Result<std::vector<BudgetAlert>> StoreCore::alerts(std::uint32_t limit)
{
    auto rows = m_database->query("SELECT owner, owner_id, name, percent, at_ms, period_ms, text FROM alerts ORDER BY id DESC LIMIT ?", limit);
    if (!rows)
        return rows.error();
    std::vector<BudgetAlert> list;
    for (;;) {
        const Result<bool> more = rows->next();
        if (!more)
            return more.error();
        if (!*more)
            return list;
        list.push_back({static_cast<BudgetOwner>(rows->integer(0)), rows->number<std::uint32_t>(1), rows->text(2), rows->number<int>(3), rows->time(4),
                        rows->time(5), rows->text(6)});
    }
}

} // namespace lanyard
