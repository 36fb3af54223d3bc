#include "store/ChargeFolding.h"

#include <string>

namespace lanyard {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kDayMs = 86'400'000;

sys_days firstOfMonth(sys_days day)
{
    const year_month_day date(day);
    return sys_days(date.year() / date.month() / 1);
}

sys_days monthsLater(sys_days first, int count)
{
    return sys_days(year_month_day(first) + months(count));
}

constexpr std::string_view kFold =
    "INSERT INTO folded_charges SELECT ?, user_id, group_id, key_id, model_id, provider_id, credential_id, sum(requests), sum(failed), sum(input), "
    "sum(cached_input), sum(cache_write_5m), sum(cache_write_1h), sum(output), sum(reasoning), sum(audio_input), sum(audio_output), sum(cost_nano), "
    "sum(absorbed_nano), sum(upstream_cost_nano) FROM cells WHERE settled_ms >= ? AND settled_ms < ? GROUP BY 2, 3, 4, 5, 6, 7 "
    "ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, failed = failed + excluded.failed, input = input + excluded.input, "
    "cached_input = cached_input + excluded.cached_input, cache_write_5m = cache_write_5m + excluded.cache_write_5m, "
    "cache_write_1h = cache_write_1h + excluded.cache_write_1h, output = output + excluded.output, reasoning = reasoning + excluded.reasoning, "
    "audio_input = audio_input + excluded.audio_input, audio_output = audio_output + excluded.audio_output, "
    "cost_nano = cost_nano + excluded.cost_nano, absorbed_nano = absorbed_nano + excluded.absorbed_nano, "
    "upstream_cost_nano = upstream_cost_nano + excluded.upstream_cost_nano";

constexpr std::string_view kCount =
    "INSERT INTO folded_numbers SELECT exchange_id >> 32, count(*) FROM charges WHERE settled_ms >= ? AND settled_ms < ? GROUP BY 1 "
    "ON CONFLICT DO UPDATE SET charges = charges + excluded.charges";

} // namespace

Result<bool> ChargeFolding::foldOldest(WallTime now, int keptMonths)
{
    const Result<std::int64_t> oldest = m_database.number("SELECT coalesce(min(settled_ms), -1) FROM charges");
    if (!oldest)
        return oldest.error();
    const sys_days kept = monthsLater(firstOfMonth(floor<days>(now)), -keptMonths);
    const sys_days first = firstOfMonth(sys_days(days(*oldest / kDayMs)));
    if (*oldest < 0 || first >= kept)
        return false;
    const sys_days after = monthsLater(first, 1);
    const WallTime from(first), until(after);
    Result<Transaction> transaction = Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    if (const auto folded = m_database.run(kFold, after.time_since_epoch().count(), from, until); !folded)
        return folded.error();
    if (const auto counted = m_database.run(kCount, from, until); !counted)
        return counted.error();
    for (const std::string_view table : {"charges", "side_costs", "adjustments"}) {
        const auto gone = m_database.run("DELETE FROM " + std::string(table) + " WHERE settled_ms >= ? AND settled_ms < ?", from, until);
        if (!gone)
            return gone.error();
    }
    if (Result<void> committed = transaction->commit(); !committed)
        return committed.error();
    return true;
}

} // namespace lanyard
