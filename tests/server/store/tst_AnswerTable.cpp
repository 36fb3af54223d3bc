#include "store/AnswerTable.h"

#include "StoreDoubles.h"
#include "store/Migrator.h"
#include "support/FakeClock.h"
#include "support/TestMain.h"

#include <QFile>
#include <QTemporaryDir>

using namespace lanyard;
using namespace lanyard::test;

namespace {

KeptAnswer answer(const char* key, std::int64_t untilMs, std::string bytes = "{\"hello\":\"world\"}")
{
    return {requestIdBits(key), requestIdBits("body"), at(untilMs), 200, {{"Content-Type", "application/json"}}, std::move(bytes)};
}

} // namespace

class tst_AnswerTable : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temporary;
    std::unique_ptr<Database> m_database;
    FakeClock m_clock{at(kNoonMs)};
    Vault m_vault{MasterKey::generate()};

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        const std::filesystem::path folder = m_temporary->path().toStdString();
        m_database = *openMigrated(folder / "lanyard.db", MigrationSet::mainDatabase(folder), m_clock);
    }
    void cleanup() { m_database.reset(); }

    void whatWasKeptIsReadAgain()
    {
        AnswerTable table(*m_database, m_vault);
        QVERIFY(table.keep(answer("a", kNoonMs + 1'000, "line one\nline two"), at(kNoonMs), 1'000'000));
        QVERIFY(table.keep(answer("b", kNoonMs + 2'000), at(kNoonMs), 1'000'000));
        QVERIFY(table.keep(answer("a", kNoonMs + 3'000, "newer"), at(kNoonMs), 1'000'000));
        const auto answers = *table.load(at(kNoonMs));
        QCOMPARE(answers.size(), std::size_t{2});
        QCOMPARE(answers[1].key, requestIdBits("a"));
        QCOMPARE(answers[1].body, requestIdBits("body"));
        QCOMPARE(answers[1].bytes, std::string("newer"));
        QCOMPARE(answers[1].status, 200);
        QCOMPARE(answers[1].headers, (std::vector<std::pair<std::string, std::string>>{{"Content-Type", "application/json"}}));
        QCOMPARE(table.load(at(kNoonMs + 2'000))->size(), std::size_t{1});
    }

    void theOldestGoWhenThereIsNoRoom()
    {
        AnswerTable table(*m_database, m_vault);
        for (const char* key : {"a", "b", "c", "d"})
            QVERIFY(table.keep(answer(key, kNoonMs + 1'000, std::string(1'000, 'x')), at(kNoonMs), 2'500));
        const auto answers = *table.load(at(kNoonMs));
        QCOMPARE(answers.size(), std::size_t{2});
        QCOMPARE(answers[0].key, requestIdBits("c"));
        QVERIFY(table.keep(answer("e", kNoonMs + 9'000), at(kNoonMs + 5'000), 2'500)); // and those whose window is over
        QCOMPARE(*m_database->number("SELECT count(*) FROM kept_answers"), std::int64_t{1});
    }

    void nobodyReadsThemInTheFile()
    {
        QVERIFY(AnswerTable(*m_database, m_vault).keep(answer("a", kNoonMs + 1'000, "what the model said to Zoe"), at(kNoonMs), 1'000'000));
        QVERIFY(m_database->run("PRAGMA wal_checkpoint(TRUNCATE)"));
        QFile file(m_temporary->filePath(QStringLiteral("lanyard.db")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("what the model said"));
        const Vault other{MasterKey::generate()};
        QVERIFY(AnswerTable(*m_database, other).load(at(kNoonMs))->empty());
        const Vault locked;
        QVERIFY(AnswerTable(*m_database, locked).load(at(kNoonMs))->empty());
        QVERIFY(AnswerTable(*m_database, locked).keep(answer("b", kNoonMs + 1'000), at(kNoonMs), 1'000'000));
        QCOMPARE(*m_database->number("SELECT count(*) FROM kept_answers"), std::int64_t{1});
    }
};

LANYARD_TEST(tst_AnswerTable)
#include "tst_AnswerTable.moc"
