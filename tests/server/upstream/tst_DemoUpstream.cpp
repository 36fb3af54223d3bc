#include "UpstreamBench.h"
#include "upstream/DemoUpstream.h"

#include <QTimer>

using namespace lanyard;
using namespace lanyard::test;

class tst_DemoUpstream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        // Time runs as fast as the loop turns.
        m_hurry.callOnTimeout(&m_hurry, [this] {
            m_clock.advance(TimerWheel::kTick);
            m_timers.advance();
        });
        m_hurry.start(0);
    }

    void plainAndStreamedAnswersArrive()
    {
        RecordingObserver plain;
        RecordingObserver streamed;
        const auto first = m_demo.start(request("/chat/completions", kPlainChat), plain);
        const auto second = m_demo.start(request("/chat/completions", kStreamedChat, true), streamed);
        QCOMPARE(plain.heads + streamed.heads, 0);
        QTRY_VERIFY(plain.ended() && streamed.ended());
        QVERIFY(plain.complete() && streamed.complete());
        QCOMPARE(plain.status, 200);
        QCOMPARE(plain.bodyCalls, 1);
        QVERIFY(streamed.bodyCalls > 3);
        QVERIFY(streamed.body.ends_with("data: [DONE]\n\n"));
    }

    void unknownAddressIs404()
    {
        RecordingObserver seen;
        const auto call = m_demo.start(request("/embeddings", "{}"), seen);
        QTRY_VERIFY(seen.ended());
        QCOMPARE(seen.status, 404);
    }

    void pausedCallSaysNothingUntilResumed()
    {
        RecordingObserver seen;
        RecordingObserver other;
        std::unique_ptr<UpstreamCall> call;
        seen.onBody = [&] {
            if (seen.bodyCalls == 2)
                call->pause();
        };
        call = m_demo.start(request("/chat/completions", kStreamedChat, true), seen);
        const auto whole = m_demo.start(request("/chat/completions", kStreamedChat, true), other);
        QTRY_VERIFY(other.ended()); // the other one went through all its pauses meanwhile
        QCOMPARE(seen.bodyCalls, 2);
        call->resume();
        QCOMPARE(seen.bodyCalls, 2);
        QTRY_VERIFY(seen.ended());
        QVERIFY(seen.complete());
        QCOMPARE(seen.body.size(), other.body.size());
    }

    void destroyedCallIsSilent_data()
    {
        QTest::addColumn<QString>("where");
        for (const char* where : {"at once", "head", "body", "end"})
            QTest::newRow(where) << QString::fromLatin1(where);
    }
    void destroyedCallIsSilent()
    {
        QFETCH(QString, where);
        RecordingObserver seen;
        RecordingObserver other;
        std::unique_ptr<UpstreamCall> call;
        const auto destroy = [&] {
            call.reset();
            seen.silent = true;
        };
        if (where == QLatin1String("head"))
            seen.onHead = destroy;
        else if (where == QLatin1String("body"))
            seen.onBody = destroy;
        else if (where == QLatin1String("end"))
            seen.onEnd = destroy;
        call = m_demo.start(request("/chat/completions", kStreamedChat, true), seen);
        if (where == QLatin1String("at once"))
            destroy();
        const auto whole = m_demo.start(request("/chat/completions", kStreamedChat, true), other);
        QTRY_VERIFY(other.ended());
        QVERIFY(!call);
        QCOMPARE(seen.outOfOrder, 0);
    }

private:
    FakeClock m_clock;
    TimerWheel m_timers{m_clock};
    QTimer m_hurry;
    DemoUpstream m_demo{m_timers};
};

LANYARD_TEST(tst_DemoUpstream)
#include "tst_DemoUpstream.moc"
