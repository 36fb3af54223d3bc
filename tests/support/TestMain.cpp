#include "support/TestMain.h"

#include <QCoreApplication>

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    return lanyard::test::runTestClasses(QCoreApplication::arguments());
}
