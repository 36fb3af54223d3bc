#include "store/LedgerSums.h"

#include <tuple>

namespace lanyard {
namespace {

// What both kinds of sums have behind their key; the same 13 columns in the same order.
#define SUM_COLUMNS                                                                                                                        \
    "requests, failed, input, cached_input, cache_write_5m, cache_write_1h, output, reasoning, audio_input, audio_output, cost_nano, "      \
    "absorbed_nano, upstream_cost_nano"
#define ADD_TO_SUMS                                                                                                                        \
    "ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, failed = failed + excluded.failed, "                               \
    "input = input + excluded.input, cached_input = cached_input + excluded.cached_input, "                                                \
    "cache_write_5m = cache_write_5m + excluded.cache_write_5m, cache_write_1h = cache_write_1h + excluded.cache_write_1h, "               \
    "output = output + excluded.output, reasoning = reasoning + excluded.reasoning, audio_input = audio_input + excluded.audio_input, "    \
    "audio_output = audio_output + excluded.audio_output, cost_nano = cost_nano + excluded.cost_nano, "                                    \
    "absorbed_nano = absorbed_nano + excluded.absorbed_nano, upstream_cost_nano = upstream_cost_nano + excluded.upstream_cost_nano"

constexpr std::string_view kAddToRollup =
    "INSERT INTO rollups (day, user_id, group_id, key_id, model_id, provider_id, credential_id, " SUM_COLUMNS ") "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) " ADD_TO_SUMS;

constexpr std::string_view kAddToDimension =
    "INSERT INTO dimension_sums (dimension, day, id, " SUM_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) " ADD_TO_SUMS;

/// The number of the dimension "everything", whose only id is 0.
constexpr int kTogether = 6;

} // namespace

SumLine& SumLine::operator+=(const SumLine& other)
{
    requests += other.requests;
    failed += other.failed;
    for (std::size_t i = 0; i < kTokenBuckets; ++i)
        tokens[i] += other.tokens[i];
    cost += other.cost;
    absorbed += other.absorbed;
    upstreamCost += other.upstreamCost;
    return *this;
}

Result<void> LedgerSums::write(Database& database) const
{
    std::map<std::tuple<int, std::int64_t, std::uint32_t>, SumLine> dimensions;
    for (const auto& [key, line] : m_lines) {
        const auto& t = line.tokens;
        const auto added = database.run(kAddToRollup, key.day, key.ids[0], key.ids[1], key.ids[2], key.ids[3], key.ids[4], key.ids[5],
                                        line.requests, line.failed, t[0], t[1], t[2], t[3], t[4], t[5], t[6], t[7], line.cost, line.absorbed,
                                        line.upstreamCost);
        if (!added)
            return added.error();
        for (int dimension = 0; dimension < kTogether; ++dimension)
            dimensions[{dimension, key.day, key.ids[static_cast<std::size_t>(dimension)]}] += line;
        dimensions[{kTogether, key.day, 0}] += line;
    }
    for (const auto& [key, line] : dimensions) {
        const auto& [dimension, day, id] = key;
        const auto& t = line.tokens;
        const auto added = database.run(kAddToDimension, dimension, day, id, line.requests, line.failed, t[0], t[1], t[2], t[3], t[4], t[5],
                                        t[6], t[7], line.cost, line.absorbed, line.upstreamCost);
        if (!added)
            return added.error();
    }
    return {};
}

} // namespace lanyard
