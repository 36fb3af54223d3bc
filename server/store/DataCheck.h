#pragma once

#include "ledger/BookKeeping.h"

namespace lanyard {

/// BookProof for a data folder that no service runs on.
/// Errors: Conflict (a service runs on it), and those of SQLite when the book cannot even be read.
Result<BookCheck> checkDataFolder(const std::filesystem::path& dataDirectory);

} // namespace lanyard
