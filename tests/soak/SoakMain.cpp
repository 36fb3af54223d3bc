#include "ProcessFigures.h"
#include "SoakLedger.h"
#include "SoakTraffic.h"
#include "SoakWorld.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTest>

#include <cstdio>

// A soak: the real service under everything at once, for as long as is asked. See README.md.

using namespace lanyard::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int kQuietDeadlineMs = 150'000;
constexpr int kIdleThreadsGoMs = 45'000; // QThreadPool keeps them for 30 s
constexpr qint64 kLineMs = 60'000;
constexpr qint64 kCollectMs = 15'000; // short, so that what the service answers is as long in the first minute as later

class Soak
{
public:
    explicit Soak(qint64 milliseconds) : m_length(milliseconds) {}

    /// The exit code.
    int run();

private:
    bool settle();
    void drive(qint64 milliseconds);
    ProcessFigures figures();
    void printLine(const char* what, const ProcessFigures& figures);
    void judgeFigures(const ProcessFigures& early, const ProcessFigures& late);
    int report();

    qint64 m_length;
    SoakWorld m_world;
    SoakTraffic m_traffic{m_world};
    SoakLedger m_ledger{m_world};
    QElapsedTimer m_clock;
    QStringList m_problems;
};

int Soak::run()
{
    if (const QByteArray problem = m_world.start(); !problem.isEmpty()) {
        std::fprintf(stderr, "soak: the service did not start: %s\n", problem.constData());
        return 1;
    }
    m_clock.start();
    std::printf("%-8s %6s %10s %6s %8s %8s %7s %6s\n", "", "s", "RSS KiB", "fds", "pooled", "threads", "CPU s", "rows");
    const qint64 first = std::min(kLineMs, m_length / 3);
    drive(first);
    if (!settle())
        return report();
    const ProcessFigures early = figures();
    printLine("early", early);
    drive(m_length - first);
    if (!settle())
        return report();
    ProcessFigures late;
    // A thread of a pool that has nothing to do goes by itself, and takes its descriptors along.
    (void)QTest::qWaitFor([&] { late = figures(); return late.descriptors <= early.descriptors && late.threads <= early.threads; }, kIdleThreadsGoMs);
    printLine("late", late);
    judgeFigures(early, late);
    m_problems += m_ledger.check(m_traffic.fates());
    const int exitCode = m_world.service().stop();
    if (exitCode != 0)
        m_problems += u"the service ended with %1: "_s.arg(exitCode) + QString::fromUtf8(m_world.service().errors());
    return report();
}

void Soak::drive(qint64 milliseconds)
{
    const qint64 until = m_clock.elapsed() + milliseconds;
    m_traffic.start();
    qint64 nextLine = (m_clock.elapsed() / kLineMs + 1) * kLineMs;
    qint64 nextCollect = m_clock.elapsed() + kCollectMs;
    while (m_clock.elapsed() < until && m_world.service().running()) {
        (void)QTest::qWaitFor([&] { return !m_world.service().running(); }, static_cast<int>(std::min<qint64>(500, std::max<qint64>(until - m_clock.elapsed(), 1))));
        if (m_clock.elapsed() >= nextCollect) {
            m_ledger.collect();
            nextCollect += kCollectMs;
        }
        if (m_clock.elapsed() >= nextLine) {
            printLine("busy", figures());
            nextLine += kLineMs;
        }
    }
    m_traffic.pause();
}

/// Waits until nothing is going on: so that two moments can be compared.
bool Soak::settle()
{
    const auto idle = [&] {
        if (!m_traffic.quiet())
            return false;
        const QJsonObject stats = m_world.service().run({u"status"_s, u"--json"_s}).json().value(u"stats"_s).toObject();
        return !stats.isEmpty() && stats.value(u"in_flight"_s).toInt() == 0 && stats.value(u"connections"_s).toInt() == 0;
    };
    const bool running = m_world.service().running();
    if (!running || !QTest::qWaitFor(idle, kQuietDeadlineMs))
        m_problems += running ? u"the service does not come to rest: "_s + QString::fromUtf8(m_world.service().run({u"status"_s}).out)
                              : u"the service died: "_s + QString::fromUtf8(m_world.service().errors());
    return m_problems.isEmpty();
}

ProcessFigures Soak::figures()
{
    return ProcessFigures::of(m_world.service().pid(), m_world.provider().port());
}

void Soak::printLine(const char* what, const ProcessFigures& figures)
{
    std::printf("%-8s %6lld %10lld %6d %8d %8d %7.1f %6d\n", what, static_cast<long long>(m_clock.elapsed() / 1000),
                static_cast<long long>(figures.rssKiB), figures.descriptors, figures.upstreamPooled, figures.threads,
                figures.cpuSeconds, m_ledger.rowCount());
    std::fflush(stdout);
}

void Soak::judgeFigures(const ProcessFigures& early, const ProcessFigures& late)
{
    // Fewer is no leak.
    if (late.descriptors > early.descriptors)
        m_problems += u"descriptors: %1, then %2"_s.arg(early.descriptors).arg(late.descriptors);
    if (late.threads > early.threads)
        m_problems += u"threads: %1, then %2"_s.arg(early.threads).arg(late.threads);
    // In less than some minutes caches still fill.
    constexpr qint64 kJudgeMemory = 5 * 60'000;
    if (m_length >= kJudgeMemory && late.rssKiB > early.rssKiB * 6 / 5)
        m_problems += u"RSS: %1 KiB, then %2 KiB"_s.arg(early.rssKiB).arg(late.rssKiB);
}

int Soak::report()
{
    m_problems += m_traffic.problems();
    std::map<std::string, int> ends = m_traffic.counts();
    for (const Fate fate : m_traffic.fates()) {
        static constexpr const char* kNames[]{"  complete", "  refused", "  broken off", "  left"};
        ++ends[kNames[static_cast<int>(fate)]];
    }
    for (const auto& [what, count] : ends)
        std::printf("%-14s %7d\n", what.c_str(), count);
    for (const QString& problem : m_problems.mid(0, 30))
        std::printf("PROBLEM %s\n", qPrintable(problem));
    std::printf(m_problems.isEmpty() ? "Verdict: everything held.\n" : "Verdict: %lld problems.\n", static_cast<long long>(m_problems.size()));
    return m_problems.isEmpty() ? 0 : 1;
}

} // namespace

int main(int count, char** arguments)
{
    const QCoreApplication app(count, arguments);
    QCommandLineParser parser;
    const QCommandLineOption seconds(u"seconds"_s, u"How long clients come."_s, u"N"_s, u"1800"_s);
    parser.addOption(seconds);
    parser.addHelpOption();
    parser.process(app);
    return Soak(parser.value(seconds).toLongLong() * 1000).run();
}

