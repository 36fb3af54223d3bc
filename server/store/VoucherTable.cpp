#include "store/VoucherTable.h"

#include <sodium.h>

#include <array>
#include <cctype>

namespace lanyard {
namespace {

/// No 0 and O, no 1 and I: codes are typed from paper. 32 of them: five bits a character, 80 bits a code.
constexpr std::string_view kAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
constexpr std::size_t kCharacters = 16;
constexpr std::size_t kGroup = 4;
constexpr std::string_view kStart = "LAN";
constexpr std::size_t kShown = 8; ///< "LAN-ABCD"
constexpr std::uint32_t kMostVouchers = 1000;

Secret makeCode()
{
    static_assert(kAlphabet.size() == 32);
    std::array<unsigned char, kCharacters> random{};
    randombytes_buf(random.data(), random.size());
    std::string code(kStart);
    for (std::size_t i = 0; i < kCharacters; ++i) {
        if (i % kGroup == 0)
            code += '-';
        code += kAlphabet[random[i] % kAlphabet.size()];
    }
    sodium_memzero(random.data(), random.size());
    return Secret(std::move(code));
}

/// As it is hashed: capital letters and digits alone.
std::string normalForm(std::string_view code)
{
    std::string normal;
    for (const char c : code) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0)
            normal += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return normal;
}

} // namespace

Result<std::vector<Secret>> VoucherTable::create(const VoucherOrder& order, WallTime now)
{
    if (order.amount <= Money())
        return Error{ErrorCode::InvalidArgument, "a voucher must be worth more than zero"};
    if (order.count < 1 || order.count > kMostVouchers)
        return Error{ErrorCode::InvalidArgument, "from 1 to 1000 vouchers can be made at a time"};
    if (order.expires && *order.expires <= now)
        return Error{ErrorCode::InvalidArgument, "a voucher cannot expire before it is made"};
    Result<Transaction> transaction = Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    std::vector<Secret> codes;
    for (std::uint32_t i = 0; i < order.count; ++i) {
        codes.push_back(makeCode());
        const auto made = m_database.run("INSERT INTO vouchers (hash, prefix, amount_nano, created_ms, expires_ms, note) VALUES (?, ?, ?, ?, ?, ?)",
                                         m_hasher.hash(normalForm(codes.back().reveal())), codes.back().reveal().substr(0, kShown), order.amount, now,
                                         order.expires, order.note);
        if (!made)
            return made.error();
    }
    if (Result<void> committed = transaction->commit(); !committed)
        return committed.error();
    return codes;
}

Result<std::vector<VoucherRow>> VoucherTable::list()
{
    auto rows = m_database.query("SELECT v.id, v.prefix, v.amount_nano, v.created_ms, v.expires_ms, v.redeemed_ms, coalesce(u.name, ''), v.note "
                                 "FROM vouchers v LEFT JOIN users u ON u.id = v.user_id ORDER BY v.id DESC");
    if (!rows)
        return rows.error();
    std::vector<VoucherRow> list;
    for (;;) {
        const Result<bool> more = rows->next();
        if (!more)
            return more.error();
        if (!*more)
            return list;
        VoucherRow row{rows->number<std::uint64_t>(0), rows->text(1), rows->money(2), rows->time(3), {}, {}, rows->text(6), rows->text(7)};
        if (!rows->isNull(4))
            row.expires = rows->time(4);
        if (!rows->isNull(5))
            row.redeemed = rows->time(5);
        list.push_back(std::move(row));
    }
}

Result<Money> VoucherTable::redeem(const Secret& code, UserId user, WallTime now)
{
    const ApiKeyHash hash = m_hasher.hash(normalForm(code.reveal()));
    Result<Transaction> transaction = Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    std::int64_t id = 0;
    Money amount;
    {
        auto rows = m_database.query("SELECT id, amount_nano, expires_ms, redeemed_ms, prefix FROM vouchers WHERE hash = ?", hash);
        if (!rows)
            return rows.error();
        const Result<bool> found = rows->next();
        if (!found)
            return found.error();
        if (!*found)
            return Error{ErrorCode::NotFound, "there is no voucher with this code: check it, it has the form LAN-XXXX-XXXX-XXXX-XXXX"};
        if (!rows->isNull(3))
            return Error{ErrorCode::Conflict, "the voucher " + rows->text(4) + "... was redeemed before"};
        if (!rows->isNull(2) && rows->time(2) <= now)
            return Error{ErrorCode::InvalidArgument, "the voucher " + rows->text(4) + "... has expired"};
        id = rows->integer(0);
        amount = rows->money(1);
    }
    const Result<std::int64_t> deposit = m_ledger.deposit(user, {amount, "USD", Money::fromNano(1'000'000'000), "voucher", ""}, amount, now);
    if (!deposit)
        return deposit.error();
    const auto used = m_database.run("UPDATE vouchers SET redeemed_ms = ?, user_id = ?, deposit_id = ? WHERE id = ? AND redeemed_ms IS NULL", now, user,
                                     *deposit, id);
    if (!used || *used != 1)
        return used ? Error{ErrorCode::Conflict, "the voucher was redeemed before"} : used.error();
    if (Result<void> committed = transaction->commit(); !committed)
        return committed.error();
    return amount;
}

} // namespace lanyard
