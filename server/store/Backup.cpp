#include "store/Backup.h"

#include "store/Database.h"
#include "vault/DiskSync.h"

#include <QDateTime>
#include <QFile>
#include <QTimeZone>

#include <algorithm>

namespace lanyard {
namespace {

const QString kNameFormat = QStringLiteral("'lanyard-'yyyyMMdd'T'HHmmss'Z'");
constexpr int kStampLength = 24; // "lanyard-20260131T120000Z"

QString stampOf(WallTime time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), QTimeZone::utc()).toString(kNameFormat);
}

std::optional<WallTime> timeIn(const std::filesystem::path& file)
{
    const QString name = QString::fromStdU16String(file.filename().u16string());
    if (!name.endsWith(QLatin1String(".db")))
        return std::nullopt;
    QDateTime time = QDateTime::fromString(name.left(kStampLength), kNameFormat);
    if (!time.isValid())
        return std::nullopt;
    time.setTimeZone(QTimeZone::utc());
    return WallTime{std::chrono::milliseconds{time.toMSecsSinceEpoch()}};
}

Error failed(const std::filesystem::path& target, const Error& why)
{
    return {why.code, "the backup " + target.string() + " was not made: " + why.message, why.detail};
}

Result<void> copyInto(const std::filesystem::path& database, const std::filesystem::path& copy)
{
    const auto source = Database::open(database, Database::Mode::ReadOnly);
    if (!source)
        return source.error();
    if (const auto copied = (*source)->run("VACUUM INTO ?", copy.string()); !copied)
        return copied.error();
    QFile file(QString::fromStdU16String(copy.u16string()));
    QFile::setPermissions(file.fileName(), QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (!file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly) || !syncToDisk(file))
        return Error{ErrorCode::Io, "cannot write " + copy.string() + " to the disk: " + file.errorString().toStdString()};
    return {};
}

} // namespace

Result<void> verifyDatabaseFile(const std::filesystem::path& file)
{
    const auto database = Database::open(file, Database::Mode::ReadOnly);
    if (!database)
        return database.error();
    std::string faults;
    auto rows = (*database)->query("PRAGMA integrity_check(3)");
    if (!rows)
        return rows.error();
    for (;;) {
        const Result<bool> more = rows->next();
        if (!more)
            return more.error();
        if (!*more)
            break;
        if (rows->text(0) != "ok")
            faults += (faults.empty() ? "" : "; ") + rows->text(0);
    }
    return faults.empty() ? Result<void>{} : Error{ErrorCode::Corrupt, file.string() + " is damaged: " + faults};
}

Result<BackupFile> makeBackup(const std::filesystem::path& database, const std::filesystem::path& target, WallTime now)
{
    std::error_code failure;
    if (std::filesystem::exists(target, failure))
        return Error{ErrorCode::Conflict, "there is a file " + target.string() + " already: name another one"};
    const std::filesystem::path unfinished = target.string() + ".new";
    std::filesystem::remove(unfinished, failure);
    Result<void> made = copyInto(database, unfinished);
    if (made)
        made = verifyDatabaseFile(unfinished);
    if (!made) {
        std::filesystem::remove(unfinished, failure);
        return failed(target, made.error());
    }
    std::filesystem::rename(unfinished, target, failure);
    if (failure)
        return failed(target, {ErrorCode::Io, failure.message()});
    return BackupFile{target, now, std::filesystem::file_size(target, failure)};
}

std::filesystem::path nextBackupFile(const std::filesystem::path& folder, WallTime now)
{
    const std::string stamp = stampOf(now).toStdString();
    std::error_code ignored;
    std::filesystem::path file = folder / (stamp + ".db");
    for (int number = 2; std::filesystem::exists(file, ignored); ++number)
        file = folder / (stamp + "-" + std::to_string(number) + ".db");
    return file;
}

Result<std::vector<BackupFile>> listBackups(const std::filesystem::path& folder)
{
    std::error_code failure;
    std::vector<BackupFile> backups;
    for (auto entry = std::filesystem::directory_iterator(folder, failure); !failure && entry != std::filesystem::directory_iterator();
         entry.increment(failure)) {
        if (const auto made = timeIn(entry->path())) {
            std::error_code ignored;
            backups.push_back({entry->path(), *made, entry->file_size(ignored)});
        }
    }
    if (failure)
        return Error{ErrorCode::Io, "cannot list " + folder.string() + ": " + failure.message()};
    std::sort(backups.begin(), backups.end(), [](const BackupFile& a, const BackupFile& b) {
        return a.made != b.made ? a.made > b.made : a.file.string().size() != b.file.string().size() ? a.file.string().size() > b.file.string().size() : a.file > b.file;
    });
    return backups;
}

void pruneBackups(const std::filesystem::path& folder, std::size_t keep)
{
    const Result<std::vector<BackupFile>> backups = listBackups(folder);
    if (!backups)
        return;
    std::error_code ignored; // one that stays now goes the next time
    for (std::size_t i = keep; i < backups->size(); ++i)
        std::filesystem::remove((*backups)[i].file, ignored);
}

} // namespace lanyard
