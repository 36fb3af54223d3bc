#pragma once

#include "base/Clock.h"
#include "base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace lanyard {

struct RestoreReport
{
    std::filesystem::path replaced; ///< where the database that was there went; empty = there was none
    std::size_t segmentsSetAside = 0;
    std::uint32_t epoch = 0; ///< the last boot epoch that is taken; the next start has the one after it
};

/// Puts a verified copy of `backup` in place of the data folder's database. Nothing is deleted: the old database and the
/// journal's segments are set aside, because what they hold is not in the backup's book. The numbers of exchanges go on
/// behind every number that was ever given out here.
///
/// Takes the folder's lock: no service may run on it.
/// Errors: NotFound (no such file), Corrupt (damaged, or not ours), NewerSchema, Conflict (a service runs), Io.
Result<RestoreReport> restoreBackup(const std::filesystem::path& dataDirectory, const std::filesystem::path& backup, const Clock& clock);

} // namespace lanyard
