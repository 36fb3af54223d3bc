#pragma once

#include "ledger/Reports.h"
#include "store/Database.h"

#include <vector>

namespace lanyard {

/// Statements from the daily sums of each dimension; a period that begins or ends inside of a day takes that day from the
/// rows, or whole where the rows were folded.
/// Names: a key is "user/key", a credential "provider/credential"; removed objects keep theirs.
///
/// Lives in: the reports thread.
class UsageQueries
{
public:
    explicit UsageQueries(Database& database) : m_database(database) {}
    /// By name, or by day. Errors: InvalidArgument (until is before since), those of SQLite.
    Result<std::vector<UsageRow>> usage(const UsageQuery& query);

private:
    Database& m_database;
};

} // namespace lanyard
