#include "store/RequestQueries.h"

#include "ledger/RequestIds.h"
#include "llm/FailureClass.h"
#include "llm/Outcome.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace lanyard {
namespace {

constexpr int kRowBits = 32;
constexpr std::string_view kSelectRow =
    "SELECT row_id, request_id, request_text, opened_ms, user_id, key_id, model_id, requested_model, provider_id, credential_id, status, "
    "outcome, basis, input + cached_input + cache_write_5m + cache_write_1h + audio_input, output + reasoning + audio_output, cost_nano, "
    "attempts, first_byte_ms, total_ms, message, exchange_id, explanation, input, cached_input, cache_write_5m, cache_write_1h, output, "
    "reasoning, audio_input, audio_output, absorbed_nano, streamed, group_id FROM requests ";
constexpr int kFirstBucket = 22; ///< column
constexpr std::array<std::string_view, 4> kBases{"none", "reported", "counted", "estimated"};

std::uint64_t dayNumber(PartitionDay day)
{
    return static_cast<std::uint64_t>(day.time_since_epoch().count());
}

std::string requestIdAt(const Rows& r, int textColumn, int bitsColumn)
{
    if (!r.isNull(textColumn))
        return r.text(textColumn);
    RequestIdBits bits{};
    const QByteArray blob = r.blob(bitsColumn);
    std::copy_n(blob.begin(), std::min<qsizetype>(blob.size(), bits.size()), reinterpret_cast<char*>(bits.data()));
    return requestIdText(bits);
}

std::string nameOf(const std::unordered_map<std::uint32_t, std::string>& names, std::int64_t id)
{
    const auto found = names.find(static_cast<std::uint32_t>(id));
    return found == names.end() ? std::string() : found->second;
}

} // namespace

Result<RequestQueries::Names> RequestQueries::names(std::string_view sql)
{
    auto rows = m_main.query(sql);
    if (!rows)
        return rows.error();
    Names names;
    for (;;) {
        const Result<bool> more = rows->next();
        if (!more)
            return more.error();
        if (!*more)
            return names;
        names[rows->number<std::uint32_t>(0)] = rows->text(1);
    }
}

Result<RequestQueries::Lookup> RequestQueries::lookUp()
{
    Lookup lookup;
    const std::pair<Names*, std::string_view> kinds[] = {{&lookup.users, "SELECT id, name FROM users"},
                                                         {&lookup.groups, "SELECT id, name FROM groups"},
                                                         {&lookup.keys, "SELECT id, name FROM api_keys"},
                                                         {&lookup.models, "SELECT id, name FROM models"},
                                                         {&lookup.providers, "SELECT id, name FROM providers"},
                                                         {&lookup.credentials, "SELECT id, name FROM credentials"}};
    for (const auto& [into, sql] : kinds) {
        Result<Names> found = names(sql);
        if (!found)
            return found.error();
        *into = *std::move(found);
    }
    return lookup;
}

std::string RequestQueries::idsNamed(const Names& names, const std::string& name)
{
    if (name.empty())
        return {};
    std::string ids;
    for (const auto& [id, known] : names) {
        if (known == name)
            ids += (ids.empty() ? "" : ", ") + std::to_string(id);
    }
    return "(" + ids + ")";
}

Result<std::vector<RequestRow>> RequestQueries::requests(const RequestQuery& query)
{
    const Result<std::vector<PartitionDay>> days = listPartitions(m_folder);
    if (!days)
        return days.error();
    const Result<Lookup> lookup = lookUp();
    if (!lookup)
        return lookup.error();
    std::vector<RequestRow> rows;
    for (const PartitionDay day : *days) {
        if (rows.size() >= query.limit || (query.since && day < partitionDay(*query.since)))
            break;
        if (query.beforeId != 0 && dayNumber(day) > query.beforeId >> kRowBits)
            continue;
        if (Result<void> read = readPartition(day, query, *lookup, rows); !read)
            return read.error();
    }
    return rows;
}

