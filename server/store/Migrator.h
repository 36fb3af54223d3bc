#pragma once

#include "base/Clock.h"
#include "base/Result.h"
#include "store/Database.h"

#include <QString>

#include <filesystem>
#include <optional>
#include <vector>

namespace lanyard {

struct Migration
{
    int version = 0; ///< the schema's version after it
    QString name;    ///< "0001_initial"
    QString sql;
};

/// The numbered SQL files that lead to today's schema of one kind of database.
struct MigrationSet
{
    std::vector<Migration> migrations;            ///< by version, without a gap, from 1
    std::optional<std::filesystem::path> backups; ///< where a verified copy goes first; nothing = no copy is needed

    int newest() const { return migrations.empty() ? 0 : migrations.back().version; }
    /// `lanyard.db`, and the partitions of the request log.
    static MigrationSet mainDatabase(std::filesystem::path backups);
    static MigrationSet requestLog();
};

/// Opens a database and brings its schema up to date: a verified copy first, then everything in one transaction.
/// Errors: NewerSchema (the file is left untouched), Corrupt (not ours, or damaged), Io.
Result<std::unique_ptr<Database>> openMigrated(const std::filesystem::path& file, const MigrationSet& set, const Clock& clock);

} // namespace lanyard
