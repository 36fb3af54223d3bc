#pragma once

#include "ledger/LedgerSink.h"
#include "store/Database.h"

#include <array>
#include <compare>
#include <cstdint>
#include <map>

namespace lanyard {

/// One batch on its way into the charge rows. Roll-ups are summed here and written once for each line at the end; they grow
/// only by rows that were really inserted.
class LedgerBooking
{
public:
    explicit LedgerBooking(Database& database) : m_database(database) {}
    Result<void> book(const DrainBatch& batch);

private:
    struct RollupKey
    {
        std::int64_t day = 0;
        std::uint32_t user = 0, group = 0, key = 0, model = 0, provider = 0, credential = 0;
        auto operator<=>(const RollupKey&) const = default;
    };
    struct RollupSums
    {
        std::uint64_t requests = 0, failed = 0;
        std::array<std::uint64_t, kTokenBuckets> tokens{};
        Money cost, absorbed, upstreamCost;
    };

    Result<void> keepCarried(const JournalRecord& record);
    Result<void> bookExchange(const BookedExchange& exchange);
    Result<bool> insertCharge(const JournalRecord& settled, Money upstreamCost);
    Result<void> bookSideCost(const JournalRecord& attempt, const JournalRecord& owner, WallTime when);
    Result<void> writeRollups();
    Result<void> moveCursors(const DrainBatch& batch);
    RollupSums& rollup(const JournalRecord& owner, WallTime when, ProviderId provider, CredentialId credential);

    Database& m_database;
    std::map<RollupKey, RollupSums> m_rollups;
};

} // namespace lanyard