Result<void> RequestQueries::readPartition(PartitionDay day, const RequestQuery& query, const Lookup& lookup, std::vector<RequestRow>& into)
{
    const auto partition = Database::open(m_folder / partitionFileName(day), Database::Mode::ReadOnly);
    if (!partition) {
        std::error_code ignored;
        if (!std::filesystem::exists(m_folder / partitionFileName(day), ignored))
            return {}; // it was dropped after the folder was listed
        return partition.error();
    }
    std::string sql(kSelectRow);
    sql += "WHERE row_id < ? AND opened_ms >= ?";
    if (!query.user.empty())
        sql += " AND user_id IN " + idsNamed(lookup.users, query.user);
    if (!query.model.empty())
        sql += " AND model_id IN " + idsNamed(lookup.models, query.model);
    if (!query.provider.empty())
        sql += " AND provider_id IN " + idsNamed(lookup.providers, query.provider);
    if (query.outcome)
        sql += " AND outcome = " + std::to_string(static_cast<int>(*query.outcome));
    if (query.problems)
        sql += " AND outcome <> " + std::to_string(static_cast<int>(Outcome::Ok));
    sql += " ORDER BY row_id DESC LIMIT ?";
    const bool onThePage = query.beforeId != 0 && dayNumber(day) == query.beforeId >> kRowBits;
    const std::uint64_t below = onThePage ? query.beforeId & 0xFFFF'FFFFU : 0xFFFF'FFFFU;
    auto rows = (*partition)->query(sql, below, query.since.value_or(WallTime{}), query.limit - into.size());
    if (!rows)
        return rows.error();
    for (;;) {
        const Result<bool> more = rows->next();
        if (!more)
            return more.error();
        if (!*more)
            return {};
        into.push_back(rowAt(*rows, day, lookup));
    }
}

RequestRow RequestQueries::rowAt(const Rows& r, PartitionDay day, const Lookup& lookup)
{
    RequestRow row;
    row.id = dayNumber(day) << kRowBits | r.number<std::uint64_t>(0);
    row.requestId = requestIdAt(r, 2, 1);
    row.time = r.time(3);
    row.user = nameOf(lookup.users, r.integer(4));
    row.key = nameOf(lookup.keys, r.integer(5));
    row.model = r.integer(6) == 0 ? r.text(7) : nameOf(lookup.models, r.integer(6));
    row.provider = nameOf(lookup.providers, r.integer(8));
    row.credential = nameOf(lookup.credentials, r.integer(9));
    row.status = r.number<int>(10);
    row.outcome = toString(static_cast<Outcome>(r.integer(11)));
    row.basis = kBases.at(r.number<std::size_t>(12) % kBases.size());
    row.inputTokens = r.number<std::uint64_t>(13);
    row.outputTokens = r.number<std::uint64_t>(14);
    row.cost = r.money(15);
    row.attempts = r.number<int>(16);
    row.firstByteMs = r.number<std::uint32_t>(17);
    row.totalMs = r.number<std::uint32_t>(18);
    row.message = r.text(19);
    return row;
}

Result<RequestDetail> RequestQueries::request(const std::string& id)
{
    const Result<std::vector<PartitionDay>> days = listPartitions(m_folder);
    if (!days)
        return days.error();
    const Result<Lookup> lookup = lookUp();
    if (!lookup)
        return lookup.error();
    RequestDetail detail;
    for (const PartitionDay day : *days) {
        const Result<bool> found = findIn(day, id, *lookup, detail);
        if (!found)
            return found.error();
        if (*found)
            return detail;
    }
    return Error{ErrorCode::NotFound, "there is no request \"" + id + "\" in the log; lanyard requests --json shows their ids"};
}

Result<bool> RequestQueries::findIn(PartitionDay day, const std::string& id, const Lookup& lookup, RequestDetail& into)
{
    const auto partition = Database::open(m_folder / partitionFileName(day), Database::Mode::ReadOnly);
    if (!partition)
        return false; // dropped after the folder was listed, or damaged: the list says so
    std::uint64_t number = 0;
    const auto [end, failure] = std::from_chars(id.data(), id.data() + id.size(), number);
    const bool isNumber = failure == std::errc{} && end == id.data() + id.size();
    const std::uint64_t row = isNumber && number >> kRowBits == dayNumber(day) ? number & 0xFFFF'FFFFU : 0;
    std::string sql(kSelectRow);
    sql += "WHERE row_id = ? OR exchange_id = ? OR request_id = ? ORDER BY row_id DESC LIMIT 1";
    auto rows = (*partition)->query(sql, row, isNumber ? static_cast<std::int64_t>(number) : -1, requestIdBits(id));
    if (!rows)
        return rows.error();
    const Result<bool> more = rows->next();
    if (!more || !*more)
        return more;
    into.row = rowAt(*rows, day, lookup);
    const std::int64_t exchange = rows->integer(20);
    into.explanation = rows->isNull(21) ? std::string() : rows->text(21);
    for (std::size_t bucket = 0; bucket < kTokenBuckets; ++bucket)
        into.usage.tokens[bucket] = rows->number<std::uint64_t>(kFirstBucket + static_cast<int>(bucket));
    into.absorbed = rows->money(kFirstBucket + static_cast<int>(kTokenBuckets));
    into.streamed = rows->integer(kFirstBucket + static_cast<int>(kTokenBuckets) + 1) != 0;
    into.group = nameOf(lookup.groups, rows->integer(kFirstBucket + static_cast<int>(kTokenBuckets) + 2));
    if (Result<void> read = readAttempts(**partition, exchange, lookup, into); !read)
        return read.error();
    return true;
}

