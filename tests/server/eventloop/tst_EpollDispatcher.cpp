#include "base/JoinableThread.h"
#include "base/Mailbox.h"
#include "eventloop/EpollDispatcher.h"
#include "eventloop/EventLoop.h"
#include "support/TestMain.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QPointer>
#include <QSocketNotifier>
#include <QTemporaryFile>
#include <QThread>
#include <QTimer>

#include <mutex>
#include <semaphore>
#include <thread>

#ifdef Q_OS_LINUX
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace lanyard;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(lanyard::EventLoopKind)

namespace {

constexpr auto kDeadline = 20s;

/// A thread on the dispatcher under test; work runs inside its loop.
class LoopThread final : public JoinableThread
{
public:
    explicit LoopThread(EventLoopKind kind)
    {
        installEventDispatcher(*this, kind);
        m_context.moveToThread(this);
        m_mailbox.moveToThread(this);
        start();
    }
    ~LoopThread() override
    {
        run([this] { quit(); });
        join();
    }
    template <class Work>
    void run(Work work)
    {
        std::binary_semaphore done{0};
        m_mailbox.post([&] {
            work();
            done.release();
        });
        done.acquire();
    }
    QObject& context() { return m_context; }

private:
    QObject m_context;
    Mailbox m_mailbox;
};

/// Takes events of several threads. The mutex is for ThreadSanitizer, which does not see Qt's own around the queue.
class NumberedEvents final : public QObject
{
public:
    static constexpr std::size_t kPosters = 4;

    void post(std::size_t poster, int number)
    {
        const std::lock_guard lock(m_mutex);
        QCoreApplication::postEvent(this, new Numbered(poster, number));
    }
    std::atomic<int> received{0};
    std::atomic<int> outOfOrder{0};

protected:
    bool event(QEvent* event) override
    {
        const std::lock_guard lock(m_mutex);
        if (event->type() != QEvent::User)
            return QObject::event(event);
        const auto& numbered = static_cast<const Numbered&>(*event);
        outOfOrder += m_next[numbered.poster]++ == numbered.number ? 0 : 1;
        ++received;
        return true;
    }

private:
    struct Numbered final : QEvent
    {
        Numbered(std::size_t who, int which) : QEvent(QEvent::User), poster(who), number(which) {}
        const std::size_t poster;
        const int number;
    };
    std::mutex m_mutex;
    std::array<int, kPosters> m_next{};
};

/// Runs this thread's loop until `done`; false after the deadline.
template <class Condition>
bool loopUntil(Condition done)
{
    const QDeadlineTimer deadline(kDeadline);
    // A timer of its own wakes the loop to look at the clock.
    QTimer tick;
    tick.start(20);
    QEventLoop loop;
    while (!done() && !deadline.hasExpired())
        loop.processEvents(QEventLoop::WaitForMoreEvents);
    return done();
}

/// Runs the loop long enough for whatever could come to have come: a number of whole turns.
void someTurns()
{
    int turns = 0;
    QTimer tick;
    QObject::connect(&tick, &QTimer::timeout, &tick, [&] { ++turns; });
    tick.start(0);
    loopUntil([&] { return turns >= 20; });
}

struct SocketPair
{
    SocketPair()
    {
        [[maybe_unused]] const int failed =
            ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data());
    }
    ~SocketPair()
    {
        closeEnd(0);
        closeEnd(1);
    }
    void closeEnd(std::size_t end)
    {
        if (ends[end] != -1)
            ::close(std::exchange(ends[end], -1));
    }
    void write(std::size_t end, char byte = 'x') const
    {
        [[maybe_unused]] const auto written = ::write(ends[end], &byte, 1);
    }
    char read(std::size_t end) const
    {
        char byte = 0;
        return ::read(ends[end], &byte, 1) == 1 ? byte : '\0';
    }

    std::array<int, 2> ends{-1, -1};
};

} // namespace

/// Everything runs on Qt's own dispatcher too: what is asked here is what Qt's programs rely on.
class tst_EpollDispatcher : public QObject
{
    Q_OBJECT

    static void bothKinds()
    {
        QTest::addColumn<EventLoopKind>("kind");
        QTest::newRow("epoll") << EventLoopKind::Fast;
#ifndef __SANITIZE_THREAD__ // which does not see into Qt's own
        QTest::newRow("qt") << EventLoopKind::Qt;
#endif
    }

