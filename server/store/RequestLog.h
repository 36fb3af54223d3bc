#pragma once

#include "base/Clock.h"
#include "ledger/LedgerSink.h"
#include "ledger/RefusalCounter.h"
#include "store/Database.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

/// A UTC day, as partitions are named: "2026-01-31.db".
using PartitionDay = std::chrono::sys_days;
PartitionDay partitionDay(WallTime time);
std::string partitionFileName(PartitionDay day);
/// Newest first. Errors: Io.
Result<std::vector<PartitionDay>> listPartitions(const std::filesystem::path& folder);

/// What the request log may hold; the oldest day goes first, today's stays.
struct RequestLogLimits
{
    int days = 30;
    std::uint64_t bytes = 0; ///< of all files together; 0 = no limit
};

/// One row for each exchange and each attempt, in files of one day each, which hold no money and can be dropped whole. A
/// damaged one is set aside and begun anew: the book goes on.
///
/// Lives in: the store thread.
class RequestLog
{
public:
    RequestLog(std::filesystem::path folder, const Clock& clock) : m_folder(std::move(folder)), m_clock(clock) {}

    /// Committed when it returns; rows that are there already stay as they are.
    Result<void> write(const DrainBatch& batch);
    /// Adds to the counts of their minutes.
    Result<void> writeRefusals(const std::vector<RefusalCount>& refusals);
    /// Drops whole days; returns how many. Errors: Io.
    Result<std::size_t> prune(const RequestLogLimits& limits);

private:
    using Exchanges = std::vector<const BookedExchange*>;

    Result<void> writeDay(PartitionDay day, const Exchanges& exchanges);
    Result<void> writeInto(Database& partition, const Exchanges& exchanges);
    Result<void> writeAttempt(Database& partition, const JournalRecord& attempt);
    Result<Database*> partition(PartitionDay day);
    Result<void> setAside(PartitionDay day);
    bool drop(PartitionDay day);

    std::filesystem::path m_folder;
    const Clock& m_clock;
    std::map<PartitionDay, std::unique_ptr<Database>> m_open; ///< the newest few
};

} // namespace lanyard
