#pragma once

#include "base/Result.h"

#include <QByteArray>

#include <filesystem>
#include <optional>

namespace lanyard {

/// The whole file, or nothing when there is none.
/// Errors: Io (the system refused), Forbidden (other users may read it: the message says which command closes it).
Result<std::optional<QByteArray>> readPrivateFile(const std::filesystem::path& path);

/// Makes a file that only its owner may read (0600 from its first moment), whole or not at all, and waits until the disk
/// has it. Never replaces a file. Errors: Conflict (it exists), Io.
Result<void> createPrivateFile(const std::filesystem::path& path, const QByteArray& content);

} // namespace lanyard
