#include "gateway/WaitingQueue.h"
#include "support/TestMain.h"

#include <atomic>
#include <deque>
#include <thread>

using namespace lanyard;

namespace {

constexpr ProviderId kOne{1};
constexpr ProviderId kTwo{2};

/// Somebody who waits and notes each call.
struct Person
{
    Person(WaitingQueue& queue, std::uint32_t user, std::uint32_t weight, std::vector<Want> wants, std::size_t longest = 100)
        : ticket(queue.join({user}, weight, [this] { ++calls; }, longest))
    {
        if (ticket && queue.wait(ticket, wants)) // what came free before it waited
            (void)queue.wait(ticket, wants);
    }
    std::atomic<int> calls{0};
    WaitingQueue::Ticket ticket;
};

std::vector<Want> at(ProviderId provider)
{
    return {{provider, std::nullopt}};
}

} // namespace

class tst_WaitingQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstOfThoseWhoWantItIsCalledOnce()
    {
        WaitingQueue queue;
        Person a(queue, 1, 1, at(kTwo));
        Person b(queue, 2, 1, at(kOne));
        Person c(queue, 3, 1, at(kOne));
        queue.freed(kOne);
        queue.freed(kOne);
        QCOMPARE(a.calls.load() + c.calls.load(), 0);
        QCOMPARE(b.calls.load(), 1);
        QCOMPARE(queue.place(c.ticket), std::size_t{3});
    }

    void whoLeavesCallsTheNext()
    {
        WaitingQueue queue;
        Person a(queue, 1, 1, at(kOne));
        Person b(queue, 2, 1, at(kOne));
        queue.freed(kOne);
        a.ticket.leave();
        QCOMPARE(b.calls.load(), 1);
        QCOMPARE(queue.place(b.ticket), std::size_t{1});
        QCOMPARE(queue.length(), std::size_t{1});
        queue.freed(kOne);
        QCOMPARE(a.calls.load(), 1);
    }

    void whatCameFreeWhileItWasLookingIsNotLost()
    {
        WaitingQueue queue;
        auto ticket = queue.join({1}, 1, [] {}, 10);
        QVERIFY(queue.wait(ticket, at(kOne))); // nobody told it what happened between its refusal and now
        QVERIFY(!queue.wait(ticket, at(kOne)));
        queue.freed(kOne);
        queue.freed(kOne); // while it looks
        QVERIFY(queue.wait(ticket, at(kOne)));
        QVERIFY(!queue.wait(ticket, at(kOne)));
    }

    void usersShareByWeightHoweverManyTheySend()
    {
        WaitingQueue queue;
        std::deque<Person> people;
        for (int i = 0; i < 12; ++i)
            people.emplace_back(queue, 1, 1, at(kOne)); // one user floods
        for (int i = 0; i < 6; ++i)
            people.emplace_back(queue, 2, 3, at(kOne)); // another came later, with three times the weight
        people.emplace_back(queue, 3, 1, at(kOne));
        std::string order;
        for (int turn = 0; turn < 8; ++turn) {
            for (std::size_t i = 0; i < people.size(); ++i) {
                if (people[i].ticket && queue.place(people[i].ticket) == 1) {
                    order += i < 12 ? 'a' : i < 18 ? 'b' : 'c';
                    people[i].ticket.leave();
                    break;
                }
            }
        }
        QCOMPARE(std::count(order.begin(), order.end(), 'b'), std::ptrdiff_t{5});
        QCOMPARE(std::count(order.begin(), order.end(), 'a'), std::ptrdiff_t{2});
        QCOMPARE(std::count(order.begin(), order.end(), 'c'), std::ptrdiff_t{1});
    }

    void nobodyMayPassThoseWhoWait()
    {
        WaitingQueue queue;
        const WaitingQueue::Ticket nobody;
        const ModelKey gpt{1};
        const ModelKey mini{2};
        QVERIFY(!queue.mustWait(nobody, kOne, gpt));
        Person a(queue, 1, 1, at(kOne));
        QVERIFY(queue.mustWait(nobody, kOne, gpt));
        QVERIFY(!queue.mustWait(nobody, kTwo, gpt));
        QVERIFY(!queue.mustWait(a.ticket, kOne, gpt));
        Person b(queue, 2, 1, at(kOne));
        QVERIFY(queue.mustWait(b.ticket, kOne, gpt));
        a.ticket.leave();
        QVERIFY(!queue.mustWait(b.ticket, kOne, gpt));
        Person c(queue, 3, 1, {{kTwo, gpt}}); // its credentials cool down for one model
        QVERIFY(queue.mustWait(nobody, kTwo, gpt));
        QVERIFY(!queue.mustWait(nobody, kTwo, mini));
    }

    void aFullQueueTakesNobody()
    {
        WaitingQueue queue;
        Person a(queue, 1, 1, at(kOne), 1);
        Person b(queue, 2, 1, at(kOne), 1);
        QVERIFY(a.ticket && !b.ticket);
        a.ticket.leave();
        Person c(queue, 2, 1, at(kOne), 1);
        QVERIFY(c.ticket);
    }

    /// Four slots, eight threads: each thread waits, takes a slot, frees it, many times over. Nobody starves and no slot is
    /// given away twice.
    void everybodyGetsATurnUnderLoad()
    {
        WaitingQueue queue;
        std::atomic<int> slots{4};
        std::atomic<int> served{0};
        const auto take = [&] {
            int free = slots.load();
            while (free > 0 && !slots.compare_exchange_weak(free, free - 1)) {}
            return free > 0;
        };
        std::vector<std::thread> threads;
        for (std::uint32_t user = 1; user <= 8; ++user) {
            threads.emplace_back([&, user] {
                for (int turn = 0; turn < 300; ++turn) {
                    std::atomic<int> calls{1};
                    auto ticket = queue.join({user}, 1, [&] { ++calls; }, 100);
                    for (;;) {
                        while (calls.exchange(0) == 0)
                            std::this_thread::yield();
                        if (!queue.mustWait(ticket, kOne, ModelKey{1}) && take())
                            break;
                        if (queue.wait(ticket, at(kOne)))
                            ++calls;
                    }
                    ticket.leave();
                    ++served;
                    ++slots;
                    queue.freed(kOne);
                }
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(served.load(), 2'400);
        QCOMPARE(slots.load(), 4);
        QCOMPARE(queue.length(), std::size_t{0});
    }
};

LANYARD_TEST(tst_WaitingQueue)
#include "tst_WaitingQueue.moc"
