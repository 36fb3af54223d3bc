#pragma once

#include "store/SqlValue.h"

#include <QSqlDatabase>
#include <QSqlError>

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace lanyard {

/// Statements are kept by their text, and looked up without making a string of it.
struct SqlTextHash
{
    using is_transparent = void;
    /// The beginning names the verb and the table: enough to tell nearly all of them apart.
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text.substr(0, 48)) ^ text.size(); }
};

/// Statements that change rows, given to SQLite without Qt in between: Qt makes a name and a QVariant for each value,
/// which is five times the work of SQLite itself, and a drain has 66 values for each exchange (tests/bench).
/// Uses the connection that Qt opened (QSqlDriver::handle(), documented for this), so only where Qt's driver and we are
/// linked with one and the same SQLite: the distributions' Linux. Elsewhere there is none of this, and Qt does it all.
///
/// Lives in: its Database's thread, and goes before the connection is closed.
class DirectStatements
{
public:
    /// Settings of SQLite itself; before the process opens its first database. Any thread, any number of times.
    static void configureSqlite();
    /// Null where the driver's SQLite is not the one that we are linked with.
    static std::unique_ptr<DirectStatements> over(QSqlDatabase& database);
    ~DirectStatements();
    DirectStatements(const DirectStatements&) = delete;
    DirectStatements& operator=(const DirectStatements&) = delete;

    /// How many rows it changed; nothing when it failed, and lastError() tells why.
    std::optional<std::int64_t> run(std::string_view sql, std::initializer_list<SqlValue> values);
    QSqlError lastError() const;

private:
    explicit DirectStatements(sqlite3* connection) : m_connection(connection) {}
    sqlite3_stmt* prepared(std::string_view sql);

    sqlite3* m_connection; ///< Qt's
    bool m_severalStatements = false; ///< why the last run() failed, where SQLite has no word for it
    std::unordered_map<std::string, sqlite3_stmt*, SqlTextHash, std::equal_to<>> m_statements;
};

} // namespace lanyard
