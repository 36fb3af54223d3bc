#include "gui/app/SingleInstance.h"

#include "support/TestMain.h"

#include <QDir>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <optional>

using lanyard::SingleInstance;

class tst_SingleInstance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSecondAsksTheFirst()
    {
        const QTemporaryDir folder;
        SingleInstance first(folder.path(), QStringLiteral("a"));
        QVERIFY(first.claim());
        QSignalSpy shown(&first, &SingleInstance::showRequested);
        SingleInstance second(folder.path(), QStringLiteral("a"));
        QVERIFY(!second.claim());
        std::optional<bool> asked;
        second.askFirstToShow([&](bool answer) { asked = answer; });
        QTRY_VERIFY(asked.has_value());
        QVERIFY(*asked);
        QCOMPARE(shown.size(), 1);
    }

    void otherServicesHaveWindowsOfTheirOwn()
    {
        const QTemporaryDir folder;
        SingleInstance first(folder.path(), QStringLiteral("a"));
        SingleInstance other(folder.path(), QStringLiteral("b"));
        QVERIFY(first.claim());
        QVERIFY(other.claim());
    }

    void theNextIsFirstWhenTheFirstIsGone()
    {
        const QTemporaryDir folder;
        {
            SingleInstance first(folder.path(), QStringLiteral("a"));
            QVERIFY(first.claim());
        }
        SingleInstance next(folder.path(), QStringLiteral("a"));
        QVERIFY(next.claim());
    }

    void aFirstThatDoesNotAnswerIsReported()
    {
        const QTemporaryDir folder;
        SingleInstance second(folder.path(), QStringLiteral("a"));
        std::optional<bool> asked;
        second.askFirstToShow([&](bool answer) { asked = answer; }); // nobody listens
        QTRY_VERIFY(asked.has_value());
        QVERIFY(!*asked);
    }

    void aFolderThatCannotBeWrittenStopsNobody()
    {
        SingleInstance lonely(QStringLiteral("/nonexistent-folder-of-nobody"), QStringLiteral("a"));
        QVERIFY(lonely.claim());
    }

    void nonsenseIsNotObeyed()
    {
        const QTemporaryDir folder;
        SingleInstance first(folder.path(), QStringLiteral("a"));
        QVERIFY(first.claim());
        QSignalSpy shown(&first, &SingleInstance::showRequested);
        const QStringList sockets = QDir(folder.path()).entryList({QStringLiteral("*.sock")}, QDir::System);
        QCOMPARE(sockets.size(), 1);
        for (const QByteArray& message : {QByteArray("hello\n"), QByteArray(10'000, 'x')}) {
            QLocalSocket socket;
            socket.connectToServer(folder.filePath(sockets.first()));
            QTRY_COMPARE(socket.state(), QLocalSocket::ConnectedState);
            socket.write(message);
            QTRY_COMPARE(socket.state(), QLocalSocket::UnconnectedState);
        }
        QCOMPARE(shown.size(), 0);
    }
};

LANYARD_TEST(tst_SingleInstance)
#include "tst_SingleInstance.moc"
