#include "protocol/SocketLocation.h"
#include "support/TestMain.h"

#include <QDir>

using namespace lanyard;

class tst_SocketLocation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
#ifdef Q_OS_LINUX
    void init()
    {
        m_runtimeDir = qgetenv("XDG_RUNTIME_DIR");
        m_home = qgetenv("XDG_DATA_HOME");
    }
    void cleanup()
    {
        qputenv("XDG_RUNTIME_DIR", m_runtimeDir);
        qputenv("XDG_DATA_HOME", m_home);
    }

    void theUsersOwnServiceComesFirst()
    {
        qputenv("XDG_RUNTIME_DIR", "/run/user/1000");
        const auto candidates = socketCandidates();
        QCOMPARE(candidates.size(), std::size_t{2});
        QCOMPARE(candidates.at(0).path, QStringLiteral("/run/user/1000/lanyard/admin.sock"));
        QCOMPARE(candidates.at(0).kind, SocketLocation::Kind::PerUser);
        QCOMPARE(candidates.at(1).path, QStringLiteral("/run/lanyard/admin.sock"));
        QCOMPARE(candidates.at(1).kind, SocketLocation::Kind::System);
    }

    void withoutARuntimeFolderTheDataFolderServes()
    {
        qunsetenv("XDG_RUNTIME_DIR");
        qputenv("XDG_DATA_HOME", "/home/alice/.local/share");
        QCOMPARE(perUserSocket().path, QStringLiteral("/home/alice/.local/share/lanyard/run/admin.sock"));
    }
#endif

    void aGivenPathIsTheOnlyOne()
    {
        const auto candidates = socketCandidates(QStringLiteral("/x/y.sock"));
        QCOMPARE(candidates.size(), std::size_t{1});
        QCOMPARE(candidates.front(), (SocketLocation{SocketLocation::Kind::Given, QStringLiteral("/x/y.sock")}));
    }

#ifndef Q_OS_WIN
    void aRelativePathIsOneInTheWorkingFolder()
    {
        const QString here = QDir::currentPath();
        QCOMPARE(givenSocket(QStringLiteral("run/admin.sock")).path, here + QStringLiteral("/run/admin.sock"));
        QCOMPARE(socketCandidates(QStringLiteral("./x.sock")).front().path, here + QStringLiteral("/x.sock"));
    }
#endif

    void aPathOfMoreThan103BytesIsRefusedInWords()
    {
        QVERIFY(checkSocketPath(QString(103, u'a')));
        const auto tooLong = checkSocketPath(QString(104, u'a'));
        QVERIFY(!tooLong);
        QCOMPARE(tooLong.error().code, ErrorCode::InvalidArgument);
        QVERIFY(tooLong.error().message.find("104 bytes, at most 103") != std::string::npos);
        QVERIFY(tooLong.error().message.find("--admin-socket") != std::string::npos);
        QVERIFY(!checkSocketPath(QString(52, QChar(0x4e2d)))); // bytes count, not characters
        QVERIFY(!checkSocketPath({}));
    }

private:
    QByteArray m_runtimeDir;
    QByteArray m_home;
};

LANYARD_TEST(tst_SocketLocation)
#include "tst_SocketLocation.moc"
