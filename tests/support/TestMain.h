#pragma once

#include <QObject>
#include <QStringList>
#include <QTest>

#include <functional>
#include <memory>
#include <vector>

namespace lanyard::test {

/// The Qt Test classes of this binary, in link order.
std::vector<std::function<std::unique_ptr<QObject>()>>& testClasses();

/// Runs every class of the binary; a class or `Class::case` may be named as the first argument. What main() returns.
/// A folder whose tests need another application object than QCoreApplication has a main() of its own that calls this.
int runTestClasses(QStringList arguments);

template<class T>
struct Register
{
    Register() { testClasses().push_back([] { return std::make_unique<T>(); }); }
};

} // namespace lanyard::test

/// Once at the end of a tst_*.cpp, outside of any namespace: adds the class to the binary that runs them all.
#define LANYARD_TEST(Class) static const lanyard::test::Register<Class> s_register##Class;
