#include "gateway/Settlement.h"

#include "ledger/RequestIds.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace lanyard {

Settlement::Settlement(WorkerContext& context, const Caller& caller) : m_context(context), m_receivedAt(caller.receivedAtSteady)
{
    m_base.exchange = context.journal.nextExchange();
    m_base.time = caller.receivedAt;
    if (caller.identity.user)
        m_base.user = caller.identity.user->id;
    if (caller.identity.key)
        m_base.key = caller.identity.key->id;
    if (caller.identity.group)
        m_base.group = caller.identity.group->id;
    m_base.requestId = requestIdBits(caller.requestId);
    m_base.peer = caller.peer.address;
    m_texts.exchange = m_base.exchange;
    m_texts.requestId = caller.requestId;
}

Result<void> Settlement::open(const Usage& estimate)
{
    JournalRecord record = m_base;
    record.kind = JournalKind::Open;
    record.usage = estimate;
    if (const Result<void> appended = m_context.journal.append(record); !appended)
        return Error{ErrorCode::Unavailable, "the gateway cannot write its books right now; please try again later", appended.error().message};
    m_opened = true;
    return {};
}

void Settlement::attempt(const AttemptEntry& entry)
{
    JournalRecord record = m_base;
    record.kind = JournalKind::Attempt;
    record.time = m_context.clock.wall();
    record.provider = m_base.provider = entry.provider;
    record.credential = m_base.credential = entry.credential;
    record.status = static_cast<std::uint16_t>(entry.status);
    record.failure = entry.failure;
    record.attempts = ++m_attempts;
    record.usage = entry.usage;
    record.upstreamCost = entry.upstreamCost;
    if (entry.firstByteAt) {
        record.firstByteMs = static_cast<std::uint32_t>(
            std::chrono::duration_cast<std::chrono::milliseconds>(*entry.firstByteAt - entry.startedAt).count());
        m_firstByteMs = static_cast<std::uint32_t>(
            std::chrono::duration_cast<std::chrono::milliseconds>(*entry.firstByteAt - m_receivedAt).count());
    }
    record.totalMs = millisecondsSince(entry.startedAt);
    (void)m_context.journal.append(record); // an attempt's page is for the reader; the money is in the settled record
}

JournalRecord Settlement::settle(const End& end)
{
    assert(!m_settled);
    m_settled = true;
    JournalRecord record = m_base;
    record.kind = JournalKind::Settled;
    record.time = m_context.clock.wall();
    record.status = static_cast<std::uint16_t>(end.status);
    record.outcome = end.outcome;
    record.attempts = m_attempts;
    record.usage = end.usage;
    record.cost = end.cost;
    record.absorbed = end.absorbed;
    record.firstByteMs = m_firstByteMs;
    record.totalMs = millisecondsSince(m_receivedAt);
    // First the texts: once the record is there, a drain may book the row.
    m_texts.errorMessage = end.message;
    m_context.journal.note(std::move(m_texts));
    // The open record found room, and segments are prepared ahead; without room the exchange shows as lost, at no cost.
    (void)m_context.journal.append(record);
    return record;
}

std::uint32_t Settlement::millisecondsSince(SteadyTime start) const
{
    const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(m_context.clock.steady() - start).count();
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(elapsed, 0, std::numeric_limits<std::uint32_t>::max()));
}

} // namespace lanyard
