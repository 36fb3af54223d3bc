#pragma once

#include "base/Result.h"
#include "store/DirectStatements.h"
#include "store/SqlValue.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace lanyard {

/// The rows of one query, read forward. Gives the statement back when it goes; one at a time for each SQL text.
class Rows
{
public:
    Rows(QSqlQuery& query, QString file) : m_query(&query), m_file(std::move(file)) {}
    Rows(Rows&& other) noexcept : m_query(std::exchange(other.m_query, nullptr)), m_file(std::move(other.m_file)) {}
    Rows& operator=(Rows&&) = delete;
    ~Rows();

    /// False at the end. Errors: those of errorFromSql().
    Result<bool> next();
    bool isNull(int column) const { return m_query->isNull(column); }
    std::int64_t integer(int column) const { return m_query->value(column).toLongLong(); }
    bool flag(int column) const { return integer(column) != 0; }
    std::string text(int column) const { return m_query->value(column).toString().toStdString(); }
    QByteArray blob(int column) const { return m_query->value(column).toByteArray(); }
    Money money(int column) const { return Money::fromNano(integer(column)); }
    WallTime time(int column) const { return WallTime{std::chrono::milliseconds{integer(column)}}; }
    template<class Number>
    Number number(int column) const
    {
        return static_cast<Number>(integer(column));
    }
    template<class Number>
    std::optional<Number> optionalNumber(int column) const
    {
        return isNull(column) ? std::nullopt : std::optional(number<Number>(column));
    }

private:
    QSqlQuery* m_query;
    QString m_file;
};

/// One SQLite connection: settings, prepared statements kept by their text, errors translated.
///
/// Lives in: the thread that opened it, which must also destroy it. No copy of the connection is handed out.
class Database
{
public:
    enum class Mode {
        ReadWrite, ///< made when it does not exist; WAL
        ReadOnly,
        Untouched, ///< read-only, and the file and its neighbours are not even locked: for looking at a foreign version
    };

    static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file, Mode mode);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    const QString& file() const { return m_file; }

    /// Runs a statement that gives no rows; returns how many rows it changed.
    template<class... Values>
    Result<std::int64_t> run(std::string_view sql, const Values&... values)
    {
        return change(sql, {toSql(values)...});
    }
    template<class... Values>
    Result<Rows> query(std::string_view sql, const Values&... values)
    {
        Result<QSqlQuery*> query = execute(sql, {toSql(values)...});
        if (!query)
            return query.error();
        return Rows(**query, m_file);
    }
    /// The first column of the first row as a number; 0 when there is none.
    template<class... Values>
    Result<std::int64_t> number(std::string_view sql, const Values&... values)
    {
        Result<Rows> rows = query(sql, values...);
        if (!rows)
            return rows.error();
        const Result<bool> found = rows->next();
        if (!found)
            return found.error();
        return *found ? rows->integer(0) : 0;
    }

private:
    explicit Database(QString file);
    Result<void> connect(Mode mode);
    Result<void> configure();
    Result<QSqlQuery*> execute(std::string_view sql, std::initializer_list<SqlValue> values);
    Result<std::int64_t> change(std::string_view sql, std::initializer_list<SqlValue> values);

    QString m_file;
    QString m_connection; ///< name, unique in the process
    QSqlDatabase m_database;
    std::unordered_map<std::string, QSqlQuery, SqlTextHash, std::equal_to<>> m_statements;
    std::unique_ptr<DirectStatements> m_direct; ///< null where Qt's driver has an SQLite of its own
};

/// All or nothing: rolls back unless commit() came.
class Transaction
{
public:
    static Result<Transaction> begin(Database& database);
    Transaction(Transaction&& other) noexcept : m_database(std::exchange(other.m_database, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    Result<void> commit();

private:
    explicit Transaction(Database& database) : m_database(&database) {}
    Database* m_database;
};

} // namespace lanyard
