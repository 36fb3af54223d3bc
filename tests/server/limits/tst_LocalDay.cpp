#include "limits/DayCounter.h"
#include "limits/LocalDay.h"
#include "support/TestMain.h"

#include <QDateTime>

using namespace lanyard;
using namespace std::chrono_literals;

namespace {

WallTime at(const char* iso)
{
    return WallTime{std::chrono::milliseconds{QDateTime::fromString(QLatin1String(iso), Qt::ISODate).toMSecsSinceEpoch()}};
}

} // namespace

class tst_LocalDay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDayIsAsLongAsItsClocksSay_data()
    {
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<QByteArray>("inside");
        QTest::addColumn<QByteArray>("begins");
        QTest::addColumn<QByteArray>("ends");
        const auto row = [](const char* name, const char* zone, const char* inside, const char* begins, const char* ends) {
            QTest::newRow(name) << QByteArray(zone) << QByteArray(inside) << QByteArray(begins) << QByteArray(ends);
        };
        row("utc", "UTC", "2026-01-01T12:00:00Z", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z");
        row("winter", "Europe/Berlin", "2026-01-01T23:30:00Z", "2026-01-01T23:00:00Z", "2026-01-02T23:00:00Z");
        row("23 hours", "Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z");
        row("25 hours", "Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
        row("no midnight", "America/Sao_Paulo", "2018-11-04T12:00:00Z", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z");
        row("half-hour zone", "Asia/Kolkata", "2026-06-01T18:29:59Z", "2026-05-31T18:30:00Z", "2026-06-01T18:30:00Z");
    }
    void aDayIsAsLongAsItsClocksSay()
    {
        QFETCH(QByteArray, zone);
        QFETCH(QByteArray, inside);
        QFETCH(QByteArray, begins);
        QFETCH(QByteArray, ends);
        const QTimeZone timeZone(zone);
        QVERIFY2(timeZone.isValid(), "the time zone data (tzdata) is missing");
        Calendar calendar(timeZone);
        const LocalDay day = calendar.dayOf(at(inside.constData()));
        QCOMPARE(day.begins.time_since_epoch().count(), at(begins.constData()).time_since_epoch().count());
        QCOMPARE(day.ends.time_since_epoch().count(), at(ends.constData()).time_since_epoch().count());
        QCOMPARE(calendar.dayOf(day.ends).number, day.number + 1);
        QCOMPARE(calendar.dayOf(day.begins - 1ms).number, day.number - 1);
    }

    void anInvalidZoneIsUtc()
    {
        Calendar calendar{QTimeZone()};
        QCOMPARE(calendar.dayOf(at("2026-01-01T12:00:00Z")).begins, at("2026-01-01T00:00:00Z"));
    }

    void aClockSetBackDoesNotHandOutTheDayAgain()
    {
        DayCounter counter;
        counter.enter({100, {}, {}});
        counter.add();
        counter.enter({99, {}, {}});
        QCOMPARE(counter.count(), std::uint64_t{1});
        counter.enter({101, {}, {}});
        QCOMPARE(counter.count(), std::uint64_t{0});
    }

    void aClockThatWasFarWrongStartsAfresh()
    {
        DayCounter counter;
        counter.enter({5000, {}, {}});
        counter.add();
        counter.enter({100, {}, {}});
        QCOMPARE(counter.count(), std::uint64_t{0});
    }

    void takesBackOnlyWithinTheDay()
    {
        DayCounter counter;
        counter.enter({100, {}, {}});
        counter.add();
        const std::int64_t yesterday = counter.day();
        counter.enter({101, {}, {}});
        counter.add();
        counter.takeBack(yesterday);
        QCOMPARE(counter.count(), std::uint64_t{1});
        counter.takeBack(101);
        QCOMPARE(counter.count(), std::uint64_t{0});
    }
};

LANYARD_TEST(tst_LocalDay)
#include "tst_LocalDay.moc"
