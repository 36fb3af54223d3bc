#pragma once

#include "ledger/BookKeeping.h"

#include <cstddef>

namespace lanyard {

// Copies of `lanyard.db`. They hold no key: master.key and api-key.pepper stay where they are, and a copy is of use only
// together with them.

/// Copies a database that may be in use, and opens the copy again to see that it is whole; only then it gets its name.
/// A second connection of its own: nobody waits for it. Errors: Conflict (`target` exists), Io, Corrupt.
Result<BackupFile> makeBackup(const std::filesystem::path& database, const std::filesystem::path& target, WallTime now);

/// "lanyard-20260131T120000Z.db", and a number behind when that second has one already.
std::filesystem::path nextBackupFile(const std::filesystem::path& folder, WallTime now);
/// The copies in `folder` that are named like that, newest first. Errors: Io.
Result<std::vector<BackupFile>> listBackups(const std::filesystem::path& folder);
/// Removes the oldest until `keep` are left.
void pruneBackups(const std::filesystem::path& folder, std::size_t keep);

/// Errors: Corrupt, with SQLite's own words for the first few faults.
Result<void> verifyDatabaseFile(const std::filesystem::path& file);

} // namespace lanyard
