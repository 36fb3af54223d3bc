#include "store/LedgerTables.h"

#include "ledger/JournalFormat.h"
#include "store/LedgerBooking.h"

#include <cstring>

namespace lanyard {
namespace {

std::optional<JournalRecord> carriedRecord(const QByteArray& blob)
{
    if (static_cast<std::size_t>(blob.size()) != kJournalSlotBytes)
        return std::nullopt;
    alignas(8) std::array<std::uint8_t, kJournalSlotBytes> slot{};
    std::memcpy(slot.data(), blob.constData(), kJournalSlotBytes);
    JournalRecord record;
    return decodeJournalRecord(slot, 1, record) == SlotState::Record ? std::optional(record) : std::nullopt;
}

/// Reads every row of a query.
template<class Take>
Result<void> each(Result<Rows> rows, Take take)
{
    if (!rows)
        return rows.error();
    for (;;) {
        const Result<bool> more = rows->next();
        if (!more)
            return more.error();
        if (!*more)
            return {};
        take(*rows);
    }
}

} // namespace

Result<void> LedgerTables::book(const DrainBatch& batch)
{
    Result<Transaction> transaction = Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    if (Result<void> booked = LedgerBooking(m_database).book(batch); !booked)
        return booked;
    return transaction->commit();
}

Result<LedgerSink::State> LedgerTables::journalState()
{
    LedgerSink::State state;
    Result<void> read = each(m_database.query("SELECT record FROM journal_carried ORDER BY exchange_id, kind, attempt"), [&](const Rows& r) {
        if (const auto record = carriedRecord(r.blob(0)))
            state.carried.push_back(*record);
    });
    if (read) {
        read = each(m_database.query("SELECT epoch, worker, next_sequence FROM journal_cursors"), [&](const Rows& r) {
            state.cursors.push_back({r.number<std::uint32_t>(0), r.number<std::uint32_t>(1), r.number<std::uint64_t>(2)});
        });
    }
    return read ? Result<LedgerSink::State>(std::move(state)) : Result<LedgerSink::State>(read.error());
}

Result<std::int64_t> LedgerTables::deposit(UserId user, const DepositOrder& order, Money credit, WallTime now)
{
    const auto made = m_database.run("INSERT INTO deposits (user_id, made_ms, amount_nano, source, note, currency, paid_nano, rate_nano) "
                                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?)", user, now, credit, order.source, order.note, order.currency, order.paid, order.rate);
    return made ? m_database.number("SELECT last_insert_rowid()") : Result<std::int64_t>(made.error());
}

Result<std::unordered_map<UserId, Money>> LedgerTables::balances()
{
    std::unordered_map<UserId, Money> balances;
    const Result<void> read = each(
        m_database.query("SELECT d.user_id, d.amount - coalesce(c.cost, 0) FROM "
                         "(SELECT user_id, sum(amount_nano) AS amount FROM deposits GROUP BY user_id) d LEFT JOIN "
                         "(SELECT id AS user_id, sum(cost_nano) AS cost FROM dimension_sums WHERE dimension = 0 GROUP BY id) c ON c.user_id = d.user_id"),
        [&](const Rows& r) { balances[{r.number<std::uint32_t>(0)}] = r.money(1); });
    if (!read)
        return read.error();
    return balances;
}

Result<Money> LedgerTables::balance(UserId user)
{
    const Result<std::int64_t> nano =
        m_database.number("SELECT coalesce((SELECT sum(amount_nano) FROM deposits WHERE user_id = ?), 0) - "
                          "coalesce((SELECT sum(cost_nano) FROM dimension_sums WHERE dimension = 0 AND id = ?), 0)", user, user);
    if (!nano)
        return nano.error();
    return Money::fromNano(*nano);
}

} // namespace lanyard
