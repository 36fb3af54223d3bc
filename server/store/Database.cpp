#include "store/Database.h"

#include "store/SqlError.h"

#include <QFile>
#include <QUrl>

#include <atomic>

namespace lanyard {
namespace {

QString uniqueConnectionName()
{
    static std::atomic<unsigned> counter{0};
    return QStringLiteral("lanyard-%1").arg(++counter);
}

/// For one writer that commits in batches and mostly appends: 64 MiB of cache and 2 cost the same time a row (136,000 and 137,000
/// rows a second of CPU time, batches of 1,000), and grew into the memory of a service that runs for weeks.
constexpr std::array<std::string_view, 5> kWriterSettings{
    "PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", "PRAGMA foreign_keys = ON", "PRAGMA cache_size = -2048",
    "PRAGMA wal_autocheckpoint = 10000"};

QVariant toVariant(const SqlValue& value)
{
    const auto size = static_cast<qsizetype>(value.bytes.size());
    switch (value.kind) {
    case SqlValue::Kind::Null: return {};
    case SqlValue::Kind::Integer: return QVariant(static_cast<qint64>(value.integer));
    // Qt would make NULL of a null string.
    case SqlValue::Kind::Text: return QVariant(size == 0 ? QString(QLatin1String("")) : QString::fromUtf8(value.bytes.data(), size));
    case SqlValue::Kind::Blob: return QVariant(size == 0 ? QByteArray("") : QByteArray(value.bytes.data(), size));
    }
    return {};
}

} // namespace

Rows::~Rows()
{
    if (m_query != nullptr)
        m_query->finish();
}

Result<bool> Rows::next()
{
    if (m_query->next())
        return true;
    if (m_query->lastError().isValid())
        return errorFromSql(m_query->lastError(), m_file);
    return false;
}

Database::Database(QString file) : m_file(std::move(file)), m_connection(uniqueConnectionName()) {}

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file, Mode mode)
{
    std::unique_ptr<Database> database(new Database(QString::fromStdU16String(file.u16string())));
    if (Result<void> connected = database->connect(mode); !connected)
        return connected.error();
    if (mode == Mode::ReadWrite) {
        if (Result<void> configured = database->configure(); !configured)
            return configured.error();
    }
    return database;
}

Result<void> Database::connect(Mode mode)
{
    DirectStatements::configureSqlite();
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000");
    QString name = m_file;
    if (mode != Mode::ReadWrite)
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
    if (mode == Mode::Untouched) {
        options += QStringLiteral(";QSQLITE_OPEN_URI");
        name = QString::fromLatin1(QUrl::fromLocalFile(m_file).toEncoded()) + QStringLiteral("?immutable=1");
    }
    m_database.setConnectOptions(options);
    m_database.setDatabaseName(name);
    if (!m_database.open())
        return errorFromSql(m_database.lastError(), m_file);
    m_direct = DirectStatements::over(m_database);
    return {};
}

Result<void> Database::configure()
{
    for (const std::string_view setting : kWriterSettings) {
        if (Result<Rows> done = query(setting); !done)
            return done.error();
    }
    // SQLite gives its neighbours (-wal, -shm) the same rights.
    QFile::setPermissions(m_file, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return {};
}

Database::~Database()
{
    m_statements.clear();
    m_direct.reset();
    m_database.close();
    m_database = {}; // the last reference, or removeDatabase() would warn
    QSqlDatabase::removeDatabase(m_connection);
}

Result<std::int64_t> Database::change(std::string_view sql, std::initializer_list<SqlValue> values)
{
    if (m_direct) {
        if (const auto changed = m_direct->run(sql, values))
            return *changed;
        return errorFromSql(m_direct->lastError(), m_file);
    }
    const Result<QSqlQuery*> query = execute(sql, values);
    if (!query)
        return query.error();
    const std::int64_t changed = (*query)->numRowsAffected();
    (*query)->finish();
    return changed;
}

Result<QSqlQuery*> Database::execute(std::string_view sql, std::initializer_list<SqlValue> values)
{
    auto found = m_statements.find(sql);
    if (found == m_statements.end()) {
        QSqlQuery prepared(m_database);
        prepared.setForwardOnly(true);
        if (!prepared.prepare(QString::fromUtf8(sql.data(), static_cast<qsizetype>(sql.size()))))
            return errorFromSql(prepared.lastError(), m_file);
        found = m_statements.emplace(std::string(sql), std::move(prepared)).first;
    }
    QSqlQuery& query = found->second;
    int position = 0;
    for (const SqlValue& value : values)
        query.bindValue(position++, toVariant(value));
    if (!query.exec()) {
        const Error error = errorFromSql(query.lastError(), m_file);
        query.finish();
        return error;
    }
    return &query;
}

Result<Transaction> Transaction::begin(Database& database)
{
    const Result<std::int64_t> begun = database.run("BEGIN IMMEDIATE");
    if (!begun)
        return begun.error();
    return Transaction(database);
}

Transaction::~Transaction()
{
    // SQLite has rolled back by itself after some errors (disk full): then this has nothing to do and says so.
    if (m_database != nullptr)
        (void)m_database->run("ROLLBACK");
}

Result<void> Transaction::commit()
{
    const Result<std::int64_t> committed = m_database->run("COMMIT");
    if (!committed)
        return committed.error();
    m_database = nullptr;
    return {};
}

} // namespace lanyard
