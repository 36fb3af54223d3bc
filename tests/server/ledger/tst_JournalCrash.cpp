#include "LedgerDoubles.h"
#include "ledger/JournalDrain.h"
#include "support/TestMain.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace lanyard;
using namespace lanyard::test;

namespace {

struct Acknowledged
{
    std::set<std::uint64_t> opened;
    std::set<std::uint64_t> settled;
};

/// Runs the helper until it has settled `until` exchanges, kills it, and reads what it said to the last whole line.
Acknowledged runAndKill(const QString& folder, int epoch, std::size_t until, const QString& crashAt = {})
{
    Acknowledged said;
    QProcess helper;
    helper.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LANYARD_CRASH_AT"), crashAt);
    helper.setProcessEnvironment(environment);
    helper.start(QStringLiteral(JOURNAL_CRASH_HELPER), {folder, QString::number(epoch)});
    QByteArray output;
    const auto take = [&] {
        output += helper.readAllStandardOutput();
        qsizetype end = 0;
        for (qsizetype line = output.indexOf('\n'); line >= 0; line = output.indexOf('\n', end)) {
            const std::uint64_t exchange = output.mid(end + 2, line - end - 2).toULongLong();
            (output.at(end) == 's' ? said.settled : said.opened).insert(exchange);
            end = line + 1;
        }
        output.remove(0, end);
    };
    while (said.settled.size() < until && helper.waitForReadyRead(30'000))
        take();
    helper.kill();
    helper.waitForFinished();
    take();
    return said;
}

} // namespace

class tst_JournalCrash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKillBetweenTwoSegmentsLosesNothing()
    {
        const QTemporaryDir folder;
        FakeLedgerSink sink;
        for (int round = 1; round <= 3; ++round) {
            // The first segment is taken at the start; the last number is never reached otherwise.
            const Acknowledged said = runAndKill(folder.path(), round, 1'000'000, QStringLiteral("rotating:%1").arg(round + 1));
            QVERIFY(said.settled.size() > 1'000 * static_cast<std::size_t>(round));
            JournalDrain drain(folder.path().toStdString(), sink);
            const Result<RecoveryReport> report = drain.recover(static_cast<std::uint32_t>(round) + 1);
            QVERIFY(report && report->damagedSlots == 0 && report->lost <= 1);
            for (const std::uint64_t exchange : said.settled)
                QVERIFY(sink.exchanges.contains({exchange}));
        }
        for (const auto& [exchange, times] : sink.offered)
            QCOMPARE(times, 1);
    }

    void killMinusNineLosesNothingAcknowledgedAndDoublesNothing()
    {
        const QTemporaryDir folder;
        FakeLedgerSink sink;
        std::mt19937_64 random(20);
        std::set<std::uint64_t> all;
        for (int round = 1; round <= 20; ++round) {
            const std::size_t until = 1 + random() % 6000; // up to three segments
            const Acknowledged said = runAndKill(folder.path(), round, until);
            QVERIFY(said.settled.size() >= until);

            JournalDrain drain(folder.path().toStdString(), sink);
            const Result<RecoveryReport> report = drain.recover(static_cast<std::uint32_t>(round) + 1);
            QVERIFY(report);
            QCOMPARE(report->damagedSlots, std::uint64_t{0});
            QVERIFY(report->lost <= 1); // the one that it was at
            for (const std::uint64_t exchange : said.settled) {
                QVERIFY(sink.exchanges.contains({exchange}));
                const BookedExchange& booked = sink.exchanges.at({exchange});
                QVERIFY(booked.settled.outcome == Outcome::Ok);
                QCOMPARE(booked.settled.cost.nano(), static_cast<std::int64_t>(exchange & 0xFFFF'FFFF));
                QCOMPARE(booked.attempts.size(), std::size_t{1});
            }
            for (const std::uint64_t exchange : said.opened)
                QVERIFY(sink.exchanges.contains({exchange}));
            all.insert(said.settled.begin(), said.settled.end());
        }
        for (const auto& [exchange, times] : sink.offered)
            QCOMPARE(times, 1);
        // Settled but not yet said when it was killed: at most one a round, and the lost ones.
        QVERIFY(sink.exchanges.size() <= all.size() + 2 * 20);
    }
};

LANYARD_TEST(tst_JournalCrash)
#include "tst_JournalCrash.moc"
