#include "gui/models/TableProxy.h"
#include "gui/models/UserModel.h"
#include "gui/support/SampleService.h"
#include "gui/widgets/CopyButton.h"
#include "gui/widgets/CopyField.h"
#include "gui/widgets/DataTable.h"
#include "gui/widgets/Glyph.h"
#include "gui/widgets/StateView.h"
#include "gui/widgets/SvgShapes.h"
#include "gui/widgets/TextLabel.h"
#include "gui/widgets/Theme.h"
#include "support/TestMain.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QHeaderView>
#include <QPainter>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>

using namespace lanyard;
using namespace lanyard::test;

namespace {

QImage painted(Glyph glyph, const QColor& color)
{
    QImage image(48, 48, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paintGlyph(painter, glyph, image.rect(), color);
    return image;
}

int inkIn(const QImage& image)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += qAlpha(image.pixel(x, y)) > 128 ? 1 : 0;
    }
    return count;
}

/// WCAG: 1 (the same) to 21.
double contrast(const QColor& a, const QColor& b)
{
    const auto channel = [](double v) { return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    const auto light = [&](const QColor& c) {
        return 0.2126 * channel(c.redF()) + 0.7152 * channel(c.greenF()) + 0.0722 * channel(c.blueF());
    };
    const double x = light(a);
    const double y = light(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

} // namespace

class tst_Widgets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QSettings().clear(); }

    void everyIconIsDrawn()
    {
        for (const Glyph glyph : kAllGlyphs) {
            QFile file(glyphFile(glyph));
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
            const auto shapes = SvgShapes::parse(file.readAll());
            QVERIFY2(shapes.has_value(),
                     shapes ? "" : qPrintable(file.fileName() + QString::fromStdString(shapes.error().message)));
            QVERIFY2(inkIn(painted(glyph, Qt::red)) > 40, qPrintable(file.fileName()));
        }
    }

    void iconsTakeTheColourOfTheText()
    {
        const QImage image = painted(Glyph::Waiting, QColor(10, 200, 30));
        QCOMPARE(image.pixelColor(24, 24), QColor(10, 200, 30));
    }

    void whatIsNotUnderstoodIsRefused_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("element") << QByteArray("<polygon points='0 0'/>");
        QTest::newRow("relative path") << QByteArray("<path d='m 1 1 l 2 2'/>");
        QTest::newRow("arc") << QByteArray("<path d='M 1 1 A 1 1 0 0 1 2 2'/>");
        QTest::newRow("too few numbers") << QByteArray("<path d='M 1 1 L 2'/>");
        QTest::newRow("no number") << QByteArray("<circle cx='a' cy='1' r='1'/>");
        QTest::newRow("no radius") << QByteArray("<circle cx='1' cy='1'/>");
        QTest::newRow("colour") << QByteArray("<path fill='url(#a)' d='M 1 1 L 2 2'/>");
        QTest::newRow("not closed") << QByteArray("<path d='M 1 1 L 2 2'>");
    }
    void whatIsNotUnderstoodIsRefused()
    {
        QFETCH(QByteArray, body);
        QVERIFY(!SvgShapes::parse("<svg viewBox='0 0 24 24'>" + body + "</svg>"));
        QVERIFY(SvgShapes::parse("<svg viewBox='0 0 24 24'><path d='M 1 1 L 2 2'/></svg>"));
    }

    void copyButtonFillsTheClipboardAndSaysSo()
    {
        CopyButton button(QStringLiteral("Copy the thing"));
        button.setText(QStringLiteral("the thing"));
        QCOMPARE(button.accessibleName(), QStringLiteral("Copy the thing"));
        button.click();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("the thing"));
        QVERIFY(button.justCopied());
        QCOMPARE(button.accessibleName(), QStringLiteral("Copied"));
        QTRY_COMPARE(button.accessibleName(), QStringLiteral("Copy the thing"));
        button.setText({});
        QVERIFY(!button.isEnabled());
    }

    void longLinesWrapOnTheScreenOnly()
    {
        CopyField field(QStringLiteral("Command"), QStringLiteral("Copy"));
        field.setText(QStringLiteral("lanyard ") + QString(20, u'x'));
        field.resize(600, field.sizeHint().height());
        const int oneLine = field.sizeHint().height();
        const QString longText = QStringLiteral("lanyard ") + QStringLiteral("word ").repeated(60);
        field.setText(longText);
        QVERIFY(field.sizeHint().height() > oneLine);
        field.button()->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), longText);
    }

    void stateViewShowsWhatItIsGiven()
    {
        StateView view;
        view.setContent({Glyph::Plug, QStringLiteral("Title"), {}, QStringLiteral("a command"), {}, {}});
        const auto* field = view.findChild<CopyField*>();
        auto* button = view.findChild<QPushButton*>();
        QVERIFY(field->isVisibleTo(&view));
        QCOMPARE(field->text(), QStringLiteral("a command"));
        QVERIFY(!button->isVisibleTo(&view));
        view.setContent({Glyph::Plug, QStringLiteral("Title"), {}, {}, {}, QStringLiteral("Again")});
        QVERIFY(!field->isVisibleTo(&view));
        QVERIFY(button->isVisibleTo(&view));
        QSignalSpy clicked(&view, &StateView::buttonClicked);
        button->click();
        QCOMPARE(clicked.size(), 1);
    }

    void tableCopiesTheCellAndRemembersColumns()
    {
        UserModel model;
        TableProxy proxy;
        proxy.setSourceModel(&model);
        model.assign(sampleUsers());
        const std::vector<int> widths{0, 15, 19, 8, 12};
        {
            DataTable table(QStringLiteral("test"), QStringLiteral("Users"));
            table.resize(900, 300);
            table.setUp(&proxy, widths, UserModel::Name);
            table.ensureCurrentRow();
            QCOMPARE(table.currentKey(), QStringLiteral("ana"));
            table.setCurrentIndex(proxy.index(1, UserModel::Group));
            QTest::keySequence(&table, QKeySequence(QKeySequence::Copy));
            QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("family"));
            table.horizontalHeader()->resizeSection(UserModel::Group, 201);
        }
        DataTable again(QStringLiteral("test"), QStringLiteral("Users"));
        again.resize(900, 300);
        again.setUp(&proxy, widths, UserModel::Name);
        QCOMPARE(again.columnWidth(UserModel::Group), 201);
    }

    void textIsReadableInLightAndDark_data()
    {
        QTest::addColumn<QColor>("window");
        QTest::addColumn<QColor>("text");
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << QColor(0xf3, 0xf4, 0xf6) << QColor(0x1c, 0x1f, 0x24) << false;
        QTest::newRow("grey") << QColor(0xef, 0xef, 0xef) << QColor(Qt::black) << false;
        QTest::newRow("dark") << QColor(0x1e, 0x20, 0x24) << QColor(0xe6, 0xe8, 0xeb) << true;
        QTest::newRow("black") << QColor(Qt::black) << QColor(Qt::white) << true;
    }
    void textIsReadableInLightAndDark()
    {
        QFETCH(QColor, window);
        QFETCH(QColor, text);
        QPalette palette(window);
        palette.setColor(QPalette::WindowText, text);
        QTEST(Theme::isDark(palette), "dark");
        for (const QColor& behind : {window, Theme::cardFill(palette), Theme::wellFill(palette)}) {
            QVERIFY2(contrast(text, behind) > 7, qPrintable(behind.name()));
            QVERIFY2(contrast(Theme::quietText(palette), behind) > 4.5, qPrintable(behind.name()));
            for (const Tone tone : {Tone::Good, Tone::Attention, Tone::Bad, Tone::Off})
                QVERIFY2(contrast(Theme::tone(tone, palette), behind) > 3,
                         qPrintable(behind.name() + u' ' + QString::number(int(tone))));
        }
    }

    void labelsFollowTheSystemToDark()
    {
        const QPalette before = QApplication::palette();
        QWidget window;
        const TextLabel label(TextLabel::Voice::Quiet, QStringLiteral("quiet"), &window);
        QPalette dark(QColor(0x1e, 0x20, 0x24));
        dark.setColor(QPalette::WindowText, Qt::white);
        QApplication::setPalette(dark);
        QTRY_COMPARE(label.palette().color(QPalette::WindowText), Theme::quietText(dark));
        QApplication::setPalette(before);
    }
};

LANYARD_TEST(tst_Widgets)
#include "tst_Widgets.moc"
