#include "store/Migrator.h"

#include "StoreDoubles.h"
#include "store/ConfigTables.h"
#include "store/LedgerTables.h"

#include "support/FakeClock.h"
#include "support/TestMain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <array>
#include <string>

using namespace lanyard;
using namespace lanyard::test;

class tst_Migrator : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temporary;
    test::FakeClock m_clock;

    std::filesystem::path folder() const { return m_temporary->path().toStdString(); }
    std::filesystem::path file() const { return folder() / "lanyard.db"; }
    MigrationSet first() const
    {
        return {{{1, QStringLiteral("0001_first"), QStringLiteral("-- A comment; with a semicolon;\n"
                                                                  "CREATE TABLE a (\n    id INTEGER PRIMARY KEY, -- ;\n    t TEXT\n) STRICT;\n"
                                                                  "INSERT INTO a VALUES (1, 'one; two');\n")}},
                folder()};
    }
    MigrationSet second(const QString& sql) const
    {
        MigrationSet set = first();
        set.migrations.push_back({2, QStringLiteral("0002_second"), sql});
        return set;
    }
    QByteArray bytes() const
    {
        QFile f(QString::fromStdString(file().string()));
        return f.open(QIODevice::ReadOnly) ? f.readAll() : QByteArray();
    }
    QStringList files() const { return QDir(m_temporary->path()).entryList(QDir::Files, QDir::Name); }
    void writeFile(const QByteArray& content) const
    {
        QFile f(QString::fromStdString(file().string()));
        QVERIFY(f.open(QIODevice::WriteOnly));
        f.write(content);
    }

