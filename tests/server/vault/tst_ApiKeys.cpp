#include "vault/ApiKeys.h"

#include "support/TestMain.h"
#include "vault/Pepper.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <set>

using namespace lanyard;

class tst_ApiKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void madeKeysHaveTheirShapeAndDiffer()
    {
        const QRegularExpression shape(QStringLiteral("^sk-lan-[0-9a-f]{32}$"));
        std::set<std::string> seen;
        for (int i = 0; i < 100; ++i) {
            const std::string key(makeApiKey().reveal());
            QVERIFY(shape.match(QString::fromStdString(key)).hasMatch());
            seen.insert(key);
        }
        QCOMPARE(seen.size(), std::size_t{100});
    }

    void prefixShowsTheStartAndNeverMoreThanAThird()
    {
        QCOMPARE(apiKeyPrefix(Secret("sk-lan-0123456789abcdef0123456789abcdef")), std::string("sk-lan-0123"));
        QCOMPARE(apiKeyPrefix(Secret("abcdef")), std::string("ab"));
        QCOMPARE(apiKeyPrefix(Secret("")), std::string());
    }

    void hashDependsOnKeyAndPepper()
    {
        ApiKeyPepper pepper{};
        const ApiKeyHasher hasher(pepper);
        pepper[31] = 1;
        const ApiKeyHasher other(pepper);
        QVERIFY(hasher.hash("sk-lan-1") == hasher.hash("sk-lan-1"));
        QVERIFY(hasher.hash("sk-lan-1") != hasher.hash("sk-lan-2"));
        QVERIFY(hasher.hash("sk-lan-1") != other.hash("sk-lan-1"));
    }

    void pepperIsMadeOnceAndNeverReplaced()
    {
        const QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "api-key.pepper";
        const Result<ApiKeyPepper> made = openPepperFile(file, std::nullopt);
        QVERIFY(made);
        const PepperId id = pepperId(*made);
        const Result<ApiKeyPepper> again = openPepperFile(file, id);
        QVERIFY(again && *again == *made);

        const Result<ApiKeyPepper> foreign = openPepperFile(file, PepperId("0123456789abcdef"));
        QVERIFY(!foreign);
        QCOMPARE(foreign.error().code, ErrorCode::Corrupt);

        std::filesystem::remove(file);
        const Result<ApiKeyPepper> missing = openPepperFile(file, id);
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::Corrupt);
        QVERIFY(!std::filesystem::exists(file));
    }
};

LANYARD_TEST(tst_ApiKeys)
#include "tst_ApiKeys.moc"
