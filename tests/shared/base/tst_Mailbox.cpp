#include "base/Mailbox.h"
#include "support/TestMain.h"

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

using namespace lanyard;

class tst_Mailbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tasksRunInTheOwnersThreadInOrder()
    {
        Mailbox mailbox;
        std::vector<int> ran;
        const auto owner = std::this_thread::get_id();
        bool elsewhere = false;
        std::thread poster([&] {
            for (int i = 0; i < 1000; ++i) {
                mailbox.post([&, i] {
                    elsewhere |= std::this_thread::get_id() != owner;
                    ran.push_back(i);
                });
            }
        });
        QTRY_COMPARE(ran.size(), std::size_t{1000});
        poster.join();
        QVERIFY(!elsewhere);
        QVERIFY(std::is_sorted(ran.begin(), ran.end()));
    }

    void manyThreadsLoseNothing()
    {
        Mailbox mailbox;
        int sum = 0;
        std::vector<std::thread> posters;
        for (int t = 0; t < 4; ++t) {
            posters.emplace_back([&] {
                for (int i = 0; i < 2500; ++i)
                    mailbox.post([&] { ++sum; });
            });
        }
        QTRY_COMPARE(sum, 10'000);
        for (std::thread& poster : posters)
            poster.join();
    }

    void nothingRunsAfterItIsClosedAlsoByATask()
    {
        Mailbox mailbox;
        int ran = 0;
        const auto held = std::make_shared<int>(7);
        mailbox.post([&] {
            ++ran;
            mailbox.close();
        });
        mailbox.post([&ran, held] { ++ran; });
        QTRY_COMPARE(ran, 1);
        QVERIFY(!mailbox.post([&] { ++ran; }));
        QCoreApplication::processEvents();
        QCOMPARE(ran, 1);
        QCOMPARE(held.use_count(), 1L); // dropped tasks are destroyed
    }

    void aTaskMayPostAnother()
    {
        Mailbox mailbox;
        int ran = 0;
        mailbox.post([&] { mailbox.post([&] { ++ran; }); });
        QTRY_COMPARE(ran, 1);
    }
};

LANYARD_TEST(tst_Mailbox)
#include "tst_Mailbox.moc"
