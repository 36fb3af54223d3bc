#pragma once

#include "ledger/Reports.h"
#include "store/Database.h"
#include "store/RequestLog.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

namespace lanyard {

/// Lists of single requests, newest first, across the partitions of the request log.
/// Shape of a row's id: the partition's day (days since 1970) in the upper bits, its row in the low 32: grows with booking.
///
/// Lives in: the reports thread.
class RequestQueries
{
public:
    RequestQueries(Database& mainDatabase, std::filesystem::path folder) : m_main(mainDatabase), m_folder(std::move(folder)) {}
    Result<std::vector<RequestRow>> requests(const RequestQuery& query);
    /// By the row's id, the exchange's number or the request id; of several with one request id the newest.
    Result<RequestDetail> request(const std::string& id);
    Result<std::vector<RefusalRow>> refusals(const RequestQuery& query);

private:
    using Names = std::unordered_map<std::uint32_t, std::string>;
    struct Lookup
    {
        Names users, groups, keys, models, providers, credentials;
    };

    Result<Names> names(std::string_view sql);
    Result<Lookup> lookUp();
    /// "(1, 2, 3)" of all that ever had this name; "" when none is asked for.
    static std::string idsNamed(const Names& names, const std::string& name);
    static RequestRow rowAt(const Rows& rows, PartitionDay day, const Lookup& lookup);
    Result<bool> findIn(PartitionDay day, const std::string& id, const Lookup& lookup, RequestDetail& into);
    static Result<void> readAttempts(Database& partition, std::int64_t exchange, const Lookup& lookup, RequestDetail& into);
    Result<void> readPartition(PartitionDay day, const RequestQuery& query, const Lookup& lookup, std::vector<RequestRow>& into);

    Database& m_main;
    std::filesystem::path m_folder;
};

} // namespace lanyard
