#include "limits/CalendarPeriod.h"

#include "support/TestMain.h"

#include <QDateTime>

using namespace lanyard;

namespace {

WallTime utc(const char* text)
{
    return WallTime{std::chrono::milliseconds{QDateTime::fromString(QLatin1String(text), Qt::ISODate).toMSecsSinceEpoch()}};
}

} // namespace

class tst_CalendarPeriod : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void periodsBeginAtLocalMidnight_data()
    {
        QTest::addColumn<QByteArray>("period");
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<QByteArray>("now");
        QTest::addColumn<QByteArray>("begins");
        QTest::addColumn<QByteArray>("ends");
        const auto row = [](const char* name, const char* period, const char* zone, const char* now, const char* begins, const char* ends) {
            QTest::newRow(name) << QByteArray(period) << QByteArray(zone) << QByteArray(now) << QByteArray(begins) << QByteArray(ends);
        };
        row("a day", "daily", "UTC", "2026-11-21T12:00:00Z", "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z");
        row("its first instant", "daily", "UTC", "2026-11-21T00:00:00Z", "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z");
        row("a day elsewhere", "daily", "Asia/Shanghai", "2026-11-21T16:00:00Z", "2026-11-21T16:00:00Z", "2026-11-22T16:00:00Z");
        row("23 hours in Berlin", "daily", "Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z");
        row("25 hours in Berlin", "daily", "Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
        row("a day without a midnight", "daily", "America/Havana", "2026-03-08T12:00:00Z", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z");
        row("a week begins on Monday", "weekly", "Europe/Berlin", "2026-11-22T22:59:59Z", "2026-11-15T23:00:00Z", "2026-11-22T23:00:00Z");
        row("and goes over the change of clocks", "weekly", "Europe/Berlin", "2026-03-25T12:00:00Z", "2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z");
        row("a month", "monthly", "America/New_York", "2026-02-28T23:00:00Z", "2026-02-01T05:00:00Z", "2026-03-01T05:00:00Z");
        row("a month with a change of clocks", "monthly", "America/New_York", "2026-03-20T00:00:00Z", "2026-03-01T05:00:00Z", "2026-04-01T04:00:00Z");
        row("the last month", "monthly", "UTC", "2026-12-31T23:59:59Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z");
    }
    void periodsBeginAtLocalMidnight()
    {
        QFETCH(QByteArray, period);
        QFETCH(QByteArray, zone);
        QFETCH(QByteArray, now);
        QFETCH(QByteArray, begins);
        QFETCH(QByteArray, ends);
        const CalendarPeriod found = calendarPeriod(*budgetPeriodFrom(period.toStdString()), budgetZone(zone.toStdString()), utc(now.constData()));
        QCOMPARE(found.begins.time_since_epoch().count(), utc(begins.constData()).time_since_epoch().count());
        QCOMPARE(found.ends.time_since_epoch().count(), utc(ends.constData()).time_since_epoch().count());
        QVERIFY(found.contains(utc(now.constData())));
        QVERIFY(!found.contains(found.ends));
    }

    void aTotalNeverEnds()
    {
        const CalendarPeriod found = calendarPeriod(BudgetPeriod::Total, budgetZone("UTC"), utc("2026-11-21T12:00:00Z"));
        QVERIFY(found.contains(utc("1970-01-01T00:00:00Z")));
        QVERIFY(found.contains(utc("9999-01-01T00:00:00Z")));
    }
};

LANYARD_TEST(tst_CalendarPeriod)
#include "tst_CalendarPeriod.moc"
