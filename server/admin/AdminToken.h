#pragma once

#include "base/Result.h"
#include "base/Secret.h"

#include <QString>

namespace lanyard {

/// Makes a new random token and writes it to `path`, readable by this user only. Whoever can read the file may
/// administer the service; for systems where a socket's permissions do not say who comes.
/// Errors: Io.
Result<Secret> writeAdminToken(const QString& path);

} // namespace lanyard