private Q_SLOTS:
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }

    void aNewDatabaseGetsTheNewestSchemaAndWritesDownHow()
    {
        const auto db = openMigrated(file(), MigrationSet::mainDatabase(folder()), m_clock);
        QVERIFY(db);
        QCOMPARE(*(*db)->number("PRAGMA user_version"), std::int64_t{MigrationSet::mainDatabase(folder()).newest()});
        auto rows = (*db)->query("SELECT name, applied_ms, program FROM schema_migrations WHERE version = 1");
        QVERIFY(rows && *rows->next());
        QCOMPARE(rows->text(0), std::string("0001_initial"));
        QCOMPARE(rows->integer(1), std::int64_t(m_clock.wall().time_since_epoch().count()));
        QCOMPARE(rows->text(2), std::string(LANYARD_VERSION));
        QVERIFY(files().filter(QStringLiteral("before-schema")).isEmpty());
    }

    void everyTableIsStrict()
    {
        for (const MigrationSet& set : {MigrationSet::mainDatabase(folder()), MigrationSet::requestLog()}) {
            std::filesystem::remove(file());
            const auto db = openMigrated(file(), set, m_clock);
            QVERIFY(db);
            QVERIFY(*(*db)->number("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'") > 1);
            QCOMPARE(*(*db)->number("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 "
                                    "AND name NOT LIKE 'sqlite_%'"), std::int64_t{0});
        }
    }

    void openingAgainChangesNothing()
    {
        QVERIFY(openMigrated(file(), first(), m_clock));
        const QByteArray before = bytes();
        QVERIFY(openMigrated(file(), first(), m_clock));
        QCOMPARE(bytes(), before);
    }

    void aMigrationKeepsTheRowsAndMakesAVerifiedCopyFirst()
    {
        QVERIFY(openMigrated(file(), first(), m_clock));
        const auto db = openMigrated(file(), second(QStringLiteral("ALTER TABLE a ADD COLUMN n INTEGER;\n")), m_clock);
        QVERIFY(db);
        QCOMPARE(*(*db)->number("SELECT count(*) FROM a WHERE t = 'one; two' AND n IS NULL"), std::int64_t{1});
        QCOMPARE(*(*db)->number("SELECT count(*) FROM schema_migrations"), std::int64_t{2});
        QCOMPARE(*(*db)->number("PRAGMA foreign_keys"), std::int64_t{1});
        const auto copy = Database::open(folder() / "before-schema-2.db", Database::Mode::ReadOnly);
        QVERIFY(copy);
        QCOMPARE(*(*copy)->number("PRAGMA user_version"), std::int64_t{1});
        QCOMPARE(*(*copy)->number("SELECT count(*) FROM a"), std::int64_t{1});
    }

    void everyOlderDatabaseIsWalkedToTheNewest()
    {
        const MigrationSet all = MigrationSet::mainDatabase(folder());
        for (int version = 1; version < all.newest(); ++version) {
            std::filesystem::remove(file());
            MigrationSet old = all;
            old.migrations.resize(static_cast<std::size_t>(version));
            {
                const auto db = *openMigrated(file(), old, m_clock);
                QVERIFY(db->run("INSERT INTO groups (id, position, name, multiplier_micro, models) VALUES (1, 0, 'family', 1000000, '[]')"));
                QVERIFY(db->run("INSERT INTO users (id, position, name, group_id, enabled, frozen) VALUES (1, 0, 'alice', 1, 1, 0)"));
                QVERIFY(db->run("INSERT INTO models (id, position, name, enabled, strategy, aliases, price_input_nano, price_output_nano, "
                                "price_per_call_nano) VALUES (4, 0, 'gpt-x', 1, 'priority', '[]', 5, 7, 0)"));
                QVERIFY(db->run("INSERT INTO deposits (user_id, made_ms, amount_nano, source, note) VALUES (1, 0, 1000, 'opening', '')"));
                for (const char* sql : {"INSERT INTO charges (exchange_id, settled_ms, user_id, group_id, key_id, model_id, provider_id, credential_id, outcome, "
                                        "basis, input, cached_input, cache_write_5m, cache_write_1h, output, reasoning, audio_input, audio_output, cost_nano, "
                                        "absorbed_nano, upstream_cost_nano) VALUES (1, 1772366400000, 1, 3, 11, 4, 5, 6, 1, 1, 10, 3, 0, 0, 5, 2, 0, 0, 100, 0, 40), "
                                        "(2, 1772280000000, 1, 3, 11, 4, 5, 6, 1, 1, 10, 3, 0, 0, 5, 2, 0, 0, 100, 0, 40)",
                                        "INSERT INTO rollups SELECT settled_ms / 86400000, user_id, group_id, key_id, model_id, provider_id, credential_id, 1, 0, "
                                        "input, cached_input, cache_write_5m, cache_write_1h, output, reasoning, audio_input, audio_output, cost_nano, "
                                        "absorbed_nano, upstream_cost_nano FROM charges"})
                    QVERIFY(db->run(sql));
                // From version 8 on the writer keeps the sums of each dimension, too.
                const std::array columns{"user_id", "group_id", "key_id", "model_id", "provider_id", "credential_id", "0"};
                for (std::size_t dimension = 0; version >= 8 && dimension < columns.size(); ++dimension) {
                    QVERIFY(db->run("INSERT INTO dimension_sums SELECT " + std::to_string(dimension) + ", day, " + columns[dimension]
                                    + ", sum(requests), sum(failed), sum(input), sum(cached_input), sum(cache_write_5m), sum(cache_write_1h), "
                                      "sum(output), sum(reasoning), sum(audio_input), sum(audio_output), sum(cost_nano), sum(absorbed_nano), "
                                      "sum(upstream_cost_nano) FROM rollups GROUP BY day, 3"));
                }
            }
            const auto db = openMigrated(file(), all, m_clock);
            QVERIFY2(db, db ? "" : db.error().message.c_str());
            const Result<void> proven = LedgerTables(**db).verify();
            QVERIFY2(proven, proven ? "" : proven.error().message.c_str());
            QCOMPARE(LedgerTables(**db).balance({1})->nano(), std::int64_t{800});
            const auto loaded = ConfigTables(**db, Vault(), m_clock).load();
            QVERIFY2(loaded, loaded ? "" : loaded.error().message.c_str());
            QCOMPARE(loaded->configuration.users.at(0).group, std::string("family"));
            QCOMPARE(loaded->configuration.models.at(0).price->output.nano(), std::int64_t{7});
            QVERIFY(loaded->configuration.models.at(0).breaker == BreakerRules{});
            QCOMPARE(loaded->configuration.users.at(0).queueWeight, 1U);
        }
    }

    void aFailingMigrationChangesNothing_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("wrong in its second statement") << QStringLiteral("CREATE TABLE b (x TEXT) STRICT;\nINSERT INTO nowhere VALUES (1);\n");
        QTest::newRow("leaves an orphan") << QStringLiteral("CREATE TABLE b (a_id INTEGER REFERENCES a(id)) STRICT;\nINSERT INTO b VALUES (99);\n");
    }
    void aFailingMigrationChangesNothing()
    {
        QFETCH(QString, sql);
        QVERIFY(openMigrated(file(), first(), m_clock));
        const auto failed = openMigrated(file(), second(sql), m_clock);
        QVERIFY(!failed);
        QVERIFY(failed.error().message.find("nothing was changed") != std::string::npos);
        const auto db = openMigrated(file(), first(), m_clock);
        QVERIFY(db);
        QCOMPARE(*(*db)->number("PRAGMA user_version"), std::int64_t{1});
        QCOMPARE(*(*db)->number("SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), std::int64_t{0});
    }

    void aNewerSchemaIsRefusedAndLeftAsItIs()
    {
        MigrationSet newer = first();
        for (int version = 2; version <= 7; ++version)
            newer.migrations.push_back({version, QStringLiteral("000%1_more").arg(version), QStringLiteral("CREATE TABLE t%1 (x TEXT) STRICT;\n").arg(version)});
        {
            const auto db = openMigrated(file(), newer, m_clock);
            QVERIFY(db);
            QVERIFY((*db)->run("UPDATE schema_migrations SET program = '9.9.1' WHERE version = 7"));
        }
        const QByteArray before = bytes();
        const QStringList filesBefore = files();
        const auto refused = openMigrated(file(), first(), m_clock);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::NewerSchema);
        QVERIFY2(refused.error().message.ends_with("was written by a newer Lanyard (schema 7; this program knows 1): install version 9.9.1 or newer"),
                 refused.error().message.c_str());
        QCOMPARE(bytes(), before);
        QCOMPARE(files(), filesBefore);
    }

    void filesThatAreNotOursAreRefusedAndLeftAsTheyAre_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("text") << QByteArray("hello, I am a text file that is longer than a database header, honestly, much longer than that.......");
        QTest::newRow("short") << QByteArray("x");
        QTest::newRow("header only") << QByteArray("SQLite format 3\0", 16);
    }
    void filesThatAreNotOursAreRefusedAndLeftAsTheyAre()
    {
        QFETCH(QByteArray, content);
        writeFile(content);
        const auto refused = openMigrated(file(), first(), m_clock);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Corrupt);
        QCOMPARE(bytes(), content);
    }

    void anotherProgramsDatabaseIsRefused()
    {
        {
            const auto db = Database::open(file(), Database::Mode::ReadWrite);
            QVERIFY((*db)->run("CREATE TABLE theirs (x TEXT)"));
        }
        const auto refused = openMigrated(file(), first(), m_clock);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Corrupt);
        QVERIFY(refused.error().message.find("another program") != std::string::npos);
    }

    void aDamagedPageIsReportedAsDamage()
    {
        QVERIFY(openMigrated(file(), MigrationSet::mainDatabase(folder()), m_clock));
        QByteArray content = bytes();
        for (qsizetype i = 100; i < content.size(); ++i)
            content[i] = static_cast<char>(i * 31);
        writeFile(content);
        const auto refused = openMigrated(file(), MigrationSet::mainDatabase(folder()), m_clock);
        const bool opened = refused.has_value();
        const ErrorCode code = opened ? (*refused)->number("SELECT count(*) FROM users").error().code : refused.error().code;
        QCOMPARE(code, ErrorCode::Corrupt);
    }
};

LANYARD_TEST(tst_Migrator)
#include "tst_Migrator.moc"
