#include "store/Migrator.h"

#include <QDir>
#include <QFile>
#include <QtEndian>

#include <algorithm>

static void initResources()
{
    Q_INIT_RESOURCE(store); // a static library's resources are linked in only when they are named
}

namespace lanyard {
namespace {

constexpr qint64 kHeaderBytes = 100;
constexpr qint64 kUserVersionAt = 60; // https://www.sqlite.org/fileformat.html, "Database header"
constexpr qint64 kApplicationIdAt = 68;
constexpr std::int64_t kApplicationId = 0x4C4E5944; // "LNYD"

constexpr std::string_view kCreateAppliedList = "CREATE TABLE IF NOT EXISTS schema_migrations ("
                                                "version INTEGER PRIMARY KEY, name TEXT NOT NULL, "
                                                "applied_ms INTEGER NOT NULL, program TEXT NOT NULL) STRICT";

std::vector<Migration> loadFolder(const QString& folder)
{
    initResources();
    std::vector<Migration> migrations;
    const QDir files(folder);
    for (const QString& name : files.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name)) {
        QFile file(files.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        migrations.push_back({name.left(4).toInt(), name.chopped(4), QString::fromUtf8(file.readAll())});
    }
    return migrations;
}

/// A statement ends with a semicolon at the end of a line that is not indented: comments and bodies may hold others.
std::vector<std::string> splitStatements(const QString& sql)
{
    std::vector<std::string> statements;
    QString statement;
    for (const QString& line : sql.split(u'\n')) {
        if (line.startsWith(QLatin1String("--")))
            continue;
        statement += line + u'\n';
        if (line.endsWith(u';') && !line.startsWith(u' ')) {
            statements.push_back(statement.trimmed().toStdString());
            statement.clear();
        }
    }
    return statements;
}

Error newerSchema(const QString& file, int schema, int known, const std::string& program)
{
    return {ErrorCode::NewerSchema, file.toStdString() + " was written by a newer Lanyard (schema " + std::to_string(schema) +
                                        "; this program knows " + std::to_string(known) + "): install version " +
                                        (program.empty() ? "of Lanyard that wrote it" : program) + " or newer"};
}

Error notOurs(const QString& file)
{
    return {ErrorCode::Corrupt, file.toStdString() + " is a database of another program: move it away or choose another data folder"};
}

/// The program that wrote the newest schema, read without touching the file.
std::string programThatWrote(const std::filesystem::path& file)
{
    const auto database = Database::open(file, Database::Mode::Untouched);
    if (!database)
        return {};
    auto rows = (*database)->query("SELECT program FROM schema_migrations ORDER BY version DESC LIMIT 1");
    const bool found = rows && rows->next().value_or(false);
    return found ? rows->text(0) : std::string();
}

/// Looks at the file's header before SQLite does, which may write as soon as it opens.
Result<void> refuseForeignFile(const std::filesystem::path& path, int newest)
{
    QFile file(QString::fromStdU16String(path.u16string()));
    if (!file.exists() || file.size() == 0 || !file.open(QIODevice::ReadOnly))
        return {}; // new, or SQLite will say what is wrong
    const QByteArray header = file.read(kHeaderBytes);
    if (!header.startsWith("SQLite format 3") || header.size() < kHeaderBytes)
        return Error{ErrorCode::Corrupt, file.fileName().toStdString() + " is not a database: restore a backup, or move it away to start anew"};
    const auto schema = qFromBigEndian<qint32>(header.constData() + kUserVersionAt);
    if (schema != 0 && qFromBigEndian<qint32>(header.constData() + kApplicationIdAt) != kApplicationId)
        return notOurs(file.fileName());
    if (schema > newest)
        return newerSchema(file.fileName(), schema, newest, programThatWrote(path));
    return {};
}

Result<void> copyFirst(Database& database, const std::filesystem::path& folder, std::int64_t from)
{
    const QDir backups(QString::fromStdU16String(folder.u16string()));
    const QString copy = backups.filePath(QStringLiteral("before-schema-%1.db").arg(from + 1));
    QFile::remove(copy); // of an attempt that failed: the database is still the old one
    if (const auto copied = database.run("VACUUM INTO ?", copy.toStdString()); !copied)
        return copied.error();
    QFile::setPermissions(copy, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    const auto check = Database::open(copy.toStdU16String(), Database::Mode::ReadOnly);
    if (!check)
        return check.error();
    auto rows = (*check)->query("PRAGMA integrity_check");
    if (!rows)
        return rows.error();
    const Result<bool> found = rows->next();
    if (!found || !*found || rows->text(0) != "ok")
        return Error{ErrorCode::Corrupt, "the copy made before the migration is damaged (" + copy.toStdString() + "): nothing was changed"};
    return {};
}

Result<void> checkForeignKeys(Database& database)
{
    auto rows = database.query("PRAGMA foreign_key_check");
    if (!rows)
        return rows.error();
    const Result<bool> found = rows->next();
    if (!found)
        return found.error();
    if (*found)
        return Error{ErrorCode::Corrupt, "the migration would leave rows of " + rows->text(0) + " without their parent: nothing was changed"};
    return {};
}

Result<void> applyOne(Database& database, const Migration& migration, const Clock& clock)
{
    for (const std::string& statement : splitStatements(migration.sql)) {
        if (const auto done = database.run(statement); !done) {
            Error error = done.error();
            error.message = "migration " + migration.name.toStdString() + " failed, nothing was changed: " + error.message;
            return error;
        }
    }
    const auto listed = database.run("INSERT INTO schema_migrations (version, name, applied_ms, program) VALUES (?, ?, ?, ?)",
                                     migration.version, migration.name.toStdString(), clock.wall(), LANYARD_VERSION);
    return listed ? Result<void>{} : Result<void>{listed.error()};
}

Result<void> apply(Database& database, const MigrationSet& set, std::int64_t from, const Clock& clock)
{
    if (const auto off = database.run("PRAGMA foreign_keys = OFF"); !off) // has no effect inside of a transaction
        return off.error();
    {
        Result<Transaction> transaction = Transaction::begin(database);
        if (!transaction)
            return transaction.error();
        if (const auto made = database.run(kCreateAppliedList); !made)
            return made.error();
        for (const Migration& migration : set.migrations) {
            if (migration.version <= from)
                continue;
            if (Result<void> applied = applyOne(database, migration, clock); !applied)
                return applied;
        }
        if (Result<void> sound = checkForeignKeys(database); !sound)
            return sound;
        for (const std::string& mark : {"PRAGMA application_id = " + std::to_string(kApplicationId),
                                        "PRAGMA user_version = " + std::to_string(set.newest())}) {
            if (const auto marked = database.run(mark); !marked)
                return marked.error();
        }
        if (Result<void> committed = transaction->commit(); !committed)
            return committed;
    }
    const auto on = database.run("PRAGMA foreign_keys = ON");
    return on ? Result<void>{} : Result<void>{on.error()};
}

} // namespace

MigrationSet MigrationSet::mainDatabase(std::filesystem::path backups)
{
    return {loadFolder(QStringLiteral(":/lanyard/store/migrations")), std::move(backups)};
}

MigrationSet MigrationSet::requestLog()
{
    return {loadFolder(QStringLiteral(":/lanyard/store/requestlog")), std::nullopt};
}

Result<std::unique_ptr<Database>> openMigrated(const std::filesystem::path& file, const MigrationSet& set, const Clock& clock)
{
    if (Result<void> ours = refuseForeignFile(file, set.newest()); !ours)
        return ours.error();
    Result<std::unique_ptr<Database>> database = Database::open(file, Database::Mode::ReadWrite);
    if (!database)
        return database;
    const Result<std::int64_t> version = (*database)->number("PRAGMA user_version");
    if (!version)
        return version.error();
    if (*version > set.newest()) // the header was old, the WAL is newer
        return newerSchema((*database)->file(), static_cast<int>(*version), set.newest(), {});
    if (*version == 0) {
        const Result<std::int64_t> tables = (*database)->number("SELECT count(*) FROM sqlite_schema");
        if (!tables)
            return tables.error();
        if (*tables > 0)
            return notOurs((*database)->file());
    }
    if (*version == set.newest())
        return database;
    if (*version > 0 && set.backups) {
        if (Result<void> copied = copyFirst(**database, *set.backups, *version); !copied)
            return copied.error();
    }
    if (Result<void> applied = apply(**database, set, *version, clock); !applied)
        return applied.error();
    return database;
}

} // namespace lanyard
