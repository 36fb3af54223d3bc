#include "store/Database.h"
#include "support/TestMain.h"

#include <QTemporaryDir>

#include <array>

using namespace lanyard;

/// What goes in by run() comes out by query(): the two go different ways to SQLite (DirectStatements).
class tst_Database : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Database> m_database;

private Q_SLOTS:
    void init()
    {
        auto opened = Database::open(std::filesystem::path(m_folder.filePath(QStringLiteral("t.db")).toStdU16String()), Database::Mode::ReadWrite);
        QVERIFY2(opened, opened ? "" : opened.error().message.c_str());
        m_database = *std::move(opened);
        QVERIFY(m_database->run("DROP TABLE IF EXISTS t"));
        QVERIFY(m_database->run("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, t TEXT, b BLOB) STRICT"));
    }
    void cleanup() { m_database.reset(); }

    void everyKindOfValueComesBackAsItWas()
    {
        const std::string text("na\xC3\xAFve \0 inside", 16);
        const std::array<std::uint8_t, 3> blob{0, 255, 7};
        QVERIFY(m_database->run("INSERT INTO t VALUES (1, ?, ?, ?)", std::int64_t{-9'223'372'036'854'775'807}, text, blob));
        QVERIFY(m_database->run("INSERT INTO t VALUES (2, ?, ?, ?)", std::optional<int>(), std::string_view(), QByteArray()));
        QVERIFY(m_database->run("INSERT INTO t VALUES (3, ?, ?, ?)", true, std::optional<std::string_view>(), std::nullopt));

        auto rows = m_database->query("SELECT n, t, b FROM t ORDER BY id");
        QVERIFY(rows && *rows->next());
        QCOMPARE(rows->integer(0), std::int64_t{-9'223'372'036'854'775'807});
        QCOMPARE(rows->text(1), text);
        QCOMPARE(rows->blob(2), QByteArray("\0\xFF\x07", 3));
        QVERIFY(*rows->next());
        QVERIFY(rows->isNull(0));
        QVERIFY2(!rows->isNull(1) && !rows->isNull(2), "empty is not NULL");
        QVERIFY(rows->text(1).empty() && rows->blob(2).isEmpty());
        QVERIFY(*rows->next());
        QCOMPARE(rows->integer(0), std::int64_t{1});
        QVERIFY(rows->isNull(1) && rows->isNull(2));
    }

    void tellsHowManyRowsWereChanged()
    {
        for (int i = 0; i < 3; ++i)
            QCOMPARE(*m_database->run("INSERT INTO t (n) VALUES (?)", i), std::int64_t{1});
        QCOMPARE(*m_database->run("INSERT OR IGNORE INTO t (id, n) VALUES (1, 5)"), std::int64_t{0});
        QCOMPARE(*m_database->run("UPDATE t SET n = n + ?", 1), std::int64_t{3});
        QCOMPARE(*m_database->run("DELETE FROM t WHERE n > ?", 100), std::int64_t{0});
    }

    void aFailureIsNamedAndLeavesTheStatementUsable()
    {
        constexpr std::string_view kInsert = "INSERT INTO t (id, n) VALUES (?, ?)";
        QVERIFY(m_database->run(kInsert, 1, 1));
        const auto twice = m_database->run(kInsert, 1, 2);
        QVERIFY(!twice);
        QCOMPARE(twice.error().code, ErrorCode::Conflict);
        QVERIFY(twice.error().message.find("t.db") != std::string::npos);
        QVERIFY2(twice.error().detail.find("1555") != std::string::npos, twice.error().detail.c_str()); // SQLITE_CONSTRAINT_PRIMARYKEY
        QVERIFY(m_database->run(kInsert, 2, 2));
        QVERIFY(!m_database->run("INSERT INTO nowhere VALUES (?)", 1));
        QVERIFY2(!m_database->run("INSERT INTO t (id) VALUES (3); INSERT INTO t (id) VALUES (4)"), "the second would be left out");
        QCOMPARE(*m_database->number("SELECT count(*) FROM t"), std::int64_t{2});
    }

    void aStatementOutlivesAChangeOfTheTable()
    {
        constexpr std::string_view kInsert = "INSERT INTO t (n) VALUES (?)";
        QVERIFY(m_database->run(kInsert, 1));
        QVERIFY(m_database->run("ALTER TABLE t ADD COLUMN more TEXT"));
        QVERIFY(m_database->run(kInsert, 2));
        QCOMPARE(*m_database->number("SELECT count(*) FROM t WHERE more IS NULL"), std::int64_t{2});
    }

    void aTransactionThatIsNotCommittedLeavesNothing()
    {
        {
            auto transaction = Transaction::begin(*m_database);
            QVERIFY(transaction);
            QVERIFY(m_database->run("INSERT INTO t (n) VALUES (1)"));
        }
        QCOMPARE(*m_database->number("SELECT count(*) FROM t"), std::int64_t{0});
        QVERIFY(m_database->run("INSERT INTO t (n) VALUES (1)")); // and the connection is free for the next
    }
};

LANYARD_TEST(tst_Database)

#include "tst_Database.moc"
