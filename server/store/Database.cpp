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

/// The settings that were measured best for one writer that commits in batches (ARCHITECTURE, "Storage").
constexpr std::array<std::string_view, 5> kWriterSettings{
    "PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", "PRAGMA foreign_keys = ON", "PRAGMA cache_size = -65536",
    "PRAGMA wal_autocheckpoint = 10000"};

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
    m_database.close();
    m_database = {}; // the last reference, or removeDatabase() would warn
    QSqlDatabase::removeDatabase(m_connection);
}

Result<QSqlQuery*> Database::execute(std::string_view sql, const std::initializer_list<QVariant>& values)
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
    for (const QVariant& value : values)
        query.bindValue(position++, value);
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
