#include "store/RequestLog.h"

#include "ledger/RequestIds.h"
#include "store/Migrator.h"

#include <algorithm>
#include <cstdio>

namespace lanyard {
namespace {

/// Today's and yesterday's, around midnight.
constexpr std::size_t kMaxOpenPartitions = 2;

constexpr std::string_view kInsertRequest =
    "INSERT OR IGNORE INTO requests (exchange_id, request_id, request_text, opened_ms, settled_ms, user_id, group_id, key_id, model_id, "
    "requested_model, provider_id, credential_id, status, outcome, basis, streamed, input, cached_input, cache_write_5m, cache_write_1h, "
    "output, reasoning, audio_input, audio_output, cost_nano, absorbed_nano, attempts, first_byte_ms, total_ms, peer, message, explanation) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

constexpr std::string_view kInsertAttempt =
    "INSERT OR IGNORE INTO attempts (exchange_id, attempt, ended_ms, provider_id, credential_id, status, outcome, failure, prompt_tokens, "
    "completion_tokens, upstream_cost_nano, first_byte_ms, total_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

std::optional<std::string_view> textOrNull(const std::optional<JournalTexts>& texts, std::string JournalTexts::*member)
{
    if (!texts || ((*texts).*member).empty())
        return std::nullopt;
    return std::string_view((*texts).*member);
}

/// A UUID is told by its bits alone.
std::optional<std::string_view> requestText(const BookedExchange& exchange)
{
    const auto text = textOrNull(exchange.texts, &JournalTexts::requestId);
    return text && *text == requestIdText(exchange.settled.requestId) ? std::nullopt : text;
}

} // namespace

PartitionDay partitionDay(WallTime time)
{
    return std::chrono::floor<std::chrono::days>(time);
}

std::string partitionFileName(PartitionDay day)
{
    const std::chrono::year_month_day date(day);
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u.db", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()));
    return text.data();
}

Result<std::vector<PartitionDay>> listPartitions(const std::filesystem::path& folder)
{
    std::error_code failure;
    std::vector<PartitionDay> days;
    for (auto entry = std::filesystem::directory_iterator(folder, failure); !failure && entry != std::filesystem::directory_iterator();
         entry.increment(failure)) {
        const std::string name = entry->path().filename().string();
        int year = 0;
        unsigned month = 0;
        unsigned day = 0;
        if (std::sscanf(name.c_str(), "%d-%u-%u", &year, &month, &day) != 3)
            continue;
        const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
        if (date.ok() && partitionFileName(date) == name)
            days.emplace_back(date);
    }
    if (failure)
        return Error{ErrorCode::Io, "cannot list " + folder.string() + ": " + failure.message()};
    std::sort(days.begin(), days.end(), std::greater<>());
    return days;
}

Result<void> RequestLog::write(const DrainBatch& batch)
{
    std::map<PartitionDay, Exchanges> byDay;
    for (const BookedExchange& exchange : batch.exchanges)
        byDay[partitionDay(exchange.settled.time)].push_back(&exchange);
    for (const auto& [day, exchanges] : byDay) {
        Result<void> written = writeDay(day, exchanges);
        if (!written && written.error().code == ErrorCode::Corrupt) {
            written = setAside(day);
            if (written)
                written = writeDay(day, exchanges);
        }
        if (!written)
            return written;
    }
    for (const JournalRecord& attempt : batch.lateAttempts) {
        const Result<Database*> database = partition(partitionDay(attempt.time));
        if (!database)
            return database.error();
        if (Result<void> written = writeAttempt(**database, attempt); !written)
            return written;
    }
    return {};
}

Result<void> RequestLog::writeDay(PartitionDay day, const Exchanges& exchanges)
{
    const Result<Database*> database = partition(day);
    if (!database)
        return database.error();
    Result<Transaction> transaction = Transaction::begin(**database);
    if (!transaction)
        return transaction.error();
    if (Result<void> written = writeInto(**database, exchanges); !written)
        return written;
    return transaction->commit();
}

Result<void> RequestLog::writeInto(Database& database, const Exchanges& exchanges)
{
    for (const BookedExchange* exchange : exchanges) {
        const JournalRecord& s = exchange->settled;
        const auto& t = s.usage.tokens;
        const auto inserted =
            database.run(kInsertRequest, s.exchange, s.requestId, requestText(*exchange),
                         exchange->opened.value_or(s.time), s.time, s.user, s.group, s.key, s.model,
                         textOrNull(exchange->texts, &JournalTexts::requestedModel), s.provider, s.credential, s.status,
                         static_cast<int>(s.outcome), static_cast<int>(s.usage.basis), s.streamed, t[0], t[1], t[2], t[3], t[4], t[5], t[6],
                         t[7], s.cost, s.absorbed, s.attempts, s.firstByteMs, s.totalMs, s.peer,
                         textOrNull(exchange->texts, &JournalTexts::errorMessage), textOrNull(exchange->texts, &JournalTexts::explanation));
        if (!inserted)
            return inserted.error();
        for (const JournalRecord& attempt : exchange->attempts) {
            if (Result<void> written = writeAttempt(database, attempt); !written)
                return written;
        }
    }
    return {};
}

Result<void> RequestLog::writeAttempt(Database& database, const JournalRecord& a)
{
    const auto inserted = database.run(kInsertAttempt, a.exchange, a.attempts, a.time, a.provider, a.credential, a.status,
                                       static_cast<int>(a.outcome), static_cast<int>(a.failure), a.usage.promptTokens(),
                                       a.usage.completionTokens(), a.upstreamCost, a.firstByteMs, a.totalMs);
    return inserted ? Result<void>{} : Result<void>{inserted.error()};
}

Result<Database*> RequestLog::partition(PartitionDay day)
{
    const auto found = m_open.find(day);
    if (found != m_open.end())
        return found->second.get();
    static const MigrationSet kSchema = MigrationSet::requestLog();
    Result<std::unique_ptr<Database>> opened = openMigrated(m_folder / partitionFileName(day), kSchema, m_clock);
    if (!opened && opened.error().code == ErrorCode::Corrupt) {
        if (Result<void> aside = setAside(day); !aside)
            return aside.error();
        opened = openMigrated(m_folder / partitionFileName(day), kSchema, m_clock);
    }
    if (!opened)
        return opened.error();
    Database* const database = opened->get();
    m_open.emplace(day, *std::move(opened));
    if (m_open.size() > kMaxOpenPartitions)
        m_open.erase(m_open.begin()->first == day ? std::prev(m_open.end()) : m_open.begin());
    return database;
}

Result<void> RequestLog::writeRefusals(const std::vector<RefusalCount>& refusals)
{
    for (const RefusalCount& refusal : refusals) {
        const Result<Database*> database = partition(partitionDay(refusal.minute));
        if (!database)
            return database.error();
        const auto added = (*database)->run("INSERT INTO refusals (minute_ms, address, reason, requests) VALUES (?, ?, ?, ?) "
                                            "ON CONFLICT DO UPDATE SET requests = requests + excluded.requests",
                                            refusal.minute, refusal.address, refusal.reason, refusal.count);
        if (!added)
            return added.error();
    }
    return {};
}

Result<std::size_t> RequestLog::prune(const RequestLogLimits& limits)
{
    const Result<std::vector<PartitionDay>> days = listPartitions(m_folder);
    if (!days)
        return days.error();
    const PartitionDay today = partitionDay(m_clock.wall());
    std::uint64_t bytes = 0;
    std::size_t dropped = 0;
    for (const PartitionDay day : *days) { // newest first: what does not fit any more is older than everything that does
        std::error_code ignored;
        bytes += std::filesystem::file_size(m_folder / partitionFileName(day), ignored);
        const bool tooOld = today - day >= std::chrono::days{limits.days};
        const bool tooMuch = limits.bytes != 0 && bytes > limits.bytes;
        if (day < today && (tooOld || tooMuch) && drop(day))
            ++dropped;
    }
    return dropped;
}

bool RequestLog::drop(PartitionDay day)
{
    m_open.erase(day);
    std::error_code failure; // somebody reads it: the next time
    const bool removed = std::filesystem::remove(m_folder / partitionFileName(day), failure);
    for (const char* neighbour : {"-wal", "-shm"})
        std::filesystem::remove(m_folder / (partitionFileName(day) + neighbour), failure);
    return removed;
}

Result<void> RequestLog::setAside(PartitionDay day)
{
    m_open.erase(day);
    const std::filesystem::path file = m_folder / partitionFileName(day);
    std::error_code failure;
    std::filesystem::rename(file, file.string() + ".damaged", failure);
    if (failure)
        return Error{ErrorCode::Io, "cannot set the damaged file " + file.string() + " aside: " + failure.message()};
    for (const char* neighbour : {"-wal", "-shm"})
        std::filesystem::remove(file.string() + neighbour, failure);
    return {};
}

} // namespace lanyard
