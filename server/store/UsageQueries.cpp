#include "store/UsageQueries.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>

namespace lanyard {
namespace {

using std::chrono::ceil;
using std::chrono::days;
using std::chrono::floor;

struct Dimension
{
    std::string_view column;
    std::string_view join; ///< gives the name `n`
};

// In the order of UsageDimension, which is that of the numbers in dimension_sums.
constexpr std::array kDimensions{
    Dimension{"user_id", "SELECT id, name AS n FROM users"},
    Dimension{"group_id", "SELECT id, name AS n FROM groups"},
    Dimension{"key_id", "SELECT k.id AS id, u.name || '/' || k.name AS n FROM api_keys k JOIN users u ON u.id = k.user_id"},
    Dimension{"model_id", "SELECT id, name AS n FROM models"},
    Dimension{"provider_id", "SELECT id, name AS n FROM providers"},
    Dimension{"credential_id", "SELECT c.id AS id, p.name || '/' || c.name AS n FROM credentials c JOIN providers p ON p.id = c.provider_id"},
    Dimension{"day", "SELECT -1 AS id, '' AS n"},
};

/// Half-open, in milliseconds or in days.
struct Range
{
    std::int64_t from = 0;
    std::int64_t to = 0;
};

struct Period
{
    Range wholeDays;
    Range head; ///< rows of the first day when the period begins inside of it
    Range tail;
};

std::int64_t ms(WallTime time)
{
    return time.time_since_epoch().count();
}

/// A day whose rows are folded is counted whole.
Period split(UsageQuery query, WallTime foldedUntil)
{
    if (query.since && *query.since < foldedUntil)
        query.since = floor<days>(*query.since);
    if (query.until && *query.until < foldedUntil)
        query.until = ceil<days>(*query.until);
    constexpr std::int64_t kMaxDay = std::numeric_limits<std::int32_t>::max();
    Period period{{0, kMaxDay}, {}, {}};
    if (query.since)
        period.wholeDays.from = ceil<days>(*query.since).time_since_epoch().count();
    if (query.until)
        period.wholeDays.to = floor<days>(*query.until).time_since_epoch().count();
    if (query.since && query.until && period.wholeDays.from > period.wholeDays.to) { // within one day
        period.wholeDays.to = period.wholeDays.from;
        period.head = {ms(*query.since), ms(*query.until)};
        return period;
    }
    if (query.since)
        period.head = {ms(*query.since), ms(WallTime(ceil<days>(*query.since)))};
    if (query.until)
        period.tail = {ms(WallTime(floor<days>(*query.until))), ms(*query.until)};
    return period;
}

std::string sqlFor(UsageDimension by)
{
    const Dimension& dimension = kDimensions[static_cast<std::size_t>(by)];
    const bool byDay = by == UsageDimension::Day;
    const std::string sums = " AS id, sum(requests) AS requests, sum(failed) AS failed, sum(input) AS input, sum(cached_input) AS cached_input, "
                             "sum(cache_write_5m) AS cache_write_5m, sum(cache_write_1h) AS cache_write_1h, sum(output) AS output, "
                             "sum(reasoning) AS reasoning, sum(audio_input) AS audio_input, sum(audio_output) AS audio_output, "
                             "sum(cost_nano) AS cost, sum(upstream_cost_nano) AS upstream";
    const std::string cells = " UNION ALL SELECT " + std::string(byDay ? "settled_ms / 86400000" : dimension.column) +
                              ", requests, failed, input, cached_input, cache_write_5m, cache_write_1h, output, reasoning, audio_input, "
                              "audio_output, cost_nano, upstream_cost_nano FROM cells WHERE settled_ms >= ? AND settled_ms < ?";
    const std::string name = byDay ? "strftime('%Y-%m-%d', t.id * 86400, 'unixepoch')" : "coalesce(names.n, '')";
    return "SELECT " + name + " AS name, sum(requests), sum(failed), sum(input + cached_input + cache_write_5m + cache_write_1h + audio_input), "
           "sum(cached_input), sum(cache_write_5m + cache_write_1h), sum(output + reasoning + audio_output), sum(reasoning), sum(cost), "
           "sum(upstream) FROM (SELECT " + (byDay ? "day" : "id") + sums + " FROM dimension_sums WHERE dimension = " +
           std::to_string(static_cast<int>(by)) + " AND day >= ? AND day < ? GROUP BY 1" + cells + cells + ") t LEFT JOIN (" +
           std::string(dimension.join) + ") names ON names.id = t.id GROUP BY 1 ORDER BY 1";
}

UsageRow rowAt(const Rows& r)
{
    UsageRow row;
    row.name = r.text(0);
    int column = 1;
    for (std::uint64_t* number : {&row.requests, &row.failed, &row.inputTokens, &row.cachedInputTokens, &row.cacheWriteTokens,
                                  &row.outputTokens, &row.reasoningTokens})
        *number = r.number<std::uint64_t>(column++);
    row.cost = r.money(column);
    row.upstreamCost = r.money(column + 1);
    return row;
}

} // namespace

Result<std::vector<UsageRow>> UsageQueries::usage(const UsageQuery& query)
{
    if (query.since && query.until && *query.until < *query.since)
        return Error{ErrorCode::InvalidArgument, "the period ends before it begins"};
    const Result<std::int64_t> foldedUntil = m_database.number("SELECT coalesce(max(until_day), 0) FROM folded_charges");
    if (!foldedUntil)
        return foldedUntil.error();
    const Period p = split(query, WallTime(days(*foldedUntil)));
    auto rows = m_database.query(sqlFor(query.by), p.wholeDays.from, p.wholeDays.to, p.head.from, p.head.to, p.tail.from, p.tail.to);
    if (!rows)
        return rows.error();
    std::vector<UsageRow> result;
    for (;;) {
        const Result<bool> more = rows->next();
        if (!more)
            return more.error();
        if (!*more)
            return result;
        result.push_back(rowAt(*rows));
    }
}

} // namespace lanyard
