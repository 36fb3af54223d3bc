#include "app/TlsFiles.h"
#include "support/TestCertificate.h"
#include "support/TestMain.h"

#include <QDir>
#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QTemporaryDir>

#include <optional>

using namespace lanyard;
using namespace lanyard::test;

class tst_TlsFiles : public QObject
{
    Q_OBJECT

    using Configuration = TlsFiles::Configuration;

    QTemporaryDir m_data;

    QString path(const char* name) const { return m_data.filePath(QStringLiteral("ssl/") + QLatin1String(name)); }

    void install(const QString& chain, const QString& key) const
    {
        QDir(m_data.path()).mkpath(QStringLiteral("ssl"));
        for (const auto& [from, to] : {std::pair(chain, path("fullchain.pem")), std::pair(key, path("key.pem"))}) {
            QFile::remove(to);
            if (!from.isEmpty())
                QVERIFY(QFile::copy(from, to));
        }
    }
    void install(const TestCertificate& certificate) const { install(certificate.certificateFile(), certificate.keyFile()); }

    static QByteArray digestOf(const TestCertificate& certificate)
    {
        return QSslCertificate::fromPath(certificate.certificateFile()).value(0).digest();
    }

    static std::optional<Result<Configuration>> load(TlsFiles& files)
    {
        std::optional<Result<Configuration>> loaded;
        files.load([&](Result<Configuration> result) { loaded = std::move(result); });
        (void)QTest::qWaitFor([&] { return loaded.has_value(); }, 20'000);
        return loaded;
    }

private Q_SLOTS:
    void cleanup() { QDir(path("")).removeRecursively(); }

    void withoutFilesThereIsNoTls()
    {
        TlsFiles files(m_data.path().toStdString());
        const auto loaded = load(files);
        QVERIFY(loaded && *loaded);
        QVERIFY(!**loaded);
    }

    void aPairThatWorksIsTaken()
    {
        const TestCertificate& certificate = TestCertificate::instance();
        install(certificate);
        TlsFiles files(m_data.path().toStdString());
        const auto loaded = load(files);
        QVERIFY(loaded && *loaded);
        QVERIFY(**loaded);
        QCOMPARE((**loaded)->localCertificate().digest(), digestOf(certificate));
    }

    void whatDoesNotWorkIsNamed_data()
    {
        QTest::addColumn<QString>("chain");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QByteArray>("says");
        const TestCertificate& one = TestCertificate::instance();
        static const TestCertificate other;
        QTest::newRow("no key") << one.certificateFile() << QString() << QByteArray("key.pem");
        QTest::newRow("no certificate") << QString() << one.keyFile() << QByteArray("fullchain.pem");
        QTest::newRow("key of another") << one.certificateFile() << other.keyFile() << QByteArray("do not work together");
        QTest::newRow("swapped") << one.keyFile() << one.certificateFile() << QByteArray("holds no certificate");
        QTest::newRow("no key inside") << one.certificateFile() << one.certificateFile() << QByteArray("holds no EC or RSA private key");
    }
    void whatDoesNotWorkIsNamed()
    {
        QFETCH(QString, chain);
        QFETCH(QString, key);
        QFETCH(QByteArray, says);
        install(chain, key);
        TlsFiles files(m_data.path().toStdString());
        const auto loaded = load(files);
        QVERIFY(loaded && !*loaded);
        QVERIFY2(loaded->error().message.find(says.toStdString()) != std::string::npos, loaded->error().message.c_str());
    }

    void aRenewedPairIsPickedUpAndABrokenOneIsNot()
    {
        install(TestCertificate::instance());
        TlsFiles files(m_data.path().toStdString());
        QVERIFY(*load(files));
        std::vector<Result<Configuration>> changes;
        files.watch([&](Result<Configuration> changed) { changes.push_back(std::move(changed)); });
        files.lookAgain();
        QVERIFY(changes.empty()); // nothing changed

        const TestCertificate renewed;
        install(renewed.certificateFile(), TestCertificate::instance().keyFile()); // half-way through a renewal
        files.lookAgain();
        QTRY_COMPARE(changes.size(), std::size_t{1});
        QVERIFY(!changes.back());
        install(renewed);
        files.lookAgain();
        QTRY_COMPARE(changes.size(), std::size_t{2});
        QVERIFY(changes.back());
        QCOMPARE((*changes.back())->localCertificate().digest(), digestOf(renewed));

        QVERIFY(QFile::remove(path("fullchain.pem")));
        QVERIFY(QFile::remove(path("key.pem")));
        files.lookAgain();
        QCOMPARE(changes.size(), std::size_t{2}); // what is in use stays
    }
};

LANYARD_TEST(tst_TlsFiles)
#include "tst_TlsFiles.moc"
