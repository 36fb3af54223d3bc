#include "vault/Vault.h"

#include "support/TestMain.h"

using namespace lanyard;

class tst_Vault : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensWhatItSealed_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::newRow("key") << QByteArray("sk-upstream-0123456789");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("binary") << QByteArray("\0\1\xff", 3);
        QTest::newRow("long") << QByteArray(100'000, 'x');
    }
    void opensWhatItSealed()
    {
        QFETCH(QByteArray, secret);
        const Vault vault(MasterKey::generate());
        const Secret plain(secret.toStdString());
        const Result<QByteArray> blob = vault.seal({"credential", 7}, plain);
        QVERIFY(blob);
        if (secret.size() > 3)
            QVERIFY(!blob->contains(secret));
        const Result<Secret> opened = vault.unseal({"credential", 7}, *blob);
        QVERIFY(opened);
        QVERIFY(*opened == plain);
    }

    void equalSecretsGiveDifferentBlobs()
    {
        const Vault vault(MasterKey::generate());
        QVERIFY(*vault.seal({"credential", 1}, Secret("same")) != *vault.seal({"credential", 1}, Secret("same")));
    }

    void everyChangedByteIsNoticed()
    {
        const Vault vault(MasterKey::generate());
        const QByteArray blob = *vault.seal({"credential", 1}, Secret("0123456789"));
        for (qsizetype i = 0; i < blob.size(); ++i) {
            QByteArray changed = blob;
            changed[i] = static_cast<char>(changed[i] ^ 0x20);
            const Result<Secret> opened = vault.unseal({"credential", 1}, changed);
            QVERIFY2(!opened, qPrintable(QString::number(i)));
            QCOMPARE(opened.error().code, i == 0 ? ErrorCode::Unsupported : ErrorCode::Corrupt);
        }
        for (qsizetype length = 0; length < blob.size(); ++length)
            QVERIFY(!vault.unseal({"credential", 1}, blob.left(length)));
    }

    void blobOfAnotherRowDoesNotOpen_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<unsigned>("id");
        QTest::newRow("other id") << QByteArray("credential") << 2U;
        QTest::newRow("other kind") << QByteArray("proxy") << 1U;
    }
    void blobOfAnotherRowDoesNotOpen()
    {
        QFETCH(QByteArray, kind);
        QFETCH(unsigned, id);
        const Vault vault(MasterKey::generate());
        const QByteArray blob = *vault.seal({"credential", 1}, Secret("secret"));
        const Result<Secret> opened = vault.unseal({std::string_view(kind.constData(), static_cast<std::size_t>(kind.size())), id}, blob);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Corrupt);
        QVERIFY(!QByteArray::fromStdString(opened.error().message).contains("secret\""));
    }

    void anotherMasterKeyDoesNotOpen()
    {
        const QByteArray blob = *Vault(MasterKey::generate()).seal({"credential", 1}, Secret("secret"));
        const Result<Secret> opened = Vault(MasterKey::generate()).unseal({"credential", 1}, blob);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Corrupt);
    }

    void lockedVaultSaysSoUntilItGetsItsKey()
    {
        const MasterKey key = MasterKey::generate();
        const QByteArray blob = *Vault(key).seal({"credential", 1}, Secret("secret"));
        Vault vault;
        QVERIFY(vault.locked());
        QCOMPARE(vault.seal({"credential", 1}, Secret("x")).error().code, ErrorCode::Locked);
        QCOMPARE(vault.unseal({"credential", 1}, blob).error().code, ErrorCode::Locked);
        vault.unlock(key);
        QVERIFY(!vault.locked());
        QVERIFY(*vault.unseal({"credential", 1}, blob) == Secret("secret"));
        QCOMPARE(*vault.keyId(), key.id());
    }
};

LANYARD_TEST(tst_Vault)
#include "tst_Vault.moc"
