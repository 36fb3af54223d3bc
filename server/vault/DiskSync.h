#pragma once

#include <QFile>

#include <filesystem>

namespace lanyard {

/// Waits until the disk has what was written to `file` (open, flushed). False when the system refused.
bool syncToDisk(QFile& file);

/// Waits until the disk has the folder's list of names. Does nothing where the system has no such call.
void syncFolder(const std::filesystem::path& folder);

} // namespace lanyard
