#pragma once

#include "base/Clock.h"
#include "base/Result.h"
#include "store/Database.h"

namespace lanyard {

/// Old charges leave the book of single rows: those of a whole UTC month become one row for each line of the sums. The daily
/// sums stay as they are, and `lanyard check` goes on proving that they are the sum of everything.
///
/// Lives in: the store thread.
class ChargeFolding
{
public:
    explicit ChargeFolding(Database& database) : m_database(database) {}
    /// Folds the oldest month that lies more than `keptMonths` whole months back and still has rows, in one transaction.
    /// False: there was none. Errors: those of SQLite.
    Result<bool> foldOldest(WallTime now, int keptMonths);

private:
    Database& m_database;
};

} // namespace lanyard
