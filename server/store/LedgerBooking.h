#pragma once

#include "ledger/LedgerSink.h"
#include "store/Database.h"
#include "store/LedgerSums.h"

namespace lanyard {

/// One batch on its way into the charge rows. Roll-ups are summed here and written once for each line at the end; they grow
/// only by rows that were really inserted.
class LedgerBooking
{
public:
    explicit LedgerBooking(Database& database) : m_database(database) {}
    Result<void> book(const DrainBatch& batch);

private:
    Result<void> keepCarried(const JournalRecord& record);
    Result<void> bookExchange(const BookedExchange& exchange);
    Result<bool> insertCharge(const JournalRecord& settled, Money upstreamCost);
    Result<void> bookSideCost(const JournalRecord& attempt, const JournalRecord& owner, WallTime when);
    Result<void> moveCursors(const DrainBatch& batch);
    SumLine& rollup(const JournalRecord& owner, WallTime when, ProviderId provider, CredentialId credential);

    Database& m_database;
    LedgerSums m_sums;
};

} // namespace lanyard
