#include "http/BufferBudget.h"
#include "support/TestMain.h"

#include <thread>
#include <vector>

using namespace lanyard;

class tst_BufferBudget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void workersShareOneCeiling()
    {
        BufferBudget budget(1000);
        BufferCharge one(&budget.addAccount());
        BufferCharge other(&budget.addAccount());
        QVERIFY(one.trySet(600));
        QVERIFY(!other.trySet(401));
        QCOMPARE(other.bytes(), std::int64_t{0});
        QVERIFY(other.trySet(400));
        QCOMPARE(budget.used(), std::int64_t{1000});
        QVERIFY(!one.trySet(601));
        QVERIFY(one.trySet(100)); // less is always possible
        other.set(5000);          // what is there is there
        QVERIFY(!one.hasRoom(1));
        budget.setCeiling(6000);
        QVERIFY(one.hasRoom(1));
    }

    void chargesGoWithTheirThing()
    {
        BufferBudget budget(1000);
        BufferBudget::Account& account = budget.addAccount();
        {
            BufferCharge first(&account);
            first.set(10);
            BufferCharge moved = std::move(first);
            QCOMPARE(budget.used(), std::int64_t{10});
            const BufferCharge copy = moved; // a copied thing holds its bytes again
            QCOMPARE(budget.used(), std::int64_t{20});
            moved = copy.another();
            QCOMPARE(budget.used(), std::int64_t{10});
        }
        QCOMPARE(budget.used(), std::int64_t{0});
    }

    void withoutAnAccountThereIsAlwaysRoom()
    {
        BufferCharge charge;
        QVERIFY(charge.trySet(std::int64_t{1} << 50));
    }

    void countsFromManyThreadsAddUp()
    {
        BufferBudget budget(0);
        std::vector<std::thread> threads;
        for (int worker = 0; worker < 4; ++worker) {
            threads.emplace_back([&account = budget.addAccount()] {
                for (int i = 0; i < 20'000; ++i) {
                    BufferCharge charge(&account);
                    charge.set(i);
                }
                account.add(7);
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(budget.used(), std::int64_t{28});
    }
};

LANYARD_TEST(tst_BufferBudget)
#include "tst_BufferBudget.moc"
