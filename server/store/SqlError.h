#pragma once

#include "base/Result.h"

#include <QSqlError>
#include <QString>

namespace lanyard {

/// The one place where SQLite's codes become ours. `file` is named in the message; the text of SQLite is the detail.
Error errorFromSql(const QSqlError& error, const QString& file);

} // namespace lanyard
