#include "gui/screenshots/Shots.h"

#include "gui/app/TrayImage.h"
#include "gui/pages/Page.h"

#include <QApplication>
#include <QPainter>
#include <QTest>

namespace lanyard::test {
namespace {

constexpr int kDeadlineMs = 10'000;

AdminClient::Options optionsFor(const QString& socket)
{
    AdminClient::Options options;
    options.socketPath = socket;
    options.clientName = QStringLiteral("lanyard-gui");
    return options;
}

bool isSettled(AdminApp& app)
{
    return app.session().phase() != AdminSession::Phase::Looking &&
           app.window().currentPage()->state() != Page::State::Loading;
}

} // namespace

QPalette lightPalette()
{
    QPalette palette(QColor(0xf3, 0xf4, 0xf6));
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::WindowText, QColor(0x1c, 0x1f, 0x24));
    palette.setColor(QPalette::Text, QColor(0x1c, 0x1f, 0x24));
    palette.setColor(QPalette::ButtonText, QColor(0x1c, 0x1f, 0x24));
    palette.setColor(QPalette::Highlight, QColor(0x2f, 0x6f, 0xe0));
    return palette;
}

QPalette darkPalette()
{
    QPalette palette(QColor(0x1e, 0x20, 0x24));
    palette.setColor(QPalette::Base, QColor(0x17, 0x19, 0x1c));
    palette.setColor(QPalette::WindowText, QColor(0xe6, 0xe8, 0xeb));
    palette.setColor(QPalette::Text, QColor(0xe6, 0xe8, 0xeb));
    palette.setColor(QPalette::ButtonText, QColor(0xe6, 0xe8, 0xeb));
    palette.setColor(QPalette::Highlight, QColor(0x4b, 0x84, 0xea));
    return palette;
}

void Shots::takePages(const QString& socket, const QString& name)
{
    AdminApp app(optionsFor(socket));
    app.start();
    for (int i = 0; i < static_cast<int>(app.window().pages().size()); ++i) {
        app.window().showPage(i);
        (void)QTest::qWaitFor([&] { return isSettled(app); }, kDeadlineMs);
        QApplication::sendPostedEvents();
        save(app.window().grab(), name + u'-' + app.window().currentPage()->id());
    }
}

void Shots::takePage(const QString& socket, int page, const QString& name,
                     const std::function<void(AdminApp&)>& prepare)
{
    AdminApp app(optionsFor(socket));
    app.window().showPage(page);
    app.start();
    (void)QTest::qWaitFor([&] { return isSettled(app); }, kDeadlineMs);
    prepare(app);
    QApplication::sendPostedEvents();
    save(app.window().grab(), name);
}

/// Every state at every size, on a light and on a dark panel.
void Shots::takeTrayImages()
{
    using Overall = ServiceState::Overall;
    const std::pair<Overall, Tone> states[] = {{Overall::Serving, Tone::Good},
                                               {Overall::Degraded, Tone::Attention},
                                               {Overall::Stopped, Tone::Off},
                                               {Overall::NotConnected, Tone::Bad},
                                               {Overall::Looking, Tone::Off}};
    const int sizes[] = {16, 22, 32, 64};
    QPixmap sheet(420, 2 * 90 * 5 / 2);
    QPainter painter(&sheet);
    painter.fillRect(0, 0, 210, sheet.height(), QColor(0xf3, 0xf4, 0xf6));
    painter.fillRect(210, 0, 210, sheet.height(), QColor(0x24, 0x26, 0x2a));
    int y = 10;
    for (const auto& [overall, tone] : states) {
        const QIcon icon = trayImage(overall, tone);
        for (const int left : {0, 210}) {
            int x = left + 10;
            for (const int size : sizes) {
                icon.paint(&painter, x, y, size, size);
                x += size + 12;
            }
        }
        y += 84;
    }
    painter.end();
    save(sheet, QStringLiteral("tray"));
}

void Shots::save(const QPixmap& picture, const QString& name)
{
    if (picture.save(m_folder.filePath(name + QStringLiteral(".png"))))
        ++m_count;
}

} // namespace lanyard::test
