#include "ledger/JournalDrain.h"

#include "LedgerDoubles.h"
#include "ledger/JournalReader.h"
#include "support/TestMain.h"

#include <QFile>
#include <QTemporaryDir>

#include <atomic>
#include <thread>

using namespace lanyard;
using namespace lanyard::test;

class tst_JournalDrain : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temporary;
    std::filesystem::path m_folder;
    std::unique_ptr<FakeLedgerSink> m_sink;
    std::unique_ptr<JournalDrain> m_drain;

    std::unique_ptr<JournalWriter> open(std::uint32_t worker = 0, std::uint32_t epoch = 1)
    {
        auto writer = m_drain->openLane(epoch, worker, [] {});
        return writer ? *std::move(writer) : nullptr;
    }
    static void append(JournalWriter& journal, JournalKind kind, ExchangeId exchange, std::uint8_t attempts = 1)
    {
        QVERIFY(journal.append(makeRecord(kind, exchange, attempts)));
    }
    static ExchangeId whole(JournalWriter& journal)
    {
        const ExchangeId exchange = journal.nextExchange();
        append(journal, JournalKind::Open, exchange);
        append(journal, JournalKind::Attempt, exchange);
        append(journal, JournalKind::Settled, exchange);
        return exchange;
    }
    void fillSegment(JournalWriter& journal)
    {
        for (std::uint64_t i = 0; i < kJournalSlotsPerSegment / 3 + 1; ++i)
            whole(journal);
    }
    /// A new start over the same folder and book, as after kill -9: nothing of the old one is told to stop.
    RecoveryReport restart(std::uint32_t epoch)
    {
        m_drain = std::make_unique<JournalDrain>(m_folder, *m_sink);
        const Result<RecoveryReport> report = m_drain->recover(epoch);
        return report ? *report : RecoveryReport{};
    }
    std::size_t segmentFiles() const { return listJournalSegments(m_folder)->size(); }

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = m_temporary->path().toStdString();
        m_sink = std::make_unique<FakeLedgerSink>();
        m_drain = std::make_unique<JournalDrain>(m_folder, *m_sink);
    }
    void cleanup()
    {
        m_drain.reset();
        m_sink.reset();
    }

    void settledExchangesAreBookedWithTheirAttempts()
    {
        const auto journal = open();
        const ExchangeId exchange = journal->nextExchange();
        append(*journal, JournalKind::Open, exchange);
        append(*journal, JournalKind::Attempt, exchange, 1);
        QVERIFY(m_drain->drain());
        QVERIFY(m_sink->exchanges.empty()); // in flight
        append(*journal, JournalKind::Attempt, exchange, 2);
        append(*journal, JournalKind::Settled, exchange, 2);
        QVERIFY(m_drain->drain());
        QCOMPARE(m_sink->exchanges.size(), std::size_t{1});
        const BookedExchange& booked = m_sink->exchanges.at(exchange);
        QVERIFY(booked.settled == makeRecord(JournalKind::Settled, exchange, 2));
        QCOMPARE(booked.attempts.size(), std::size_t{2});
        QVERIFY(booked.opened.has_value());
        QVERIFY(!booked.carried);
        const int batches = m_sink->batches;
        QVERIFY(m_drain->drain());
        QCOMPARE(m_sink->batches, batches); // nothing new, nothing booked
    }

    void refusedExchangesNeedNoOpen()
    {
        const auto journal = open();
        const ExchangeId exchange = journal->nextExchange();
        append(*journal, JournalKind::Settled, exchange, 0);
        QVERIFY(m_drain->drain());
        QVERIFY(!m_sink->exchanges.at(exchange).opened);
    }

    void textsReachTheirExchange()
    {
        const auto journal = open();
        const ExchangeId exchange = journal->nextExchange();
        append(*journal, JournalKind::Open, exchange);
        journal->note({exchange, "my-request", "gpt-x", "boom", ""});
        QVERIFY(m_drain->drain());
        append(*journal, JournalKind::Settled, exchange);
        QVERIFY(m_drain->drain());
        QCOMPARE(m_sink->exchanges.at(exchange).texts->requestId, std::string("my-request"));
    }

    void textsAreBoundedAndTheOldestGo()
    {
        const auto journal = open();
        for (std::uint32_t i = 1; i <= JournalLane::kMaxTexts + 1; ++i)
            journal->note({ExchangeId::make(1, 0, i), std::to_string(i), "", "", ""});
        for (const std::uint32_t i : {1U, 2U, static_cast<unsigned>(JournalLane::kMaxTexts + 1)})
            append(*journal, JournalKind::Settled, ExchangeId::make(1, 0, i));
        QVERIFY(m_drain->drain());
        QVERIFY(!m_sink->exchanges.at(ExchangeId::make(1, 0, 1)).texts);
        QVERIFY(m_sink->exchanges.at(ExchangeId::make(1, 0, 2)).texts);
        QVERIFY(m_sink->exchanges.at(ExchangeId::make(1, 0, JournalLane::kMaxTexts + 1)).texts);
    }

    void fullAndBookedSegmentsGo()
    {
        const auto journal = open();
        for (int i = 0; i < 3; ++i) {
            fillSegment(*journal);
            QVERIFY(m_drain->drain());
            QVERIFY(segmentFiles() <= 3); // in use, made ahead, and the one that the writer may still hold
            QVERIFY(m_sink->syncs > i);   // the book was on the disk first
            m_drain->syncToDisk();
        }
        QVERIFY(m_sink->carriedRecords.empty());
        QCOMPARE(m_sink->exchanges.size(), static_cast<std::size_t>(3 * (kJournalSlotsPerSegment / 3 + 1)));
    }

    void aCleanStopLeavesAnEmptyJournal()
    {
        auto journal = open();
        whole(*journal);
        journal.reset();
        QVERIFY(m_drain->drain());
        QCOMPARE(segmentFiles(), std::size_t{0});
        QCOMPARE(m_sink->exchanges.size(), std::size_t{1});
    }

    void openExchangesAreCarriedWhenTheirSegmentGoes()
    {
        const auto journal = open();
        const ExchangeId slow = journal->nextExchange();
        append(*journal, JournalKind::Open, slow);
        append(*journal, JournalKind::Attempt, slow, 1);
        fillSegment(*journal);
        QVERIFY(m_drain->drain());
        QCOMPARE(m_sink->carriedRecords.size(), std::size_t{2});
        append(*journal, JournalKind::Attempt, slow, 2);
        append(*journal, JournalKind::Settled, slow, 2);
        QVERIFY(m_drain->drain());
        QVERIFY(m_sink->carriedRecords.empty());
        QCOMPARE(m_sink->exchanges.at(slow).attempts.size(), std::size_t{2});
    }

    void carriedExchangesAreLostAfterACrash()
    {
        const auto journal = open();
        const ExchangeId slow = journal->nextExchange();
        append(*journal, JournalKind::Open, slow);
        fillSegment(*journal);
        QVERIFY(m_drain->drain());
        const RecoveryReport report = restart(2);
        QCOMPARE(report.lost, std::uint64_t{1});
        QVERIFY(m_sink->exchanges.at(slow).settled.outcome == Outcome::Lost);
        QVERIFY(m_sink->carriedRecords.empty());
    }

    void carriedExchangesThatSettledBeforeACrashAreWhole()
    {
        const auto journal = open();
        const ExchangeId slow = journal->nextExchange();
        append(*journal, JournalKind::Open, slow);
        fillSegment(*journal);
        QVERIFY(m_drain->drain());
        append(*journal, JournalKind::Attempt, slow);
        append(*journal, JournalKind::Settled, slow);
        const RecoveryReport report = restart(2);
        QCOMPARE(report.lost, std::uint64_t{0});
        QVERIFY(m_sink->exchanges.at(slow).settled.outcome == Outcome::Ok);
        QCOMPARE(m_sink->exchanges.at(slow).attempts.size(), std::size_t{1});
        QVERIFY(m_sink->carriedRecords.empty());
    }

    void recoveryBooksTheSettledAndLosesTheOpen()
    {
        const auto journal = open();
        const ExchangeId settled = whole(*journal);
        const ExchangeId cut = journal->nextExchange();
        JournalRecord estimate = makeRecord(JournalKind::Open, cut, 0);
        estimate.usage[TokenBucket::Output] = 4096;
        QVERIFY(journal->append(estimate));
        append(*journal, JournalKind::Attempt, cut, 1);
        const RecoveryReport report = restart(2);
        QCOMPARE(report.records, std::uint64_t{5});
        QCOMPARE(report.lost, std::uint64_t{1});
        QVERIFY(m_sink->exchanges.at(settled).settled.outcome == Outcome::Ok);
        const BookedExchange& lost = m_sink->exchanges.at(cut);
        QVERIFY(lost.settled.outcome == Outcome::Lost);
        QVERIFY(lost.settled.cost.isZero());
        QVERIFY(lost.settled.usage == estimate.usage);
        QCOMPARE(lost.attempts.size(), std::size_t{1});
        QCOMPARE(segmentFiles(), std::size_t{0});
    }

    void aSecondRecoveryChangesNothing()
    {
        const auto journal = open();
        whole(*journal);
        whole(*journal);
        QVERIFY(m_drain->drain());
        whole(*journal);
        // The machine died after the commit and before the files went: they are there again.
        const QTemporaryDir elsewhere;
        const std::filesystem::path copy = elsewhere.path().toStdString();
        std::filesystem::copy(m_folder, copy);
        restart(2);
        const auto booked = m_sink->exchanges.size();
        QCOMPARE(booked, std::size_t{3});
        std::filesystem::copy(copy, m_folder);
        const RecoveryReport again = restart(3);
        QCOMPARE(again.lost, std::uint64_t{0});
        QCOMPARE(m_sink->exchanges.size(), booked);
        QVERIFY(m_sink->late.empty());
    }

    void attemptsOfBookedExchangesAreNotTakenForLateOnes()
    {
        // Open in a segment that went, attempt and settle in one that stayed: read again, the attempt has no Open.
        const auto journal = open();
        const ExchangeId slow = journal->nextExchange();
        append(*journal, JournalKind::Open, slow);
        fillSegment(*journal);
        QVERIFY(m_drain->drain());
        append(*journal, JournalKind::Attempt, slow);
        append(*journal, JournalKind::Settled, slow);
        QVERIFY(m_drain->drain());
        restart(2);
        QVERIFY(m_sink->late.empty());
        QCOMPARE(m_sink->exchanges.at(slow).attempts.size(), std::size_t{1});
    }

    void lateAttemptsAreBookedOnce()
    {
        const auto journal = open();
        const ExchangeId exchange = whole(*journal);
        QVERIFY(m_drain->drain());
        append(*journal, JournalKind::Attempt, exchange, 2); // the loser of a hedge
        QVERIFY(m_drain->drain());
        QCOMPARE(m_sink->late.size(), std::size_t{1});
        restart(2);
        QCOMPARE(m_sink->late.size(), std::size_t{1});
        QCOMPARE(m_sink->exchanges.size(), std::size_t{1});
    }

    void aRefusingBookLosesNothing()
    {
        const auto journal = open();
        m_sink->refuse = true;
        fillSegment(*journal);
        const ExchangeId slow = journal->nextExchange();
        append(*journal, JournalKind::Open, slow);
        QVERIFY(!m_drain->drain());
        fillSegment(*journal);
        QVERIFY(!m_drain->drain());
        QVERIFY(segmentFiles() >= 2);
        m_sink->refuse = false;
        append(*journal, JournalKind::Settled, slow);
        QVERIFY(m_drain->drain());
        QCOMPARE(m_sink->exchanges.size(), static_cast<std::size_t>(2 * (kJournalSlotsPerSegment / 3 + 1) + 1));
        for (const auto& [exchange, times] : m_sink->offered)
            QCOMPARE(times, 1);
        QVERIFY(m_sink->carriedRecords.empty());
    }

    void damagedSlotsAreCountedAndTheRestIsRead_data()
    {
        QTest::addColumn<int>("slot");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("zeros over the checksum") << 4 << QByteArray(8, '\0');
        QTest::newRow("noise over a whole slot") << 4 << QByteArray(int(kJournalSlotBytes), '\xA5');
        QTest::newRow("noise over the first slot") << 0 << QByteArray(int(kJournalSlotBytes), '\x5A');
    }
    void damagedSlotsAreCountedAndTheRestIsRead()
    {
        QFETCH(int, slot);
        QFETCH(QByteArray, bytes);
        const auto journal = open();
        for (int i = 0; i < 5; ++i)
            whole(*journal);
        const JournalSegmentName name{1, 0, 0};
        {
            QFile file(QString::fromStdString((m_folder / name.fileName()).string()));
            QVERIFY(file.open(QIODevice::ReadWrite));
            file.seek(slot * qint64(kJournalSlotBytes) + (bytes.size() == 8 ? 8 : 0));
            file.write(bytes);
        }
        const RecoveryReport report = restart(2);
        QCOMPARE(report.damagedSlots, std::uint64_t{1});
        QCOMPARE(report.records, std::uint64_t{14});
        QCOMPARE(m_sink->exchanges.size(), std::size_t{5});
        QVERIFY(std::filesystem::exists(m_folder / (name.fileName() + ".damaged"))); // set aside, not thrown away
        QCOMPARE(segmentFiles(), std::size_t{0});
    }

    void aSegmentThatIsCutShortGivesWhatItHolds()
    {
        const auto journal = open();
        for (int i = 0; i < 5; ++i)
            whole(*journal);
        QVERIFY(m_drain->drain());
        m_sink = std::make_unique<FakeLedgerSink>();
        const std::filesystem::path copy = m_folder / "cut";
        std::filesystem::create_directory(copy);
        const JournalSegmentName name{1, 0, 0};
        std::filesystem::copy(m_folder / name.fileName(), copy / name.fileName());
        std::filesystem::resize_file(copy / name.fileName(), kJournalSlotBytes * 7 + 100);
        JournalDrain drain(copy, *m_sink);
        const Result<RecoveryReport> report = drain.recover(2);
        QVERIFY(report);
        QCOMPARE(report->records, std::uint64_t{7});
        QCOMPARE(report->lost, std::uint64_t{1});
        QCOMPARE(m_sink->exchanges.size(), std::size_t{3});
    }

    void workersAndDrainRunAtTheSameTime()
    {
        constexpr std::uint32_t kWorkers = 4;
        constexpr std::uint32_t kExchanges = 20'000;
        std::vector<std::unique_ptr<JournalWriter>> journals;
        for (std::uint32_t worker = 0; worker < kWorkers; ++worker)
            journals.push_back(open(worker));
        std::atomic<std::uint32_t> running{kWorkers};
        std::vector<std::thread> threads;
        for (std::uint32_t worker = 0; worker < kWorkers; ++worker) {
            threads.emplace_back([&, worker] {
                bool ok = true;
                for (std::uint32_t i = 0; i < kExchanges; ++i) {
                    const ExchangeId exchange = journals[worker]->nextExchange();
                    journals[worker]->note({exchange, std::to_string(i), "", "", ""});
                    ok = ok && journals[worker]->append(makeRecord(JournalKind::Open, exchange)).has_value();
                    ok = ok && journals[worker]->append(makeRecord(JournalKind::Attempt, exchange)).has_value();
                    ok = ok && journals[worker]->append(makeRecord(JournalKind::Settled, exchange)).has_value();
                }
                journals[worker].reset();
                if (ok)
                    --running;
            });
        }
        while (running > 0 && m_sink->exchanges.size() < std::size_t{kWorkers} * kExchanges)
            QVERIFY(m_drain->drain());
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(running.load(), 0U);
        QVERIFY(m_drain->drain());
        QCOMPARE(m_sink->exchanges.size(), std::size_t{kWorkers} * kExchanges);
        for (const auto& [exchange, times] : m_sink->offered)
            QCOMPARE(times, 1);
        for (const auto& [exchange, booked] : m_sink->exchanges)
            QCOMPARE(booked.attempts.size(), std::size_t{1});
        QCOMPARE(m_drain->damagedSlots(), std::uint64_t{0});
        QCOMPARE(segmentFiles(), std::size_t{0});
    }
};

LANYARD_TEST(tst_JournalDrain)
#include "tst_JournalDrain.moc"
