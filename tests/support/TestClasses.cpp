#include "support/TestMain.h"

#include <cstdio>

namespace lanyard::test {

std::vector<std::function<std::unique_ptr<QObject>()>>& testClasses()
{
    static std::vector<std::function<std::unique_ptr<QObject>()>> classes;
    return classes;
}

int runTestClasses(QStringList arguments)
{
    QString onlyClass;
    if (arguments.size() > 1 && !arguments.at(1).startsWith(u'-')) {
        const QStringList parts = arguments.takeAt(1).split(QStringLiteral("::"));
        onlyClass = parts.first();
        if (parts.size() > 1)
            arguments.insert(1, parts.at(1));
    }
    int failures = 0;
    int ran = 0;
    for (const auto& make : testClasses()) {
        const std::unique_ptr<QObject> object = make();
        if (!onlyClass.isEmpty() && onlyClass != QLatin1String(object->metaObject()->className()))
            continue;
        failures += QTest::qExec(object.get(), arguments);
        ++ran;
    }
    if (ran == 0)
        std::fprintf(stderr, "no test class of this name\n");
    return failures != 0 || ran == 0 ? 1 : 0;
}

} // namespace lanyard::test
