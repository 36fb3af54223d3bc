#pragma once

#include <QFile>

#include <memory>

namespace lanyard {

/// A new file that no name leads to (where the system can do that), opened for writing and reading without Qt's
/// buffering; it is gone with its last handle, also after a crash. Null when the folder cannot be written.
std::unique_ptr<QFile> openSpillFile(const QString& folder);

} // namespace lanyard
