#include "support/TestMain.h"

#include <QApplication>
#include <QStandardPaths>

int main(int argc, char** argv)
{
    const QApplication app(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    QApplication::setOrganizationName(QStringLiteral("LanyardTests"));
    QApplication::setApplicationName(QStringLiteral("tst_gui"));
    QApplication::setQuitOnLastWindowClosed(false);
    return lanyard::test::runTestClasses(QApplication::arguments());
}
