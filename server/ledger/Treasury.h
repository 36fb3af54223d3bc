#pragma once

#include "base/Mailbox.h"
#include "base/Secret.h"
#include "config/Budget.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lanyard {

/// Money that is paid in. `paid` times `rate` is what the balance grows by.
struct DepositOrder
{
    Money paid;
    std::string currency = "USD"; ///< three letters
    Money rate = Money::fromNano(1'000'000'000); ///< US dollars for one unit of the currency
    std::string source = "deposit"; ///< "cash", "bank" ...; "opening", "trial" and "voucher" are made by the service alone
    std::string note = {};
};

struct VoucherOrder
{
    Money amount;
    std::uint32_t count = 1;
    std::optional<WallTime> expires;
    std::string note;
};

struct VoucherRow
{
    std::uint64_t id = 0;
    std::string prefix; ///< first characters of the code
    Money amount;
    WallTime created{};
    std::optional<WallTime> expires;
    std::optional<WallTime> redeemed;
    std::string user; ///< who redeemed it; "" = nobody yet
    std::string note;
};

struct Redemption
{
    Money amount;
    Money balance; ///< afterwards
};

/// Prices of the past that are put right: half-open, by name, "" = all.
struct RerateOrder
{
    WallTime since{};
    WallTime until{};
    std::string model;
    std::string user;
    std::string reason;
};

struct RerateReport
{
    /// The requests of one user with one model whose cost changes. "" = removed since.
    struct Line
    {
        std::string user;
        std::string model;
        std::uint64_t requests = 0;
        Money before;
        Money after;
    };
    std::uint64_t id = 0;       ///< of the entry in the audit trail; 0 = nothing was written
    std::uint64_t examined = 0; ///< requests of the period
    std::uint64_t changed = 0;
    Money before; ///< what was due for the changed ones
    Money after;
    Money absorbed; ///< difference of what balances did not cover
    std::vector<Line> lines;
};

/// One entry of the audit trail.
struct RerateRow
{
    std::uint64_t id = 0;
    WallTime at{};
    RerateOrder order;
    std::uint64_t changed = 0;
    Money before;
    Money after;
    Money absorbed;
};

enum class RerateMode : std::uint8_t { Preview, Book };

/// Deposits, vouchers and what the owner was told about budgets. Any thread; answers in `replyTo`'s.
class Treasury
{
public:
    template<class T>
    using Done = std::function<void(Result<T>)>;

    virtual ~Treasury() = default;
    /// The new balance. Errors: NotFound, InvalidArgument.
    virtual void deposit(std::string user, DepositOrder order, Mailbox& replyTo, Done<Money> done) = 0;
    /// The codes, which nobody can read again. Errors: InvalidArgument.
    virtual void createVouchers(VoucherOrder order, Mailbox& replyTo, Done<std::vector<Secret>> done) = 0;
    /// Newest first.
    virtual void vouchers(Mailbox& replyTo, Done<std::vector<VoucherRow>> done) = 0;
    /// Each code once. Errors: NotFound (no such code, no such user), Conflict (redeemed before), InvalidArgument (expired).
    virtual void redeem(Secret code, std::string user, Mailbox& replyTo, Done<Redemption> done) = 0;
    /// Errors: InvalidArgument, NotFound.
    virtual void rerate(RerateOrder order, RerateMode mode, Mailbox& replyTo, Done<RerateReport> done) = 0;
    /// Newest first.
    virtual void reratings(Mailbox& replyTo, Done<std::vector<RerateRow>> done) = 0;
    /// Newest first, at most `limit`.
    virtual void alerts(std::uint32_t limit, Mailbox& replyTo, Done<std::vector<BudgetAlert>> done) = 0;
};

} // namespace lanyard
