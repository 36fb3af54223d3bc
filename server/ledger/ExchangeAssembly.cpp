#include "ledger/ExchangeAssembly.h"

#include <algorithm>

namespace lanyard {
namespace {

/// What an exchange that was never settled is booked as.
JournalRecord lostFrom(const JournalRecord& known)
{
    JournalRecord lost = known;
    lost.kind = JournalKind::Settled;
    lost.outcome = Outcome::Lost;
    lost.failure = FailureClass::None;
    lost.status = 0;
    lost.cost = {};
    lost.absorbed = {};
    lost.upstreamCost = {};
    return lost;
}

} // namespace

void ExchangeAssembly::add(const JournalSegmentName& segment, const JournalRecord& record, bool isNew)
{
    const auto open = m_open.find(record.exchange);
    switch (record.kind) {
    case JournalKind::Open:
        addPart(record, segment, false);
        break;
    case JournalKind::Attempt:
        if (open != m_open.end())
            addPart(record, segment, false);
        else if (isNew)
            m_lateAttempts.push_back(record);
        break;
    case JournalKind::Settled:
        if (open != m_open.end()) {
            m_settled.push_back(assemble(record, open->second));
            m_open.erase(open);
        } else {
            m_settled.push_back(assemble(record, {}));
        }
        break;
    }
}

void ExchangeAssembly::addCarried(const JournalRecord& record)
{
    addPart(record, {}, true);
}

void ExchangeAssembly::addPart(const JournalRecord& record, const JournalSegmentName& segment, bool carried)
{
    Parts& parts = m_open[record.exchange];
    // A segment that was carried but could not be removed is read again.
    const bool known = std::any_of(parts.begin(), parts.end(), [&](const Part& part) {
        return part.record.kind == record.kind && part.record.attempts == record.attempts;
    });
    if (!known)
        parts.push_back({record, segment, carried});
}

std::vector<JournalRecord> ExchangeAssembly::carry(const JournalSegmentName& segment)
{
    std::vector<JournalRecord> records;
    for (auto& [exchange, parts] : m_open) {
        for (Part& part : parts) {
            if (part.carried || part.segment != segment)
                continue;
            part.carried = true;
            records.push_back(part.record);
        }
    }
    return records;
}

void ExchangeAssembly::loseOpen()
{
    for (const auto& [exchange, parts] : m_open) {
        JournalRecord lost = lostFrom(parts.front().record);
        lost.attempts = static_cast<std::uint8_t>(
            std::count_if(parts.begin(), parts.end(), [](const Part& p) { return p.record.kind == JournalKind::Attempt; }));
        m_settled.push_back(assemble(lost, parts));
    }
    m_open.clear();
}

BookedExchange ExchangeAssembly::assemble(const JournalRecord& settled, const Parts& parts)
{
    BookedExchange exchange;
    exchange.settled = settled;
    for (const Part& part : parts) {
        exchange.carried = exchange.carried || part.carried;
        if (part.record.kind == JournalKind::Open)
            exchange.opened = part.record.time;
        else
            exchange.attempts.push_back(part.record);
    }
    return exchange;
}

} // namespace lanyard
