#include "store/SqlError.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

struct Row
{
    int sqliteCode; ///< primary result code, https://www.sqlite.org/rescode.html
    ErrorCode code;
    const char* text; ///< %1 = the file
};

constexpr std::array kRows{
    Row{3, ErrorCode::Io, "no permission for %1: give the service's user the right to read and write it"},          // PERM
    Row{5, ErrorCode::Unavailable, "%1 is in use by another program: close it and try again"},                       // BUSY
    Row{6, ErrorCode::Unavailable, "%1 is in use by another program: close it and try again"},                       // LOCKED
    Row{8, ErrorCode::Io, "%1 is read-only: give the service's user the right to write it"},                         // READONLY
    Row{10, ErrorCode::Io, "the disk failed under %1: see the system's log"},                                        // IOERR
    Row{11, ErrorCode::Corrupt, "%1 is damaged: stop the service and restore a backup"},                             // CORRUPT
    Row{13, ErrorCode::Io, "the disk is full: %1 cannot grow. Free some space; nothing was changed"},                // FULL
    Row{14, ErrorCode::Io, "cannot open %1: give the service's user the right to read and write its folder"},        // CANTOPEN
    Row{18, ErrorCode::TooLarge, "a value is too large for %1"},                                                     // TOOBIG
    Row{19, ErrorCode::Conflict, "the change contradicts what %1 holds"},                                            // CONSTRAINT
    Row{26, ErrorCode::Corrupt, "%1 is not a database: stop the service and restore a backup"},                      // NOTADB
};

} // namespace

Error errorFromSql(const QSqlError& error, const QString& file)
{
    const int code = error.nativeErrorCode().toInt() & 0xFF; // the upper bits are SQLite's extended code
    const auto row = std::find_if(kRows.begin(), kRows.end(), [=](const Row& r) { return r.sqliteCode == code; });
    const QString detail = QStringLiteral("SQLite %1: %2").arg(error.nativeErrorCode(), error.databaseText());
    if (row == kRows.end())
        return {ErrorCode::Internal, QStringLiteral("the database failed: %1").arg(file).toStdString(), detail.toStdString()};
    return {row->code, QString::fromLatin1(row->text).arg(file).toStdString(), detail.toStdString()};
}

} // namespace lanyard
