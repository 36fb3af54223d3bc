#include "app/DescriptorLimit.h"
#include "support/TestMain.h"

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif

using namespace lanyard;

class tst_DescriptorLimit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aShellsLimitIsRaisedToWhatIsGranted()
    {
#ifdef Q_OS_UNIX
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
        rlimit low = before;
        low.rlim_cur = 256;
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &low), 0);
        raiseDescriptorLimit();
        rlimit after{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &after), 0);
        QVERIFY2(after.rlim_cur > 256 && after.rlim_cur <= after.rlim_max, "it was raised, within what is granted");
        QCOMPARE(after.rlim_max, before.rlim_max);
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &before), 0);
#else
        raiseDescriptorLimit(); // there is no such limit here
#endif
    }
};

LANYARD_TEST(tst_DescriptorLimit)
#include "tst_DescriptorLimit.moc"
