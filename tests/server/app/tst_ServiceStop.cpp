#include "app/Service.h"
#include "support/TestMain.h"

#include <QFile>
#include <QTemporaryDir>

using namespace lanyard;
using namespace Qt::StringLiterals;

/// Stops at moments that a signal hits only now and then: between the steps of a start.
class tst_ServiceStop : public QObject
{
    Q_OBJECT

    ServeOptions optionsIn(const QTemporaryDir& folder) const
    {
        ServeOptions options;
        options.dataDir = folder.filePath(u"data"_s).toStdString();
        options.listen = "127.0.0.1:0";
        options.adminSocket = folder.filePath(u"a.sock"_s);
        options.workers = 1;
        options.demo = true; // keeps the session's keychain out
        return options;
    }

private Q_SLOTS:
    void aStopInMidStartEndsIt_data()
    {
        QTest::addColumn<bool>("withFile");
        QTest::newRow("first configuration under way") << false;
        QTest::newRow("on a folder with a configuration file") << true;
    }
    void aStopInMidStartEndsIt()
    {
        QFETCH(bool, withFile);
        const QTemporaryDir folder;
        ServeOptions options = optionsIn(folder);
        if (withFile) {
            QFile file(folder.filePath(u"lanyard.yaml"_s));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write("version: 1\n") > 0);
            options.configFile = file.fileName().toStdString();
        }
        bool started = false;
        bool stopped = false;
        {
            Service service(options);
            service.setOnStopped([&] { stopped = true; });
            service.start([&](const Result<Service::Started>&) { started = true; });
            service.stop(); // the store was asked for the first configuration; its answer waits in the loop
            QVERIFY(stopped);
            QCoreApplication::processEvents();
            QVERIFY(!started);
            service.stop();
        }
        // Nothing is left behind that keeps the next start from its folder.
        Service next(optionsIn(folder));
        next.start([&](const Result<Service::Started>& result) { started = result.has_value(); });
        QTRY_VERIFY_WITH_TIMEOUT(started, 30'000);
        stopped = false;
        next.setOnStopped([&] { stopped = true; });
        next.stop();
        QTRY_VERIFY_WITH_TIMEOUT(stopped, 30'000);
    }

    void aStartThatFailedCanBeStopped()
    {
        const QTemporaryDir folder;
        ServeOptions options = optionsIn(folder);
        QFile file(folder.filePath(u"data"_s)); // a file where a folder should be
        QVERIFY(file.open(QIODevice::WriteOnly));
        Service service(options);
        bool failed = false;
        bool stopped = false;
        service.start([&](const Result<Service::Started>& result) { failed = !result; });
        QVERIFY(failed);
        service.setOnStopped([&] { stopped = true; });
        service.stop();
        QVERIFY(stopped);
    }
};

LANYARD_TEST(tst_ServiceStop)
#include "tst_ServiceStop.moc"
