#include "store/DirectStatements.h"

#ifdef LANYARD_SHARED_SQLITE

#include <QSqlDriver>
#include <QSqlQuery>
#include <QVariant>

#include <sqlite3.h>

#include <mutex>

namespace lanyard {
namespace {

/// Another copy of SQLite may lay its connections out differently: then nothing of it may be touched.
bool isOurSqlite(QSqlDatabase& database)
{
    QSqlQuery query(database);
    return query.exec(QStringLiteral("SELECT sqlite_source_id()")) && query.next()
           && query.value(0).toString() == QLatin1String(sqlite3_sourceid());
}

/// The bytes outlast the step: SQLite need not copy them. Null would be NULL, even with a length of 0.
int bind(sqlite3_stmt* statement, int position, const SqlValue& value)
{
    const char* const bytes = value.bytes.data() ? value.bytes.data() : "";
    switch (value.kind) {
    case SqlValue::Kind::Null: return sqlite3_bind_null(statement, position);
    case SqlValue::Kind::Integer: return sqlite3_bind_int64(statement, position, value.integer);
    case SqlValue::Kind::Text: return sqlite3_bind_text64(statement, position, bytes, value.bytes.size(), SQLITE_STATIC, SQLITE_UTF8);
    case SqlValue::Kind::Blob: return sqlite3_bind_blob64(statement, position, bytes, value.bytes.size(), SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

} // namespace

void DirectStatements::configureSqlite()
{
    static std::once_flag once;
    // Its count of its own memory takes one lock of the whole process at every allocation.
    std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

std::unique_ptr<DirectStatements> DirectStatements::over(QSqlDatabase& database)
{
    const QVariant handle = database.driver()->handle();
    if (!handle.isValid() || qstrcmp(handle.typeName(), "sqlite3*") != 0 || !isOurSqlite(database))
        return nullptr;
    return std::unique_ptr<DirectStatements>(new DirectStatements(*static_cast<sqlite3* const*>(handle.data())));
}

DirectStatements::~DirectStatements()
{
    for (const auto& [text, statement] : m_statements)
        sqlite3_finalize(statement);
}

std::optional<std::int64_t> DirectStatements::run(std::string_view sql, std::initializer_list<SqlValue> values)
{
    m_severalStatements = false;
    sqlite3_stmt* const statement = prepared(sql);
    if (!statement)
        return std::nullopt;
    int code = SQLITE_OK;
    int position = 0;
    for (const SqlValue& value : values) {
        if (code == SQLITE_OK)
            code = bind(statement, ++position, value);
    }
    if (code == SQLITE_OK) {
        do
            code = sqlite3_step(statement);
        while (code == SQLITE_ROW);
    }
    const bool done = code == SQLITE_DONE;
    const std::int64_t changed = done ? sqlite3_changes(m_connection) : 0;
    sqlite3_reset(statement); // keeps the error for lastError()
    sqlite3_clear_bindings(statement);
    return done ? std::optional(changed) : std::nullopt;
}

sqlite3_stmt* DirectStatements::prepared(std::string_view sql)
{
    if (const auto found = m_statements.find(sql); found != m_statements.end())
        return found->second;
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    if (sqlite3_prepare_v3(m_connection, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, &rest) != SQLITE_OK)
        return nullptr;
    if (std::string_view(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest)).find_first_not_of(" \n;") != std::string_view::npos) {
        sqlite3_finalize(statement);
        m_severalStatements = true; // SQLite would leave the second one out without a word
        return nullptr;
    }
    m_statements.emplace(std::string(sql), statement);
    return statement;
}

QSqlError DirectStatements::lastError() const
{
    if (m_severalStatements)
        return QSqlError(QString(), QStringLiteral("more than one statement at a time"), QSqlError::StatementError, QString::number(SQLITE_MISUSE));
    return QSqlError(QString(), QString::fromUtf8(sqlite3_errmsg(m_connection)), QSqlError::StatementError,
                     QString::number(sqlite3_extended_errcode(m_connection)));
}

} // namespace lanyard

#else

namespace lanyard {

void DirectStatements::configureSqlite() { }

std::unique_ptr<DirectStatements> DirectStatements::over(QSqlDatabase&)
{
    return nullptr;
}

DirectStatements::~DirectStatements() = default;

std::optional<std::int64_t> DirectStatements::run(std::string_view, std::initializer_list<SqlValue>)
{
    return std::nullopt;
}

QSqlError DirectStatements::lastError() const
{
    return {};
}

} // namespace lanyard

#endif
