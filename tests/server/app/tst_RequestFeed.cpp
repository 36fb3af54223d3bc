#include "app/RequestFeed.h"
#include "support/TestMain.h"

using namespace lanyard;

namespace {

FinishedExchange finished(std::uint64_t id)
{
    FinishedExchange exchange;
    exchange.id = id;
    return exchange;
}

} // namespace

class tst_RequestFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eventsArriveInTheOrderTheyHappened()
    {
        Mailbox mailbox;
        RequestFeed feed(mailbox);
        QStringList told;
        feed.setReceiver({[&](const RunningInfo& info) { told << QStringLiteral("+") + info.id; },
                          [&](const RequestInfo& info) { told << QStringLiteral("-") + info.id; }, {}});
        RunningExchange running;
        running.id = 7;
        running.state = RunningExchange::State::Queued;
        feed.started(running);
        feed.finished(finished(7));
        feed.finished(finished(8));
        QTRY_COMPARE(told, (QStringList{QStringLiteral("+7"), QStringLiteral("-7"), QStringLiteral("-8")}));
    }

    void aFloodIsABoundedNumberOfEventsAndTheRestIsCounted()
    {
        Mailbox mailbox;
        RequestFeed feed(mailbox);
        std::size_t told = 0;
        std::uint64_t dropped = 0;
        feed.setReceiver({{}, [&](const RequestInfo&) { ++told; }, [&](std::uint64_t count) { dropped += count; }});
        for (std::uint64_t i = 0; i < RequestFeed::kMostAtOnce + 25; ++i)
            feed.finished(finished(i));
        QTRY_COMPARE(dropped, std::uint64_t{25});
        QCOMPARE(told, RequestFeed::kMostAtOnce);
        feed.finished(finished(1)); // and it goes on
        QTRY_COMPARE(told, RequestFeed::kMostAtOnce + 1);
    }

    void nothingIsWantedUntilSomebodySubscribes()
    {
        Mailbox mailbox;
        RequestFeed feed(mailbox);
        QVERIFY(!feed.wanted() && !feed.wantsStarts());
        feed.setWanted(true, false);
        QVERIFY(!feed.wanted() && feed.wantsStarts());
        feed.setWanted(false, true);
        QVERIFY(feed.wanted() && !feed.wantsStarts());
    }
};

LANYARD_TEST(tst_RequestFeed)
#include "tst_RequestFeed.moc"
