#include "settings/ConfigVariables.h"
#include "support/TestMain.h"

using namespace lanyard;

class tst_ConfigVariables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsEachNameOnce()
    {
        QCOMPARE(findVariables("a: ${B}\nc: \"${A_1} ${B}\" # ${C}\nd: $${NOT} $E ${1X} ${} ${OPEN"),
                 (std::vector<std::string>{"B", "A_1", "C"}));
        QVERIFY(findVariables("").empty());
    }

    void expands_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expanded");
        QTest::newRow("alone") << QByteArray("${KEY}") << QByteArray("sk-1");
        QTest::newRow("inside") << QByteArray("a${KEY}b${KEY}") << QByteArray("ask-1bsk-1");
        QTest::newRow("empty value") << QByteArray("[${EMPTY}]") << QByteArray("[]");
        QTest::newRow("escaped") << QByteArray("$${KEY}") << QByteArray("${KEY}");
        QTest::newRow("dollar before an escape") << QByteArray("$$${KEY}") << QByteArray("$${KEY}");
        QTest::newRow("plain dollars") << QByteArray("$5 $KEY $$") << QByteArray("$5 $KEY $$");
        QTest::newRow("value is not expanded again") << QByteArray("${TRICK}") << QByteArray("${KEY}");
        QTest::newRow("dollar at the end") << QByteArray("x$") << QByteArray("x$");
    }
    void expands()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expanded);
        const Result<std::string> result = expandVariables(text.toStdString(), {{"KEY", "sk-1"}, {"EMPTY", ""}, {"TRICK", "${KEY}"}});
        QVERIFY(result);
        QCOMPARE(QByteArray::fromStdString(*result), expanded);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("unset") << QByteArray("${MISSING} ${OTHER}")
                               << QByteArray("the variable MISSING is not set; put it into the environment first: export MISSING=...");
        const QByteArray nameless("\"${\" is not followed by a variable's name and \"}\"; write $${ for a literal ${");
        QTest::newRow("no name") << QByteArray("${}") << nameless;
        QTest::newRow("open") << QByteArray("${KEY") << nameless;
        QTest::newRow("default") << QByteArray("${KEY:-x}") << nameless;
        QTest::newRow("digit") << QByteArray("${1}") << nameless;
    }
    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, message);
        const Result<std::string> result = expandVariables(text.toStdString(), {{"KEY", "sk-1"}});
        QVERIFY(!result);
        QCOMPARE(QByteArray::fromStdString(result.error().message), message);
    }
};

LANYARD_TEST(tst_ConfigVariables)
#include "tst_ConfigVariables.moc"