Result<void> RequestQueries::readAttempts(Database& partition, std::int64_t exchange, const Lookup& lookup, RequestDetail& into)
{
    auto rows = partition.query("SELECT attempt, provider_id, credential_id, status, failure, first_byte_ms, total_ms, prompt_tokens, "
                                "completion_tokens, upstream_cost_nano, ended_ms FROM attempts WHERE exchange_id = ? ORDER BY attempt", exchange);
    if (!rows)
        return rows.error();
    for (;;) {
        const Result<bool> more = rows->next();
        if (!more)
            return more.error();
        if (!*more)
            return {};
        const Rows& r = *rows;
        AttemptRow attempt;
        attempt.number = r.number<int>(0);
        attempt.provider = nameOf(lookup.providers, r.integer(1));
        attempt.credential = nameOf(lookup.credentials, r.integer(2));
        attempt.status = r.number<int>(3);
        attempt.failure = toString(static_cast<FailureClass>(r.integer(4)));
        attempt.firstByteMs = r.number<std::uint32_t>(5);
        attempt.totalMs = r.number<std::uint32_t>(6);
        attempt.inputTokens = r.number<std::uint64_t>(7);
        attempt.outputTokens = r.number<std::uint64_t>(8);
        attempt.upstreamCost = r.money(9);
        const auto ended = r.time(10) - into.row.time;
        attempt.startMs = static_cast<std::uint32_t>(std::max<std::int64_t>(0, ended.count() - attempt.totalMs));
        into.attempts.push_back(std::move(attempt));
    }
}

namespace {

std::string addressText(const QByteArray& bytes)
{
    if (bytes.size() != 16 || bytes == QByteArray(16, '\0'))
        return {};
    constexpr char kMapped[] = "\0\0\0\0\0\0\0\0\0\0\xFF\xFF";
    const auto at = [&](int i) { return static_cast<unsigned>(static_cast<unsigned char>(bytes[i])); };
    std::string text;
    if (bytes.startsWith(QByteArray(kMapped, 12))) {
        for (int i = 12; i < 16; ++i)
            text += (i > 12 ? "." : "") + std::to_string(at(i));
        return text;
    }
    std::array<char, 8> group{};
    for (int i = 0; i < 16; i += 2) {
        std::snprintf(group.data(), group.size(), "%x", at(i) << 8 | at(i + 1));
        text += (i > 0 ? ":" : "") + std::string(group.data());
    }
    return text;
}

} // namespace

Result<std::vector<RefusalRow>> RequestQueries::refusals(const RequestQuery& query)
{
    const Result<std::vector<PartitionDay>> days = listPartitions(m_folder);
    if (!days)
        return days.error();
    std::vector<RefusalRow> list;
    for (const PartitionDay day : *days) {
        if (list.size() >= query.limit || (query.since && day < partitionDay(*query.since)))
            break;
        const auto partition = Database::open(m_folder / partitionFileName(day), Database::Mode::ReadOnly);
        if (!partition)
            continue; // it was dropped after the folder was listed
        auto rows = (*partition)->query("SELECT minute_ms, address, reason, requests FROM refusals WHERE minute_ms >= ? ORDER BY minute_ms DESC LIMIT ?",
                                        query.since.value_or(WallTime{}), query.limit - list.size());
        if (!rows)
            continue; // an older file, without them
        while (rows->next().value_or(false))
            list.push_back({rows->time(0), addressText(rows->blob(1)), rows->text(2), rows->number<std::uint64_t>(3)});
    }
    return list;
}

} // namespace lanyard
