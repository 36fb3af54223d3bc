#include "store/Restore.h"

#include "ledger/JournalSegment.h"
#include "ledger/JournalReader.h"
#include "store/Backup.h"
#include "store/DataDirectory.h"
#include "store/Database.h"
#include "store/InstallationTable.h"
#include "store/Migrator.h"
#include "vault/DiskSync.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <string>

namespace lanyard {
namespace {

constexpr std::array<const char*, 3> kNeighbours{"", "-wal", "-shm"};

Error io(const std::string& what, const std::error_code& why)
{
    return {ErrorCode::Io, what + ": " + why.message()};
}

/// 0 when it cannot be read: a damaged database is a reason to restore, not to refuse.
std::uint32_t epochIn(const std::filesystem::path& database)
{
    std::error_code ignored;
    if (!std::filesystem::exists(database, ignored))
        return 0;
    const auto opened = Database::open(database, Database::Mode::ReadOnly);
    if (!opened)
        return 0;
    return static_cast<std::uint32_t>((*opened)->number("SELECT value FROM installation WHERE name = 'boot_epoch'").value_or(0));
}

Result<std::uint32_t> highestEpoch(const DataDirectory& directory, const std::filesystem::path& copy)
{
    std::uint32_t highest = std::max(epochIn(directory.database()), epochIn(copy));
    const Result<std::vector<JournalSegmentName>> segments = listJournalSegments(directory.journal());
    if (!segments)
        return segments.error();
    for (const JournalSegmentName& name : *segments)
        highest = std::max(highest, name.epoch);
    return highest;
}

/// A copy on the data folder's own disk, so that taking its place is one step.
Result<void> copyBackup(const std::filesystem::path& backup, const std::filesystem::path& copy)
{
    std::error_code failure;
    for (const char* const neighbour : kNeighbours)
        std::filesystem::remove(copy.string() + neighbour, failure);
    std::filesystem::copy_file(backup, copy, failure);
    if (failure)
        return io("cannot copy " + backup.string() + " into the data folder", failure);
    std::filesystem::permissions(copy, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, failure);
    return verifyDatabaseFile(copy);
}

/// Brings the copy to today's schema and lets its numbers begin behind all others.
Result<void> prepare(const std::filesystem::path& copy, std::uint32_t epoch, const Clock& clock)
{
    MigrationSet schema = MigrationSet::mainDatabase({});
    schema.backups.reset(); // the backup itself is the copy
    const Result<std::unique_ptr<Database>> database = openMigrated(copy, schema, clock);
    if (!database)
        return database.error();
    if (Result<void> set = InstallationTable(**database).set("boot_epoch", std::to_string(epoch)); !set)
        return set;
    const Result<Rows> written = (*database)->query("PRAGMA wal_checkpoint(TRUNCATE)");
    return written ? Result<void>{} : written.error();
}

std::filesystem::path freeName(const std::filesystem::path& wanted)
{
    std::error_code ignored;
    std::filesystem::path name = wanted;
    for (int number = 2; std::filesystem::exists(name, ignored); ++number)
        name = wanted.string() + "-" + std::to_string(number);
    return name;
}

Result<std::size_t> setSegmentsAside(const std::filesystem::path& journal)
{
    const Result<std::vector<JournalSegmentName>> segments = listJournalSegments(journal);
    if (!segments || segments->empty())
        return segments ? Result<std::size_t>(0) : Result<std::size_t>(segments.error());
    const std::filesystem::path aside = freeName(journal / "before-restore");
    std::error_code failure;
    std::filesystem::create_directories(aside, failure);
    for (const JournalSegmentName& name : *segments) {
        if (!failure)
            std::filesystem::rename(journal / name.fileName(), aside / name.fileName(), failure);
    }
    if (failure)
        return io("cannot set the journal's segments aside", failure);
    return segments->size();
}

Result<std::filesystem::path> setDatabaseAside(const std::filesystem::path& database)
{
    std::error_code failure;
    if (!std::filesystem::exists(database, failure))
        return std::filesystem::path();
    const std::filesystem::path aside = freeName(database.string() + ".before-restore");
    for (const char* const neighbour : kNeighbours) {
        const std::filesystem::path file = database.string() + neighbour;
        if (!failure && std::filesystem::exists(file, failure))
            std::filesystem::rename(file, aside.string() + neighbour, failure);
    }
    if (failure)
        return io("cannot set " + database.string() + " aside", failure);
    return aside;
}

} // namespace

Result<RestoreReport> restoreBackup(const std::filesystem::path& dataDirectory, const std::filesystem::path& backup, const Clock& clock)
{
    std::error_code failure;
    if (!std::filesystem::is_regular_file(backup, failure))
        return Error{ErrorCode::NotFound, "there is no backup " + backup.string() + ": lanyard backup --list names those that there are"};
    const Result<DataDirectory> directory = DataDirectory::open(dataDirectory);
    if (!directory)
        return directory.error();
    const std::filesystem::path copy = directory->root() / "lanyard.db.restoring";
    if (Result<void> copied = copyBackup(backup, copy); !copied)
        return copied.error();
    const Result<std::uint32_t> epoch = highestEpoch(*directory, copy);
    if (!epoch)
        return epoch.error();
    if (Result<void> prepared = prepare(copy, *epoch, clock); !prepared)
        return prepared.error();

    RestoreReport report;
    report.epoch = *epoch;
    const Result<std::size_t> segments = setSegmentsAside(directory->journal());
    if (!segments)
        return segments.error();
    report.segmentsSetAside = *segments;
    Result<std::filesystem::path> replaced = setDatabaseAside(directory->database());
    if (!replaced)
        return replaced.error();
    report.replaced = *std::move(replaced);
    std::filesystem::rename(copy, directory->database(), failure);
    if (failure)
        return io("cannot put the backup in place; the old database is " + report.replaced.string(), failure);
    for (const char* const neighbour : {"-wal", "-shm"})
        std::filesystem::remove(copy.string() + neighbour, failure);
    return report;
}

} // namespace lanyard
