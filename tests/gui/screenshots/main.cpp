#include "gui/screenshots/Shots.h"

#include "gui/app/Translations.h"
#include "gui/pages/Page.h"
#include "gui/support/SampleService.h"
#include "gui/widgets/SearchField.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>
#include <QStandardPaths>
#include <QStyleFactory>

#include <cstdio>

using namespace lanyard;
using namespace lanyard::test;

namespace {

constexpr int kProviders = 1;
constexpr int kUsers = 2;

void nothingMore(AdminApp&) {}

/// Every state that a page draws.
void takeStates(Shots& shots, const QString& prefix)
{
    FakeService service;
    answerWithSample(service);
    shots.takePages(service.socketPath(), prefix + QStringLiteral("ready"));
    shots.takePage(service.socketPath(), kUsers, prefix + QStringLiteral("search-none"),
                   [](AdminApp& app) { app.window().currentPage()->searchField()->setText(QStringLiteral("nobody")); });
    shots.takePage(service.socketPath(), kUsers, prefix + QStringLiteral("small"),
                   [](AdminApp& app) { app.window().resize(860, 560); });
    service.answer<methods::UserList>({manyUsers(10'000)});
    shots.takePage(service.socketPath(), kUsers, prefix + QStringLiteral("many"), nothingMore);
    service.refuse<methods::UserList>({ErrorCode::Unavailable, "the store is busy; try again"});
    shots.takePage(service.socketPath(), kUsers, prefix + QStringLiteral("failed"), nothingMore);
    service.refuse<methods::SessionHello>(
        {ErrorCode::VersionUnsupported, "this service speaks protocol 2 only; update lanyard-gui"});
    shots.takePage(service.socketPath(), 0, prefix + QStringLiteral("refused"), nothingMore);
    answerWithNothing(service);
    shots.takePages(service.socketPath(), prefix + QStringLiteral("empty"));
    HelloResult shared = sampleHello();
    shared.listen = {QStringLiteral("http://0.0.0.0:11480")};
    StatusResult status = sampleStatus();
    status.service = shared;
    status.warnings = {QStringLiteral("model claude-sonnet has no price: its requests are free")};
    answerWithSample(service);
    service.answer<methods::SessionHello>(shared);
    service.answer<methods::StatusGet>(status);
    shots.takePage(service.socketPath(), 0, prefix + QStringLiteral("shared"), nothingMore);
    service.stop();
    shots.takePage(service.socketPath(), kProviders, prefix + QStringLiteral("stopped"), nothingMore);
}

} // namespace

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    QApplication::setOrganizationName(QStringLiteral("LanyardScreenshots"));
    QApplication::setApplicationName(QStringLiteral("gui_screenshots"));
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QSettings().clear();

    QCommandLineParser parser;
    parser.addPositionalArgument(QStringLiteral("folder"), QStringLiteral("where the pictures go"));
    parser.addOption({QStringLiteral("admin-socket"),
                      QStringLiteral("of a real service; without it, a scripted one in every state"),
                      QStringLiteral("PATH")});
    parser.addOption(
        {QStringLiteral("language"), QStringLiteral("en, zh_CN"), QStringLiteral("CODE"), QStringLiteral("en")});
    parser.addHelpOption();
    parser.process(app);
    if (parser.positionalArguments().size() != 1)
        parser.showHelp(2);
    const QString language = parser.value(QStringLiteral("language"));
    QLocale::setDefault(QLocale(language));
    installTranslations(QLocale(language));

    QDir folder(parser.positionalArguments().first());
    if (!folder.mkpath(QStringLiteral(".")))
        return 1;
    Shots shots(folder);
    const QString socket = parser.value(QStringLiteral("admin-socket"));
    const QString scale = QString::number(qRound(app.devicePixelRatio() * 100));
    for (const bool dark : {false, true}) {
        QApplication::setPalette(dark ? darkPalette() : lightPalette());
        const QString prefix =
            QStringLiteral("%1-%2-%3-").arg(language, dark ? QStringLiteral("dark") : QStringLiteral("light"), scale);
        if (socket.isEmpty())
            takeStates(shots, prefix);
        else
            shots.takePages(socket, prefix + QStringLiteral("real"));
    }
    shots.takeTrayImages();
    std::printf("%d pictures in %s\n", shots.count(), qPrintable(folder.absolutePath()));
    return 0;
}
