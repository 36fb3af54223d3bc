#include "store/DataDirectory.h"

#include "support/TestMain.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>

using namespace lanyard;

class tst_DataDirectory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingIsMadeAndPrivate()
    {
        const QTemporaryDir temporary;
        const std::filesystem::path root = std::filesystem::path(temporary.path().toStdString()) / "a" / "b";
        const Result<DataDirectory> directory = DataDirectory::open(root);
        QVERIFY(directory);
        for (const auto& folder : {directory->requests(), directory->journal(), directory->backups()})
            QVERIFY(std::filesystem::is_directory(folder));
#if defined(Q_OS_UNIX)
        QCOMPARE(std::filesystem::status(root).permissions(), std::filesystem::perms::owner_all);
#endif
    }

    void aSecondServiceIsRefusedUntilTheFirstIsGone()
    {
        const QTemporaryDir temporary;
        const std::filesystem::path root = temporary.path().toStdString();
        {
            const Result<DataDirectory> first = DataDirectory::open(root);
            QVERIFY(first);
            const Result<DataDirectory> second = DataDirectory::open(root);
            QVERIFY(!second);
            QCOMPARE(second.error().code, ErrorCode::Conflict);
            const std::string expected = "another Lanyard (pid " + std::to_string(QCoreApplication::applicationPid()) + ") is using " + root.string();
            QVERIFY2(second.error().message.starts_with(expected), second.error().message.c_str());
        }
        QVERIFY(DataDirectory::open(root));
    }

    void aLockFileLeftByAKilledServiceLocksNobodyOut()
    {
        const QTemporaryDir temporary;
        const std::filesystem::path root = temporary.path().toStdString();
        QFile left(QString::fromStdString((root / "lanyard.lock").string()));
        QVERIFY(left.open(QIODevice::WriteOnly));
        left.write("1");
        left.close();
        QVERIFY(DataDirectory::open(root));
    }

    void aFolderThatCannotBeWrittenIsOneClearLine_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("below a file") << QStringLiteral("%1/file/data");
        QTest::newRow("is a file") << QStringLiteral("%1/file");
#if defined(Q_OS_LINUX)
        QTest::newRow("read-only file system") << QStringLiteral("/proc/lanyard");
        QTest::newRow("existing, read-only") << QStringLiteral("/proc");
#endif
    }
    void aFolderThatCannotBeWrittenIsOneClearLine()
    {
        QFETCH(QString, path);
        const QTemporaryDir temporary;
        QFile file(temporary.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const std::string wanted = (path.contains(QLatin1String("%1")) ? path.arg(temporary.path()) : path).toStdString();
        const Result<DataDirectory> directory = DataDirectory::open(wanted);
        QVERIFY(!directory);
        QCOMPARE(directory.error().code, ErrorCode::Io);
        QVERIFY2(directory.error().message.find(wanted) != std::string::npos, directory.error().message.c_str());
        QVERIFY(directory.error().message.find('\n') == std::string::npos);
    }
};

LANYARD_TEST(tst_DataDirectory)
#include "tst_DataDirectory.moc"
