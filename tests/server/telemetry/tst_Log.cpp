#include "support/TestMain.h"
#include "telemetry/Log.h"

#include <QFile>
#include <QTemporaryDir>

using namespace lanyard;
using namespace Qt::StringLiterals;

class tst_Log : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesHaveTimeLevelAndArea()
    {
        const QTemporaryDir folder;
        Log::info("app", "before it is open: nowhere");
        QVERIFY(Log::open(folder.path().toStdString()));
        Log::info("app", "serving on http://127.0.0.1:1");
        Log::warning("store", "the disk is nearly full");
        qWarning("a word of Qt's own");
        Log::close();
        Log::info("app", "after it is closed: nowhere");

        QFile file(folder.filePath(u"lanyard.log"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY2(lines.at(0).endsWith("Z info app: serving on http://127.0.0.1:1"), lines.at(0));
        QVERIFY2(lines.at(1).endsWith("Z warning store: the disk is nearly full"), lines.at(1));
        QVERIFY2(lines.at(2).endsWith("Z warning qt: a word of Qt's own"), lines.at(2));
    }

    void aFolderThatCannotBeWrittenIsAnError()
    {
        const Result<void> opened = Log::open("/proc/no-such-folder");
        QVERIFY(!opened);
        QVERIFY(opened.error().code == ErrorCode::Io);
    }
};

LANYARD_TEST(tst_Log)
#include "tst_Log.moc"
