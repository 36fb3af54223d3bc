#include "store/LedgerBooking.h"

#include "ledger/JournalFormat.h"

namespace lanyard {
namespace {

constexpr std::string_view kInsertCharge =
    "INSERT OR IGNORE INTO charges (exchange_id, settled_ms, user_id, group_id, key_id, model_id, provider_id, credential_id, outcome, "
    "basis, input, cached_input, cache_write_5m, cache_write_1h, output, reasoning, audio_input, audio_output, cost_nano, absorbed_nano, "
    "upstream_cost_nano, images) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

constexpr std::string_view kInsertSideCost =
    "INSERT OR IGNORE INTO side_costs (exchange_id, attempt, settled_ms, user_id, group_id, key_id, model_id, provider_id, credential_id, "
    "upstream_cost_nano) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

std::int64_t dayOf(WallTime time)
{
    return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count();
}

bool isServed(Outcome outcome)
{
    return outcome == Outcome::Ok || outcome == Outcome::ClientGone || outcome == Outcome::Truncated;
}

Result<void> done(const Result<std::int64_t>& changed)
{
    return changed ? Result<void>{} : Result<void>{changed.error()};
}

} // namespace

Result<void> LedgerBooking::book(const DrainBatch& batch)
{
    for (const JournalRecord& record : batch.carried) {
        if (Result<void> kept = keepCarried(record); !kept)
            return kept;
    }
    for (const BookedExchange& exchange : batch.exchanges) {
        if (Result<void> booked = bookExchange(exchange); !booked)
            return booked;
    }
    for (const JournalRecord& attempt : batch.lateAttempts) {
        if (Result<void> booked = bookSideCost(attempt, attempt, attempt.time); !booked)
            return booked;
    }
    if (Result<void> written = m_sums.write(m_database); !written)
        return written;
    return moveCursors(batch);
}

Result<void> LedgerBooking::keepCarried(const JournalRecord& record)
{
    alignas(8) std::array<std::uint8_t, kJournalSlotBytes> slot{};
    encodeJournalRecord(record, 1, slot);
    return done(m_database.run("INSERT OR IGNORE INTO journal_carried (exchange_id, kind, attempt, record) VALUES (?, ?, ?, ?)",
                               record.exchange, static_cast<int>(record.kind), record.attempts, slot));
}

Result<void> LedgerBooking::bookExchange(const BookedExchange& exchange)
{
    const JournalRecord& settled = exchange.settled;
    Money upstreamCost;
    std::vector<const JournalRecord*> others;
    for (const JournalRecord& attempt : exchange.attempts) {
        if (attempt.credential == settled.credential && attempt.provider == settled.provider)
            upstreamCost += attempt.upstreamCost;
        else
            others.push_back(&attempt);
    }
    const Result<bool> inserted = insertCharge(settled, upstreamCost);
    if (!inserted)
        return inserted.error();
    if (*inserted) {
        SumLine& sums = rollup(settled, settled.time, settled.provider, settled.credential);
        ++(isServed(settled.outcome) ? sums.requests : sums.failed);
        for (std::size_t i = 0; i < kTokenBuckets; ++i)
            sums.tokens[i] += settled.usage.tokens[i];
        sums.cost += settled.cost;
        sums.absorbed += settled.absorbed;
        sums.upstreamCost += upstreamCost;
    }
    for (const JournalRecord* attempt : others) {
        if (Result<void> booked = bookSideCost(*attempt, settled, settled.time); !booked)
            return booked;
    }
    return exchange.carried ? done(m_database.run("DELETE FROM journal_carried WHERE exchange_id = ?", settled.exchange)) : Result<void>{};
}

Result<bool> LedgerBooking::insertCharge(const JournalRecord& s, Money upstreamCost)
{
    const auto& t = s.usage.tokens;
    const Result<std::int64_t> inserted =
        m_database.run(kInsertCharge, s.exchange, s.time, s.user, s.group, s.key, s.model, s.provider, s.credential,
                       static_cast<int>(s.outcome), static_cast<int>(s.usage.basis), t[0], t[1], t[2], t[3], t[4], t[5], t[6], t[7], s.cost,
                       s.absorbed, upstreamCost, s.usage.images);
    if (!inserted)
        return inserted.error();
    return *inserted > 0;
}

/// Only attempts that cost something are kept: the request log knows the others.
Result<void> LedgerBooking::bookSideCost(const JournalRecord& attempt, const JournalRecord& owner, WallTime when)
{
    if (attempt.upstreamCost.isZero())
        return {};
    const Result<std::int64_t> inserted =
        m_database.run(kInsertSideCost, attempt.exchange, attempt.attempts, when, owner.user, owner.group, owner.key, owner.model,
                       attempt.provider, attempt.credential, attempt.upstreamCost);
    if (!inserted)
        return inserted.error();
    if (*inserted > 0)
        rollup(owner, when, attempt.provider, attempt.credential).upstreamCost += attempt.upstreamCost;
    return {};
}

SumLine& LedgerBooking::rollup(const JournalRecord& owner, WallTime when, ProviderId provider, CredentialId credential)
{
    return m_sums.of({dayOf(when), {owner.user.value, owner.group.value, owner.key.value, owner.model.value, provider.value, credential.value}});
}

Result<void> LedgerBooking::moveCursors(const DrainBatch& batch)
{
    if (batch.forgetCursorsBefore) {
        if (Result<void> gone = done(m_database.run("DELETE FROM journal_cursors WHERE epoch < ?", *batch.forgetCursorsBefore)); !gone)
            return gone;
    }
    for (const JournalCursor& cursor : batch.cursors) {
        const auto moved = m_database.run("INSERT INTO journal_cursors (epoch, worker, next_sequence) VALUES (?, ?, ?) "
                                          "ON CONFLICT DO UPDATE SET next_sequence = excluded.next_sequence",
                                          cursor.epoch, cursor.worker, cursor.nextSequence);
        if (!moved)
            return moved.error();
    }
    return {};
}

} // namespace lanyard
