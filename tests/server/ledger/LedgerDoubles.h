#pragma once

#include "ledger/JournalFormat.h"
#include "ledger/LedgerSink.h"
#include "ledger/RequestIds.h"

#include <map>
#include <random>
#include <set>
#include <string>

namespace lanyard::test {

/// A book in memory with the promises of the real one: idempotent, all or nothing, able to refuse.
class FakeLedgerSink final : public LedgerSink
{
public:
    Result<void> book(const DrainBatch& batch) override
    {
        if (refuse)
            return Error{ErrorCode::Io, "disk full"};
        ++batches;
        for (const JournalRecord& record : batch.carried)
            carriedRecords[{record.exchange, record.kind, record.attempts}] = record;
        for (const BookedExchange& exchange : batch.exchanges) {
            ++offered[exchange.settled.exchange];
            exchanges.try_emplace(exchange.settled.exchange, exchange);
            if (exchange.carried)
                std::erase_if(carriedRecords, [&](const auto& e) { return e.second.exchange == exchange.settled.exchange; });
        }
        for (const JournalRecord& attempt : batch.lateAttempts)
            late.try_emplace({attempt.exchange, attempt.attempts}, attempt);
        if (batch.forgetCursorsBefore)
            std::erase_if(cursors, [&](const auto& c) { return c.first.first < *batch.forgetCursorsBefore; });
        for (const JournalCursor& cursor : batch.cursors)
            cursors[{cursor.epoch, cursor.worker}] = cursor;
        return {};
    }
    Result<void> sync() override
    {
        ++syncs;
        return {};
    }
    Result<State> state() override
    {
        State state;
        for (const auto& [key, record] : carriedRecords)
            state.carried.push_back(record);
        for (const auto& [key, cursor] : cursors)
            state.cursors.push_back(cursor);
        return state;
    }

    bool refuse = false;
    int batches = 0;
    int syncs = 0;
    std::map<ExchangeId, BookedExchange> exchanges;
    std::map<ExchangeId, int> offered;
    std::map<std::pair<ExchangeId, std::uint8_t>, JournalRecord> late;
    std::map<std::tuple<ExchangeId, JournalKind, std::uint8_t>, JournalRecord> carriedRecords;
    std::map<std::pair<std::uint32_t, std::uint32_t>, JournalCursor> cursors;
};

inline JournalRecord makeRecord(JournalKind kind, ExchangeId exchange, std::uint8_t attempts = 1)
{
    JournalRecord r;
    r.kind = kind;
    r.exchange = exchange;
    r.time = WallTime{std::chrono::milliseconds{1'767'225'600'000 + static_cast<std::int64_t>(exchange.value & 0xFFFF)}};
    r.user = {3};
    r.model = {5};
    r.requestId = requestIdBits(std::to_string(exchange.value));
    r.attempts = attempts;
    r.usage[TokenBucket::Input] = 10;
    r.cost = kind == JournalKind::Settled ? Money::fromNano(7) : Money{};
    r.upstreamCost = kind == JournalKind::Attempt ? Money::fromNano(5) : Money{};
    return r;
}

/// Every field random, also beyond what is sensible.
inline JournalRecord randomRecord(std::mt19937_64& random)
{
    const auto pick = [&](std::uint64_t below) { return random() % below; };
    JournalRecord r;
    r.kind = static_cast<JournalKind>(1 + pick(3));
    r.exchange.value = random();
    r.time = WallTime{std::chrono::milliseconds{static_cast<std::int64_t>(random() >> 8)}};
    r.user.value = static_cast<std::uint32_t>(random());
    r.key.value = static_cast<std::uint32_t>(random());
    r.group.value = static_cast<std::uint32_t>(random());
    r.model.value = static_cast<std::uint32_t>(random());
    for (std::uint8_t& byte : r.requestId)
        byte = static_cast<std::uint8_t>(random());
    for (std::uint8_t& byte : r.peer)
        byte = static_cast<std::uint8_t>(random());
    r.provider.value = static_cast<std::uint32_t>(random());
    r.credential.value = static_cast<std::uint32_t>(random());
    r.status = static_cast<std::uint16_t>(random());
    r.outcome = static_cast<Outcome>(1 + pick(6));
    r.failure = static_cast<FailureClass>(pick(11));
    r.attempts = static_cast<std::uint8_t>(random());
    r.streamed = pick(2) == 1;
    r.usage.basis = static_cast<UsageBasis>(pick(4));
    for (std::uint64_t& tokens : r.usage.tokens)
        tokens = random();
    r.cost = Money::fromNano(static_cast<std::int64_t>(random()));
    r.absorbed = Money::fromNano(static_cast<std::int64_t>(random()));
    r.upstreamCost = Money::fromNano(static_cast<std::int64_t>(random()));
    r.firstByteMs = static_cast<std::uint32_t>(random());
    r.totalMs = static_cast<std::uint32_t>(random());
    return r;
}

} // namespace lanyard::test
