#include "ctl/DisplayWidth.h"
#include "ctl/RouteText.h"
#include "ctl/Table.h"
#include "ctl/TimeText.h"
#include "ctl/commands/ShownMoney.h"
#include "ctl/commands/Texts.h"
#include "support/FakeClock.h"
#include "support/TestMain.h"

#include <QDateTime>
#include <QRegularExpression>

using namespace lanyard;

class tst_CtlTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void widthsAreTerminalCells_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("width");
        QTest::newRow("empty") << QString() << 0;
        QTest::newRow("latin") << QStringLiteral("abc") << 3;
        QTest::newRow("chinese") << QStringLiteral("\u4e2d\u6587a") << 5;
        QTest::newRow("hangul") << QStringLiteral("\ud55c") << 2;
        QTest::newRow("fullwidth") << QStringLiteral("\uff21") << 2;
        QTest::newRow("halfwidth kana") << QStringLiteral("\uff71") << 1;
        QTest::newRow("combining") << QStringLiteral("e\u0301") << 1;
        QTest::newRow("emoji") << QStringLiteral("\U0001F600") << 2;
        QTest::newRow("outside the plane") << QStringLiteral("\U00020000") << 2;
        QTest::newRow("zero width space") << QStringLiteral("a\u200bb") << 2;
    }
    void widthsAreTerminalCells()
    {
        QFETCH(QString, text);
        QFETCH(int, width);
        QCOMPARE(displayWidth(text), width);
    }

    void columnsStandUnderTheirHeadings()
    {
        Table table;
        table.addColumn(QStringLiteral("NAME"));
        table.addColumn(QStringLiteral("N"), Table::Align::Right);
        table.addColumn(QStringLiteral("LAST"));
        table.addRow({QStringLiteral("\u4e2d\u6587"), QStringLiteral("1"), QString()});
        table.addRow({QStringLiteral("abcdef"), QStringLiteral("1,000"), QStringLiteral("x")});
        QCOMPARE(table.toString(false), QStringLiteral("NAME        N  LAST\n"
                                                       "\u4e2d\u6587        1\n"
                                                       "abcdef  1,000  x\n"));
    }

    void coloursDoNotMoveColumns()
    {
        Table table;
        table.addColumn(QStringLiteral("A"));
        table.addColumn(QStringLiteral("B"));
        table.addRow({{QStringLiteral("ok"), Table::Colour::Good}, QStringLiteral("x")});
        QString text = table.toString(true);
        QVERIFY(text.contains(QStringLiteral("\x1b[32mok\x1b[0m")));
        text.remove(QRegularExpression(QStringLiteral("\x1b\\[[0-9]+m")));
        QCOMPARE(text, table.toString(false));
    }

    void namesCannotSteerTheTerminal()
    {
        Table table;
        table.addColumn(QStringLiteral("A"));
        table.addRow({QStringLiteral("x\x1b[2Jy\nz")});
        QCOMPARE(table.toString(false), QStringLiteral("A\nx?[2Jy?z\n"));
    }

    void timesAreReadAsPeopleWriteThem_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QDateTime>("expected");
        const QDateTime now = QDateTime::fromMSecsSinceEpoch(kNow.time_since_epoch().count());
        const auto utc = [](const char* iso) { return QDateTime::fromString(QLatin1String(iso), Qt::ISODateWithMs); };
        QTest::newRow("date") << QStringLiteral("2026-11-02") << QDate(2026, 11, 2).startOfDay();
        QTest::newRow("today") << QStringLiteral("today") << now.date().startOfDay();
        QTest::newRow("yesterday") << QStringLiteral("yesterday") << now.date().addDays(-1).startOfDay();
        QTest::newRow("days") << QStringLiteral("7d") << now.addSecs(-7 * 86'400);
        QTest::newRow("hours") << QStringLiteral("24h") << now.addSecs(-86'400);
        QTest::newRow("minutes") << QStringLiteral("90m") << now.addSecs(-5'400);
        QTest::newRow("seconds") << QStringLiteral("5s") << now.addSecs(-5);
        QTest::newRow("utc") << QStringLiteral("2026-11-02T10:00:00Z") << utc("2026-11-02T10:00:00Z");
        QTest::newRow("milliseconds") << QStringLiteral("2026-11-02T10:00:00.250Z") << utc("2026-11-02T10:00:00.250Z");
        QTest::newRow("offset") << QStringLiteral("2026-11-02T10:00:00+02:00") << utc("2026-11-02T08:00:00Z");
        for (const char* wrong : {"", "soon", "7", "d", "-7d", "7w", "2026-13-01", "2026-02-30", "02.11.2026", "1234567890d"})
            QTest::newRow(*wrong ? wrong : "empty") << QString::fromLatin1(wrong) << QDateTime();
    }
    void timesAreReadAsPeopleWriteThem()
    {
        QFETCH(QString, text);
        QFETCH(QDateTime, expected);
        const auto time = parseTimeText(text, kNow);
        QCOMPARE(time.has_value(), expected.isValid());
        if (time)
            QCOMPARE(qint64{time->time_since_epoch().count()}, expected.toMSecsSinceEpoch());
    }

    void routesAreReadFromTheRight_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected"); // provider|model|priority|weight
        const auto row = [](const char* text, const char* expected) { QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(expected); };
        row("openai/gpt-4o", "openai|gpt-4o|-|-");
        row("openai/gpt-4o@1", "openai|gpt-4o|1|-");
        row("openai/gpt-4o@1:5", "openai|gpt-4o|1|5");
        row("router/meta/llama-3", "router|meta/llama-3|-|-");
        row("router/meta/llama@latest", "router|meta/llama@latest|-|-");
        row("ollama/qwen:7b@0:2", "ollama|qwen:7b|0|2");
        row("openai", "");
        row("/gpt", "");
        row("openai/", "");
    }
    void routesAreReadFromTheRight()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto route = parseRoute(text);
        const auto number = [](const std::optional<std::uint32_t>& n) { return n ? QString::number(*n) : QStringLiteral("-"); };
        const QString read = route ? QStringList({route->provider, route->model, number(route->priority), number(route->weight)}).join(u'|') : QString();
        QCOMPARE(read, expected);
    }

    void numbersAreGrouped()
    {
        HelloResult service;
        QCOMPARE(shownMoney(service, Money::fromNano(1'500'000'000)), QStringLiteral("1.50"));
        service.displayCurrency = QStringLiteral("EUR");
        service.displayRate = Money::fromNano(870'000'000);
        QCOMPARE(shownMoney(service, Money::fromNano(1'500'000'000)), QStringLiteral("1.305"));
        QCOMPARE(shownMoney(service, std::optional<Money>()), QStringLiteral("-"));
        QCOMPARE(numberText(0), QStringLiteral("0"));
        QCOMPARE(numberText(999), QStringLiteral("999"));
        QCOMPARE(numberText(1'234'567), QStringLiteral("1,234,567"));
        QCOMPARE(durationText(59), QStringLiteral("59 s"));
        QCOMPARE(durationText(61), QStringLiteral("1 min"));
        QCOMPARE(durationText(3'660), QStringLiteral("1 h 1 min"));
        QCOMPARE(durationText(90'000), QStringLiteral("1 d 1 h"));
    }

private:
    static constexpr WallTime kNow{std::chrono::milliseconds{1'793'620'800'000}}; // 2026-11-02T12:00:00Z
};

LANYARD_TEST(tst_CtlTexts)
#include "tst_CtlTexts.moc"
