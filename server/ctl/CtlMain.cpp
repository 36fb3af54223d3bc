#include "ctl/CtlMain.h"

#include "ctl/CtlRun.h"
#include "ctl/SystemConsole.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

namespace lanyard {

std::string_view firstCommand(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--admin-socket")
            ++i; // its value
        else if (!word.starts_with('-'))
            return word;
    }
    return {};
}

int runCtl(int argc, char** argv, const DescribeServiceCommands& describe)
{
    const QCoreApplication app(argc, argv);
    QTranslator translator;
    if (translator.load(QLocale(), QStringLiteral("ctl"), QStringLiteral("_"), QStringLiteral(":/i18n-ctl")))
        QCoreApplication::installTranslator(&translator);
    SystemConsole console;
    CtlRun run(console, describe);
    QObject::connect(&run, &CtlRun::finished, &app, [](int code) { QCoreApplication::exit(code); });
    run.start(QCoreApplication::arguments().mid(1));
    return QCoreApplication::exec();
}

} // namespace lanyard
