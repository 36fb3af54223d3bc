#pragma once

#include "base/Result.h"

#include <QFile>

namespace lanyard {

/// Gives the new, empty `file` (open for reading and writing) `bytes` zero bytes that have disk blocks of their own.
/// A sparse file will not do: writing to its mapping on a full disk kills the process (SIGBUS).
/// Errors: Io (disk full, quota).
Result<void> reserveDiskBlocks(QFile& file, qint64 bytes);

} // namespace lanyard
