#include "ctl/CommandLine.h"
#include "gui/models/CliText.h"
#include "support/TestMain.h"

using namespace lanyard;

/// What the window offers for copying is understood by the command line as it is.
class tst_CliCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offeredCommandsAreUnderstood_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("provider") << CliWords::addProvider();
        QTest::newRow("credential") << CliWords::addCredential(QStringLiteral("openai"));
        QTest::newRow("model") << CliWords::addModel(QStringLiteral("openai"));
        QTest::newRow("user") << CliWords::addUser();
        QTest::newRow("key") << CliWords::addKey(QStringLiteral("alice"));
    }
    void offeredCommandsAreUnderstood()
    {
        QFETCH(QStringList, words);
        CommandLine line;
        const bool understood =
            line.parse(words + QStringList{QStringLiteral("--admin-socket"), QStringLiteral("/run/a.sock")});
        QVERIFY2(understood, qPrintable(line.errText()));
        QCOMPARE(line.adminSocket(), QStringLiteral("/run/a.sock"));
    }
};

LANYARD_TEST(tst_CliCommands)
#include "tst_CliCommands.moc"
