// LedgerTables::verify(): every sum from the rows themselves.

#include "store/LedgerTables.h"

#include <array>
#include <string>

namespace lanyard {
namespace {

const std::string kIds = "user_id, group_id, key_id, model_id, provider_id, credential_id";
const std::string kSums = "sum(requests), sum(failed), sum(input), sum(cached_input), sum(cache_write_5m), sum(cache_write_1h), sum(output), "
                          "sum(reasoning), sum(audio_input), sum(audio_output), sum(cost_nano), sum(absorbed_nano), sum(upstream_cost_nano)";
const std::string kParts = "requests, failed, input, cached_input, cache_write_5m, cache_write_1h, output, reasoning, audio_input, audio_output, "
                           "cost_nano, absorbed_nano, upstream_cost_nano";
const std::string kGrouped = " GROUP BY 1, 2, 3, 4, 5, 6, 7";

/// How many lines of one select the other does not have, both ways.
std::string comparison(const std::string& rows, const std::string& sums)
{
    return "WITH made AS (" + rows + "), kept AS (" + sums + ") SELECT (SELECT count(*) FROM (SELECT * FROM made EXCEPT SELECT * FROM kept)), "
           "(SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM made))";
}

/// Days whose rows are there: day by day.
std::string dailySums(const std::string& foldedUntil)
{
    return comparison("SELECT settled_ms / 86400000 AS day, " + kIds + ", " + kSums + " FROM cells WHERE settled_ms >= " + foldedUntil +
                          " * 86400000" + kGrouped,
                      "SELECT * FROM rollups WHERE day >= " + foldedUntil);
}

/// Months that were folded, with what came later for them.
std::string foldedSums(const std::string& foldedUntil)
{
    const std::string all = "SELECT until_day - 1 AS day, " + kIds + ", " + kParts + " FROM folded_charges UNION ALL SELECT settled_ms / 86400000, " +
                            kIds + ", " + kParts + " FROM cells WHERE settled_ms < " + foldedUntil + " * 86400000";
    const std::string byMonth = "SELECT strftime('%Y-%m', day * 86400, 'unixepoch') AS month, " + kIds + ", " + kSums + " FROM ";
    return comparison(byMonth + "(" + all + ")" + kGrouped, byMonth + "rollups WHERE day < " + foldedUntil + kGrouped);
}

std::string dimensionSums()
{
    constexpr std::array kColumns{"user_id", "group_id", "key_id", "model_id", "provider_id", "credential_id"};
    std::string rows = "SELECT 6, day, 0, " + kSums + " FROM rollups GROUP BY day";
    for (std::size_t i = 0; i < kColumns.size(); ++i)
        rows += " UNION ALL SELECT " + std::to_string(i) + ", day, " + kColumns[i] + ", " + kSums + " FROM rollups GROUP BY day, " + kColumns[i];
    return comparison(rows, "SELECT * FROM dimension_sums");
}

} // namespace

Result<void> LedgerTables::verify()
{
    const Result<std::int64_t> folded = m_database.number("SELECT coalesce(max(until_day), 0) FROM folded_charges");
    if (!folded)
        return folded.error();
    const std::string until = std::to_string(*folded);
    const std::array<std::pair<std::string, std::string>, 3> proofs{{{"the daily sums do not match the charge rows", dailySums(until)},
                                                                     {"the folded months do not match the daily sums", foldedSums(until)},
                                                                     {"the statements' sums do not match the daily sums", dimensionSums()}}};
    for (const auto& [trouble, sql] : proofs) {
        auto rows = m_database.query(sql);
        if (!rows)
            return rows.error();
        if (const Result<bool> found = rows->next(); !found)
            return found.error();
        if (rows->integer(0) != 0 || rows->integer(1) != 0) {
            return Error{ErrorCode::Corrupt, trouble + ": " + std::to_string(rows->integer(0)) + " sums are missing or wrong, " +
                                                 std::to_string(rows->integer(1)) + " have no rows"};
        }
    }
    return {};
}

} // namespace lanyard