    /// Runs `work` in a loop of the row's kind. Checks inside report by QVERIFY.
    template <class Work>
    static void inLoop(Work work)
    {
        QFETCH(EventLoopKind, kind);
        LoopThread thread(kind);
        thread.run(work);
    }

private Q_SLOTS:
    void isInstalledAsAsked()
    {
        LoopThread fast(EventLoopKind::Fast);
        QVERIFY(dynamic_cast<EpollDispatcher*>(QAbstractEventDispatcher::instance(&fast)));
        LoopThread qt(EventLoopKind::Qt);
        QVERIFY(!dynamic_cast<EpollDispatcher*>(QAbstractEventDispatcher::instance(&qt)));
        qputenv("LANYARD_EVENT_LOOP", "Qt");
        QVERIFY(eventLoopFromEnvironment() == EventLoopKind::Qt);
        qunsetenv("LANYARD_EVENT_LOOP");
        QVERIFY(eventLoopFromEnvironment() == EventLoopKind::Fast);
    }

    void eventsOfManyThreadsAllArriveInOrder_data() { bothKinds(); }
    void eventsOfManyThreadsAllArriveInOrder()
    {
        QFETCH(EventLoopKind, kind);
        constexpr int kEvents = 1000;
        LoopThread loop(kind);
        NumberedEvents events;
        events.moveToThread(&loop);
        std::vector<std::thread> posters;
        for (std::size_t t = 0; t < NumberedEvents::kPosters; ++t) {
            posters.emplace_back([&, t] {
                for (int i = 0; i < kEvents; ++i)
                    events.post(t, i);
            });
        }
        for (std::thread& poster : posters)
            poster.join();
        QTRY_COMPARE_WITH_TIMEOUT(events.received.load(), static_cast<int>(NumberedEvents::kPosters) * kEvents, 20'000);
        QCOMPARE(events.outOfOrder.load(), 0);
    }

    void quittingIsNeverLost_data() { bothKinds(); }
    void quittingIsNeverLost()
    {
        QFETCH(EventLoopKind, kind);
        for (int i = 0; i < 300; ++i) {
            JoinableThread thread;
            installEventDispatcher(thread, kind);
            QObject context;
            context.moveToThread(&thread);
            // Some turns in which the thread wakes itself, so that its own wake-ups race with the foreign one.
            QMetaObject::invokeMethod(
                &context,
                [&] {
                    QMetaObject::invokeMethod(
                        &context, [] {}, Qt::QueuedConnection);
                },
                Qt::QueuedConnection);
            thread.start();
            if (i % 3 == 0)
                QThread::yieldCurrentThread();
            thread.quit();
            QVERIFY(thread.wait(20'000));
            thread.join();
        }
    }

    void timersOfEveryTypeComeAndNeverEarly_data()
    {
        QTest::addColumn<EventLoopKind>("kind");
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("interval");
        for (const auto& [name, type] : {std::pair{"precise", Qt::PreciseTimer},
                                         {"coarse", Qt::CoarseTimer},
                                         {"very coarse", Qt::VeryCoarseTimer}}) {
            for (const int interval : {0, 1, 30, 250})
                QTest::addRow("%s %d", name, interval) << EventLoopKind::Fast << int{type} << interval;
        }
    }
    void timersOfEveryTypeComeAndNeverEarly()
    {
        QFETCH(int, type);
        QFETCH(int, interval);
        inLoop([=] {
            const auto start = std::chrono::steady_clock::now();
            int fired = 0;
            bool early = false;
            QTimer timer;
            timer.setTimerType(static_cast<Qt::TimerType>(type));
            QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
                ++fired;
                early = early || std::chrono::steady_clock::now() - start < std::chrono::milliseconds{fired * interval};
            });
            timer.start(interval);
            QVERIFY(loopUntil([&] { return fired >= 2; }));
            QVERIFY(!early);
        });
    }

    void timersTellAboutThemselves_data() { bothKinds(); }
    void timersTellAboutThemselves()
    {
        inLoop([] {
            auto* dispatcher = QAbstractEventDispatcher::instance();
            QObject owner;
            const int first = owner.startTimer(1h, Qt::PreciseTimer);
            const int second = owner.startTimer(2h, Qt::CoarseTimer);
            const auto infos = dispatcher->registeredTimers(&owner);
            QCOMPARE(infos.size(), 2);
            QCOMPARE(infos.at(0).timerId, first);
            QCOMPARE(infos.at(0).interval, 3'600'000);
            QCOMPARE(infos.at(1).timerId, second);
            QVERIFY(dispatcher->remainingTime(first) > 3'500'000);
            QVERIFY(dispatcher->remainingTime(first) <= 3'600'000);
            owner.killTimer(first);
            QCOMPARE(dispatcher->registeredTimers(&owner).size(), 1);
            QVERIFY(dispatcher->unregisterTimers(&owner));
            QVERIFY(!dispatcher->unregisterTimers(&owner));
            QVERIFY(dispatcher->remainingTime(second) < 0); // Qt 6.8 says the least number, 6.4 -1
        });
    }

    void timersMayStopThemselvesAndOthers_data() { bothKinds(); }
    void timersMayStopThemselvesAndOthers()
    {
        inLoop([] {
            int own = 0;
            int other = 0;
            int restarted = 0;
            QTimer victim;
            QObject::connect(&victim, &QTimer::timeout, &victim, [&] { ++other; });
            QTimer killer;
            QObject::connect(&killer, &QTimer::timeout, &killer, [&] {
                ++own;
                killer.stop();
                victim.stop();
            });
            QTimer again;
            QObject::connect(&again, &QTimer::timeout, &again, [&] {
                ++restarted;
                again.start(1);
            });
            auto* doomed = new QTimer;
            QPointer<QTimer> gone(doomed);
            QObject::connect(doomed, &QTimer::timeout, doomed, [=] { delete doomed; });
            killer.start(5);
            victim.start(1h);
            again.start(1);
            doomed->start(1);
            QVERIFY(loopUntil([&] { return own == 1 && restarted >= 5 && !gone; }));
            someTurns();
            QCOMPARE(own, 1);
            QCOMPARE(other, 0);
        });
    }

    void firingTimerIsNotEnteredAgain_data() { bothKinds(); }
    void firingTimerIsNotEnteredAgain()
    {
        inLoop([] {
            int depth = 0;
            int deepest = 0;
            int others = 0;
            bool done = false;
            QTimer quick;
            QObject::connect(&quick, &QTimer::timeout, &quick, [&] { ++others; });
            quick.start(1);
            QTimer slow;
            QObject::connect(&slow, &QTimer::timeout, &slow, [&] {
                deepest = std::max(deepest, ++depth);
                const int before = others;
                loopUntil([&] { return others >= before + 5; }); // other timers go on inside
                --depth;
                done = true;
            });
            slow.start(0);
            QVERIFY(loopUntil([&] { return done; }));
            slow.stop();
            QCOMPARE(deepest, 1);
        });
    }

    void zeroTimersStarveNobody_data() { bothKinds(); }
    void zeroTimersStarveNobody()
    {
        inLoop([] {
            SocketPair pair;
            int spins = 0;
            int other = 0;
            bool readable = false;
            QTimer spinning;
            QObject::connect(&spinning, &QTimer::timeout, &spinning, [&] { ++spins; });
            spinning.start(0);
            QTimer second;
            QObject::connect(&second, &QTimer::timeout, &second, [&] { ++other; });
            second.start(0);
            QSocketNotifier notifier(pair.ends[0], QSocketNotifier::Read);
            QObject::connect(&notifier, &QSocketNotifier::activated, &notifier, [&] {
                pair.read(0);
                readable = true;
            });
            pair.write(1);
            QVERIFY(loopUntil([&] { return readable && spins > 10 && other > 10; }));
        });
    }

    void nestedLoopsDeliverAndReturn_data() { bothKinds(); }
    void nestedLoopsDeliverAndReturn()
    {
        inLoop([] {
            SocketPair pair;
            QList<int> order;
            QEventLoop outer;
            QEventLoop inner;
            QSocketNotifier notifier(pair.ends[0], QSocketNotifier::Read);
            QObject::connect(&notifier, &QSocketNotifier::activated, &notifier, [&] {
                pair.read(0);
                order.append(2);
                inner.quit();
            });
            QTimer::singleShot(0, &outer, [&] {
                order.append(1);
                pair.write(1);
                inner.exec();
                order.append(3);
                outer.quit();
            });
            outer.exec();
            QCOMPARE(order, (QList<int>{1, 2, 3}));
        });
    }

    void nestedLoopInsideANotifierTakesTheOthersEvents_data() { bothKinds(); }
    void nestedLoopInsideANotifierTakesTheOthersEvents()
    {
        inLoop([] {
            std::array<SocketPair, 3> pairs;
            std::vector<std::unique_ptr<QSocketNotifier>> notifiers;
            int reads = 0;
            int empty = 0;
            bool nested = false;
            for (SocketPair& pair : pairs) {
                notifiers.push_back(std::make_unique<QSocketNotifier>(pair.ends[0], QSocketNotifier::Read));
                QObject::connect(notifiers.back().get(), &QSocketNotifier::activated, notifiers.back().get(), [&] {
                    pair.read(0) ? ++reads : ++empty;
                    if (!std::exchange(nested, true))
                        loopUntil([&] { return reads >= 3; });
                });
            }
            for (const SocketPair& pair : pairs)
                pair.write(1);
            QVERIFY(loopUntil([&] { return reads >= 3; }));
            someTurns();
            QCOMPARE(reads, 3);
            QCOMPARE(empty, 0); // nobody was told of bytes that were read meanwhile
        });
    }

    void deferredDeletesWaitForTheirLoop_data() { bothKinds(); }
    void deferredDeletesWaitForTheirLoop()
    {
        inLoop([] {
            QPointer<QObject> object;
            bool aliveInside = false;
            QEventLoop outer;
            QTimer::singleShot(0, &outer, [&] {
                object = new QObject;
                object->deleteLater();
                QEventLoop inner;
                QTimer::singleShot(20, &inner, &QEventLoop::quit);
                inner.exec();
                aliveInside = !object.isNull();
            });
            QTimer probe;
            QObject::connect(&probe, &QTimer::timeout, &probe, [&] {
                if (object.isNull() && aliveInside)
                    outer.quit();
            });
            probe.start(5);
            QTimer::singleShot(kDeadline, &outer, &QEventLoop::quit);
            outer.exec();
            QVERIFY(aliveInside);
            QVERIFY(object.isNull());
        });
    }

    void notifiersSwitchOnAndOff_data() { bothKinds(); }
    void notifiersSwitchOnAndOff()
    {
        inLoop([] {
            SocketPair pair;
            int reads = 0;
            int writes = 0;
            QSocketNotifier reader(pair.ends[0], QSocketNotifier::Read);
            QObject::connect(&reader, &QSocketNotifier::activated, &reader, [&] { ++reads; });
            QSocketNotifier writer(pair.ends[0], QSocketNotifier::Write);
            writer.setEnabled(false);
            QObject::connect(&writer, &QSocketNotifier::activated, &writer, [&] {
                ++writes;
                writer.setEnabled(false);
            });
            pair.write(1);
            QVERIFY(loopUntil([&] { return reads >= 3; })); // level-triggered: as long as nobody reads
            reader.setEnabled(false);
            const int before = reads;
            someTurns();
            QCOMPARE(reads, before);
            writer.setEnabled(true);
            QVERIFY(loopUntil([&] { return writes == 1; }));
            reader.setEnabled(true);
            reader.setEnabled(false);
            reader.setEnabled(true);
            QVERIFY(loopUntil([&] { return reads > before; }));
            QCOMPARE(writes, 1);
        });
    }

    void notifierMayDeleteItselfAndOthers_data() { bothKinds(); }
    void notifierMayDeleteItselfAndOthers()
    {
        inLoop([] {
            // Whichever comes first deletes all of them, itself too.
            std::array<SocketPair, 3> pairs;
            std::vector<QSocketNotifier*> notifiers;
            int activated = 0;
            for (SocketPair& pair : pairs) {
                notifiers.push_back(new QSocketNotifier(pair.ends[0], QSocketNotifier::Read));
                QObject::connect(notifiers.back(), &QSocketNotifier::activated, notifiers.back(), [&] {
                    ++activated;
                    qDeleteAll(std::exchange(notifiers, {}));
                });
            }
            for (const SocketPair& pair : pairs)
                pair.write(1);
            QVERIFY(loopUntil([&] { return activated > 0; }));
            someTurns();
            QCOMPARE(activated, 1);
        });
    }

    void reusedNumberIsAnotherSocket_data() { bothKinds(); }
    void reusedNumberIsAnotherSocket()
    {
        inLoop([] {
            for (const bool sameTurn : {true, false}) {
                SocketPair old;
                const int number = old.ends[0];
                auto first = std::make_unique<QSocketNotifier>(number, QSocketNotifier::Read);
                int firstReads = 0;
                QObject::connect(first.get(), &QSocketNotifier::activated, first.get(), [&] {
                    ++firstReads;
                    old.read(0);
                });
                old.write(1);
                QVERIFY(loopUntil([&] { return firstReads == 1; }));
                first.reset();
                if (!sameTurn)
                    someTurns();
                // The same number, a socket that the kernel was never told of.
                SocketPair fresh;
                old.closeEnd(0);
                QCOMPARE(::dup2(fresh.ends[0], number), number);
                int secondReads = 0;
                QSocketNotifier second(number, QSocketNotifier::Read);
                QObject::connect(&second, &QSocketNotifier::activated, &second, [&] {
                    ++secondReads;
                    fresh.read(0);
                });
                someTurns();
                QCOMPARE(secondReads, 0);
                fresh.write(1);
                QVERIFY(loopUntil([&] { return secondReads == 1; }));
                second.setEnabled(false);
                ::close(number);
            }
        });
    }

    void numberReusedInsideABatchGetsNoOldEvent_data() { bothKinds(); }
    void numberReusedInsideABatchGetsNoOldEvent()
    {
        inLoop([] {
            std::array<SocketPair, 2> pairs;
            SocketPair fresh;
            std::array<std::unique_ptr<QSocketNotifier>, 2> notifiers;
            std::unique_ptr<QSocketNotifier> replacement;
            int oldEvents = 0;
            int newEvents = 0;
            const auto replaceOther = [&](std::size_t other) {
                if (++oldEvents > 1)
                    return;
                const int number = pairs[other].ends[0];
                notifiers[other].reset();
                ::dup2(fresh.ends[0], number); // closes the old one
                replacement = std::make_unique<QSocketNotifier>(number, QSocketNotifier::Read);
                QObject::connect(replacement.get(), &QSocketNotifier::activated, replacement.get(),
                                 [&] { ++newEvents; });
                pairs[1 - other].read(0);
            };
            for (std::size_t i : {std::size_t{0}, std::size_t{1}}) {
                notifiers[i] = std::make_unique<QSocketNotifier>(pairs[i].ends[0], QSocketNotifier::Read);
                QObject::connect(notifiers[i].get(), &QSocketNotifier::activated, notifiers[i].get(),
                                 [&, i] { replaceOther(1 - i); });
            }
            pairs[0].write(1);
            pairs[1].write(1);
            QVERIFY(loopUntil([&] { return oldEvents == 1; }));
            someTurns();
            QCOMPARE(oldEvents, 1);
            QCOMPARE(newEvents, 0);
        });
    }

    void hangUpReachesTheReader_data() { bothKinds(); }
    void hangUpReachesTheReader()
    {
        inLoop([] {
            SocketPair pair;
            bool told = false;
            QSocketNotifier reader(pair.ends[0], QSocketNotifier::Read);
            QObject::connect(&reader, &QSocketNotifier::activated, &reader, [&] {
                told = true;
                reader.setEnabled(false);
            });
            pair.closeEnd(1);
            QVERIFY(loopUntil([&] { return told; }));
        });
    }

    void brokenPipeReachesTheWriter_data() { bothKinds(); }
    void brokenPipeReachesTheWriter()
    {
        inLoop([] {
            std::array<int, 2> ends{};
            QCOMPARE(::pipe2(ends.data(), O_NONBLOCK | O_CLOEXEC), 0);
            const std::vector<char> much(1 << 20);
            QVERIFY(::write(ends[1], much.data(), much.size()) > 0); // full
            int told = 0;
            QSocketNotifier writer(ends[1], QSocketNotifier::Write);
            QObject::connect(&writer, &QSocketNotifier::activated, &writer, [&] {
                ++told;
                writer.setEnabled(false);
            });
            someTurns();
            QCOMPARE(told, 0);
            ::close(ends[0]);
            QVERIFY(loopUntil([&] { return told == 1; }));
            ::close(ends[1]);
        });
    }

    void filesAreAlwaysReady_data() { bothKinds(); }
    void filesAreAlwaysReady()
    {
        inLoop([] {
            QTemporaryFile file;
            QVERIFY(file.open());
            int told = 0;
            QSocketNotifier reader(file.handle(), QSocketNotifier::Read);
            QObject::connect(&reader, &QSocketNotifier::activated, &reader, [&] { ++told; });
            QVERIFY(loopUntil([&] { return told >= 3; }));
            reader.setEnabled(false);
            const int before = told;
            someTurns();
            QCOMPARE(told, before);
        });
    }

    void socketsCanBeLeftOut_data()
    {
        QTest::addColumn<EventLoopKind>("kind");
        QTest::newRow("epoll") << EventLoopKind::Fast; // Qt's glib dispatcher delivers them all the same
    }
    void socketsCanBeLeftOut()
    {
        inLoop([] {
            SocketPair pair;
            int told = 0;
            QSocketNotifier reader(pair.ends[0], QSocketNotifier::Read);
            QObject::connect(&reader, &QSocketNotifier::activated, &reader, [&] {
                ++told;
                pair.read(0);
            });
            pair.write(1);
            bool posted = false;
            QMetaObject::invokeMethod(
                &reader, [&] { posted = true; }, Qt::QueuedConnection);
            QEventLoop loop;
            for (int i = 0; i < 5; ++i)
                loop.processEvents(QEventLoop::ExcludeSocketNotifiers);
            QVERIFY(posted);
            QCOMPARE(told, 0);
            QVERIFY(loopUntil([&] { return told == 1; }));
        });
    }

    void tellsBeforeItSleepsAndAfter_data() { bothKinds(); }
    void tellsBeforeItSleepsAndAfter()
    {
        inLoop([] {
            auto* dispatcher = QAbstractEventDispatcher::instance();
            int sleeps = 0;
            int wakes = 0;
            bool posted = false;
            QObject context;
            QEventLoop loop;
            QObject::connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, &context, [&] {
                if (++sleeps > 1)
                    return;
                // What is posted here must keep the loop awake.
                QMetaObject::invokeMethod(
                    &context,
                    [&] {
                        posted = true;
                        loop.quit();
                    },
                    Qt::QueuedConnection);
            });
            QObject::connect(dispatcher, &QAbstractEventDispatcher::awake, &context, [&] { ++wakes; });
            bool slept = false;
            QTimer::singleShot(kDeadline, &loop, [&] {
                slept = true;
                loop.quit();
            });
            loop.exec();
            QVERIFY(posted);
            QVERIFY(!slept);
            QVERIFY(sleeps > 0);
            QVERIFY(wakes > 0);
        });
    }

    void thousandsOfNotifiers_data() { bothKinds(); }
    void thousandsOfNotifiers()
    {
        inLoop([] {
            std::vector<std::unique_ptr<SocketPair>> pairs;
            std::vector<std::unique_ptr<QSocketNotifier>> notifiers;
            int reads = 0;
            for (int i = 0; i < 400; ++i) {
                pairs.push_back(std::make_unique<SocketPair>());
                if (pairs.back()->ends[0] == -1)
                    break; // no more descriptors here
                notifiers.push_back(std::make_unique<QSocketNotifier>(pairs.back()->ends[0], QSocketNotifier::Read));
                QObject::connect(notifiers.back().get(), &QSocketNotifier::activated, notifiers.back().get(),
                                 [&reads, pair = pairs.back().get()] { reads += pair->read(0) ? 1 : 0; });
            }
            const int count = static_cast<int>(notifiers.size());
            for (int round = 1; round <= 3; ++round) {
                for (int i = 0; i < count; ++i)
                    pairs[static_cast<std::size_t>(i)]->write(1);
                QVERIFY(loopUntil([&] { return reads == round * count; }));
            }
        });
    }
};

LANYARD_TEST(tst_EpollDispatcher)
#include "tst_EpollDispatcher.moc"

#endif
