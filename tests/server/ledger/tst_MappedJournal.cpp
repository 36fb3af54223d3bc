#include "ledger/MappedJournal.h"

#include "LedgerDoubles.h"
#include "ledger/JournalReader.h"
#include "support/TestMain.h"

#include <QFileInfo>
#include <QTemporaryDir>

#if defined(Q_OS_UNIX)
#include <sys/stat.h>
#endif

using namespace lanyard;
using namespace lanyard::test;

class tst_MappedJournal : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temporary;
    std::filesystem::path m_folder;
    int m_wakes = 0;

    std::shared_ptr<JournalLane> makeLane() { return std::make_shared<JournalLane>(m_folder, 4, 2, [this] { ++m_wakes; }); }

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = std::filesystem::path(m_temporary->path().toStdString()) / "journal";
        std::filesystem::create_directory(m_folder);
        m_wakes = 0;
    }

    void recordsAreInTheFileInOrderAcrossSegments()
    {
        constexpr std::uint64_t kRecords = kJournalSlotsPerSegment * 2 + 10;
        const auto lane = makeLane();
        std::vector<JournalRecord> written;
        {
            auto journal = *MappedJournal::open(lane);
            std::mt19937_64 random(6);
            for (std::uint64_t i = 0; i < kRecords; ++i) {
                written.push_back(randomRecord(random));
                QVERIFY(journal->append(written.back()));
            }
        }
        const auto names = *listJournalSegments(m_folder);
        QCOMPARE(names.size(), std::size_t{3});
        QCOMPARE(names[1].fileName(), std::string("000004-002-000000001.journal"));
        std::size_t next = 0;
        for (const JournalSegmentName& name : names) {
            const auto report = readJournalSegment(m_folder / name.fileName(), name, [&](std::uint64_t sequence, const JournalRecord& record) {
                QCOMPARE(sequence, next + 1);
                QVERIFY(record == written.at(next++));
            });
            QVERIFY(report && report->clean());
        }
        QCOMPARE(next, static_cast<std::size_t>(kRecords));
        QVERIFY(m_wakes >= 3); // each taken segment asks for the next
    }

    void segmentsHaveBlocksOfTheirOwnAndArePrivate()
    {
        const auto lane = makeLane();
        auto journal = *MappedJournal::open(lane);
        const std::filesystem::path file = lane->segments().front()->path();
        QCOMPARE(std::filesystem::file_size(file), std::uintmax_t{kJournalSegmentBytes});
#if defined(Q_OS_UNIX)
        struct stat status{};
        QCOMPARE(::stat(file.c_str(), &status), 0);
        QVERIFY(static_cast<std::size_t>(status.st_blocks) * 512 >= kJournalSegmentBytes);
        QCOMPARE(status.st_mode & 0777, mode_t{0600});
#endif
    }

    void exchangeNumbersHoldEpochWorkerAndCounter()
    {
        auto journal = *MappedJournal::open(makeLane());
        QCOMPARE(journal->nextExchange(), ExchangeId::make(4, 2, 1));
        QCOMPARE(journal->nextExchange(), ExchangeId::make(4, 2, 2));
        JournalRecord none = makeRecord(JournalKind::Open, {});
        QCOMPARE(journal->append(none).error().code, ErrorCode::Unavailable);
    }

    void namesOfOtherFilesAreNotSegments()
    {
        for (const char* name : {"000004-002-000000001.journal.new", "4-2-1.journal", "x-1-1.journal", "000004-002-000000001", ".journal",
                                 "000004-002-.journal", "000004-002-000000001.journal.damaged"})
            QVERIFY2(!JournalSegmentName::parse(name), name);
        QVERIFY(JournalSegmentName::parse("000004-002-000000001.journal") == (JournalSegmentName{4, 2, 1}));
    }

#if defined(Q_OS_UNIX)
    void aFullDiskTurnsAwayNewExchangesAndStillEndsTheOpenOnes()
    {
        auto journal = *MappedJournal::open(makeLane());
        std::filesystem::remove_all(m_folder); // no further segment can be made; the mapped one lives on
        std::vector<ExchangeId> open;
        Result<void> opened;
        while (opened) {
            const ExchangeId exchange = journal->nextExchange();
            opened = journal->append(makeRecord(JournalKind::Open, exchange));
            if (opened)
                open.push_back(exchange);
        }
        QCOMPARE(opened.error().code, ErrorCode::Io);
        QVERIFY(open.size() > 1000);
        // Rows of refused requests must not eat the room either.
        JournalRecord refused = makeRecord(JournalKind::Settled, journal->nextExchange(), 0);
        refused.outcome = Outcome::Refused;
        QVERIFY(!journal->append(refused));
        for (const ExchangeId exchange : open) {
            for (std::uint8_t attempt = 1; attempt <= 3; ++attempt)
                QVERIFY(journal->append(makeRecord(JournalKind::Attempt, exchange, attempt)));
            QVERIFY(journal->append(makeRecord(JournalKind::Settled, exchange, 3)));
        }
        // And it goes on when there is room again.
        std::filesystem::create_directory(m_folder);
        for (int i = 0; i < 100; ++i)
            QVERIFY(journal->append(makeRecord(JournalKind::Open, journal->nextExchange())));
    }
#endif

    void measuresAnAppend()
    {
        const auto lane = makeLane();
        QVERIFY(lane->ensureSpares(12));
        auto journal = *MappedJournal::open(lane);
        const JournalRecord record = makeRecord(JournalKind::Attempt, journal->nextExchange());
        constexpr int kRecords = 50'000; // within the segments made ahead
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < kRecords; ++i)
            QVERIFY(journal->append(record));
        const auto took = std::chrono::steady_clock::now() - start;
        qInfo("append: %.1f ns a record", std::chrono::duration<double, std::nano>(took).count() / kRecords);
    }
};

LANYARD_TEST(tst_MappedJournal)
#include "tst_MappedJournal.moc"
