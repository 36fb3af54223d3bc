// How long statements take on a large book: makes one of N rows (10 million unless the command line says otherwise) over a
// year, 200 users, 50 models, and asks for every report. Prints the slowest of three.

#include "store/LedgerTables.h"
#include "store/Migrator.h"
#include "store/UsageQueries.h"

#include <QTemporaryDir>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

using namespace lanyard;

namespace {

constexpr std::int64_t kFirstDay = 20'400; // days since 1970
constexpr std::int64_t kDays = 365;
constexpr std::int64_t kDayMs = 86'400'000;

bool fill(Database& book, std::int64_t rows)
{
    for (const char* const sql : {"INSERT INTO users (id, position, name, enabled, frozen) SELECT value, value, 'user' || value, 1, 0 FROM generate",
                                  "INSERT INTO models (id, position, name, enabled, strategy, aliases) SELECT value, value, 'model' || value, 1, 'priority', '[]' FROM generate"}) {
        const std::string with = "WITH RECURSIVE generate(value) AS (VALUES (1) UNION ALL SELECT value + 1 FROM generate WHERE value < 200) ";
        if (const auto done = book.run(with + sql); !done)
            return std::printf("%s\n", done.error().message.c_str()) < 0;
    }
    Result<Transaction> transaction = Transaction::begin(book);
    const auto charged = book.run(
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO charges SELECT (1 << 40) + i, "
        "(? + i * ? / ?) * ? + i * 7919 % ?, 1 + i * 31 % 200, 1 + i * 31 % 200 % 8, 1 + i * 31 % 200, 1 + i * 17 % 50, 1 + i % 3, 1 + i % 6, "
        "1 + (i % 50 = 0) * 3, 1, 800, 100, 0, 0, 200, 20, 0, 0, 1500 + i % 1000, 0, 1200, 0 FROM n",
        rows, kFirstDay, kDays, rows + 1, kDayMs, kDayMs);
    if (!charged)
        return std::printf("%s\n", charged.error().message.c_str()) < 0;
    const auto summed = book.run(
        "INSERT INTO rollups SELECT settled_ms / 86400000, user_id, group_id, key_id, model_id, provider_id, credential_id, sum(outcome <= 3), "
        "sum(outcome > 3), sum(input), sum(cached_input), sum(cache_write_5m), sum(cache_write_1h), sum(output), sum(reasoning), sum(audio_input), "
        "sum(audio_output), sum(cost_nano), sum(absorbed_nano), sum(upstream_cost_nano) FROM charges GROUP BY 1, 2, 3, 4, 5, 6, 7");
    if (!summed)
        return std::printf("%s\n", summed.error().message.c_str()) < 0;
    constexpr std::array kColumns{"user_id", "group_id", "key_id", "model_id", "provider_id", "credential_id", "0"};
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
        const std::string id = kColumns[i];
        const auto made = book.run("INSERT INTO dimension_sums SELECT " + std::to_string(i) + ", day, " + id +
                                   ", sum(requests), sum(failed), sum(input), sum(cached_input), sum(cache_write_5m), sum(cache_write_1h), sum(output), "
                                   "sum(reasoning), sum(audio_input), sum(audio_output), sum(cost_nano), sum(absorbed_nano), sum(upstream_cost_nano) "
                                   "FROM rollups GROUP BY day" + (id == "0" ? std::string() : ", " + id));
        if (!made)
            return std::printf("%s\n", made.error().message.c_str()) < 0;
    }
    return transaction->commit().has_value();
}

double millisecondsOf(const std::function<void()>& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

void ask(UsageQueries& queries, const char* name, const UsageQuery& query)
{
    double slowest = 0;
    std::size_t lines = 0;
    for (int i = 0; i < 3; ++i) {
        slowest = std::max(slowest, millisecondsOf([&] {
            const auto rows = queries.usage(query);
            lines = rows ? rows->size() : 0;
        }));
    }
    std::printf("  by %-12s %-38s %6zu lines %8.1f ms\n", std::string(toString(query.by)).c_str(), name, lines, slowest);
}

} // namespace

int main(int argc, char** argv)
{
    const std::int64_t rows = argc > 1 ? std::atoll(argv[1]) : 10'000'000;
    const QTemporaryDir folder;
    const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "lanyard.db";
    const SystemClock clock;
    const auto book = *openMigrated(file, MigrationSet::mainDatabase(folder.path().toStdString()), clock);
    bool filled = false;
    const double made = millisecondsOf([&] { filled = fill(*book, rows); });
    if (!filled)
        return 1;
    std::printf("%lld rows, %lld sums, made in %.0f s\n", static_cast<long long>(rows),
                static_cast<long long>(book->number("SELECT count(*) FROM rollups").value_or(0)), made / 1000);
    const auto reader = *Database::open(file, Database::Mode::ReadOnly);
    UsageQueries queries(*reader);
    const WallTime newest{std::chrono::milliseconds{(kFirstDay + kDays) * kDayMs}};
    for (const UsageDimension by : {UsageDimension::User, UsageDimension::Group, UsageDimension::ApiKey, UsageDimension::Model,
                                    UsageDimension::Provider, UsageDimension::Credential, UsageDimension::Day}) {
        ask(queries, "everything", {by, {}, {}});
        ask(queries, "the last 30 days, begun inside a day", {by, newest - std::chrono::hours{30 * 24 - 5}, {}});
        ask(queries, "three hours of one day", {by, newest - std::chrono::hours{5}, newest - std::chrono::hours{2}});
    }
    std::printf("  balances of all users: %.1f ms\n", millisecondsOf([&] { (void)LedgerTables(*reader).balances(); }));
    std::printf("  proof of all sums:     %.1f s\n", millisecondsOf([&] { (void)LedgerTables(*reader).verify(); }) / 1000);
    return 0;
}
