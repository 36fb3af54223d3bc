#include "gui/app/AdminApp.h"
#include "gui/app/SingleInstance.h"
#include "gui/app/Translations.h"
#include "gui/app/TrayImage.h"

#include <QApplication>
#include <QCommandLineParser>

#include <cstdio>

namespace {

QString readAdminSocket(const QApplication& app)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Shows and administers a running Lanyard service."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption socket(
        QStringLiteral("admin-socket"),
        QCoreApplication::translate("main", "The admin socket of the service. Without it, your own service is "
                                            "looked for, then the system's."),
        QStringLiteral("PATH"));
    parser.addOption(socket);
    parser.process(app);
    return parser.value(socket);
}

int raiseTheOther(lanyard::SingleInstance& instance)
{
    instance.askFirstToShow([](bool asked) {
        if (!asked)
            std::fputs("lanyard-gui: another one is running for this user, but does not answer\n", stderr);
        QCoreApplication::exit(asked ? 0 : 1);
    });
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    const QApplication app(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("Lanyard"));
    QApplication::setApplicationName(QStringLiteral("lanyard-gui"));
    QApplication::setApplicationDisplayName(QStringLiteral("Lanyard"));
    QApplication::setApplicationVersion(QStringLiteral(LANYARD_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("lanyard-gui"));
    QApplication::setQuitOnLastWindowClosed(false); // the window says itself when it is meant
    lanyard::installTranslations(QLocale());
    const QString socket = readAdminSocket(app);

    const auto instance = lanyard::SingleInstance::forSocket(socket);
    if (!instance->claim())
        return raiseTheOther(*instance);

    QApplication::setWindowIcon(lanyard::windowImage());
    lanyard::AdminClient::Options options;
    options.socketPath = socket;
    options.clientName = QStringLiteral("lanyard-gui");
    lanyard::AdminApp admin(options);
    QObject::connect(&admin, &lanyard::AdminApp::quitRequested, &app, &QCoreApplication::quit);
    QObject::connect(instance.get(), &lanyard::SingleInstance::showRequested, &admin.window(),
                     &lanyard::MainWindow::present);
    admin.start();
    return QApplication::exec();
}
