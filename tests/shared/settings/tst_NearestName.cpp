#include "settings/NearestName.h"
#include "support/TestMain.h"

#include <array>

using namespace lanyard;

class tst_NearestName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatWasMeant_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("nearest");
        QTest::newRow("missing letter") << QByteArray("provider") << QByteArray("providers");
        QTest::newRow("swapped letters") << QByteArray("mdoels") << QByteArray("models");
        QTest::newRow("case") << QByteArray("MODELS") << QByteArray("models");
        QTest::newRow("two mistakes") << QByteArray("crednetialz") << QByteArray("credentials");
        QTest::newRow("short") << QByteArray("rpn") << QByteArray("rpm");
        QTest::newRow("too short to guess") << QByteArray("xx") << QByteArray("");
        QTest::newRow("nothing near") << QByteArray("budget") << QByteArray("");
        QTest::newRow("empty") << QByteArray("") << QByteArray("");
        QTest::newRow("huge") << QByteArray(100'000, 'm') << QByteArray("");
    }
    void findsWhatWasMeant()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, nearest);
        constexpr std::array<std::string_view, 5> known{"providers", "models", "credentials", "rpm", "tpm"};
        QCOMPARE(std::string(nearestName(text.toStdString(), known)), nearest.toStdString());
    }
};

LANYARD_TEST(tst_NearestName)
#include "tst_NearestName.moc"
