#include "app/TlsFiles.h"

#include "app/TlsTrial.h"
#include "telemetry/Log.h"

#include <QFile>
#include <QFileInfo>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>

namespace lanyard {
namespace {

/// Renewals replace files in ways that no watcher tells of; looking at time and size works everywhere.
constexpr std::chrono::seconds kLookEvery{3};

Result<QByteArray> contentOf(const QString& name)
{
    QFile file(name);
    if (file.open(QIODevice::ReadOnly))
        return file.readAll();
    return Error{ErrorCode::Io, "cannot read " + name.toStdString() + ": " + file.errorString().toStdString()};
}

QSslKey privateKeyIn(const QByteArray& pem)
{
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Ec, QSsl::Rsa, QSsl::Dsa}) {
        if (QSslKey key(pem, algorithm); !key.isNull())
            return key;
    }
    return {};
}

} // namespace

TlsFiles::TlsFiles(const std::filesystem::path& dataFolder, QObject* parent)
    : QObject(parent),
      m_chainFile(QString::fromStdString((dataFolder / "ssl" / "fullchain.pem").string())),
      m_keyFile(QString::fromStdString((dataFolder / "ssl" / "key.pem").string()))
{
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    m_timer.setInterval(kLookEvery);
    connect(&m_timer, &QTimer::timeout, this, &TlsFiles::lookAgain);
}

TlsFiles::Stamps TlsFiles::look() const
{
    const auto stamp = [](const QString& name) {
        const QFileInfo info(name);
        return info.exists() ? Stamp{info.lastModified(), info.size()} : Stamp{};
    };
    return {stamp(m_chainFile), stamp(m_keyFile)};
}

void TlsFiles::load(Loaded done)
{
    m_seen = look();
    if (m_seen.none())
        return done(Configuration());
    Result<Configuration> configuration = read();
    if (!configuration)
        return done(configuration.error());
    TlsTrial::start(**configuration, this, [this, configuration = *configuration, done = std::move(done)](Result<void> tried) {
        if (tried)
            return done(configuration);
        done(Error{ErrorCode::InvalidArgument, m_chainFile.toStdString() + " and " + m_keyFile.toStdString()
                                                   + " do not work together: " + tried.error().message});
    });
}

Result<TlsFiles::Configuration> TlsFiles::read() const
{
    if (!QSslSocket::supportsSsl())
        return Error{ErrorCode::Unsupported, "there is " + m_chainFile.toStdString() + ", but this build of Qt has no TLS library; install OpenSSL"};
    const Result<QByteArray> chainText = contentOf(m_chainFile);
    if (!chainText)
        return chainText.error();
    const Result<QByteArray> keyText = contentOf(m_keyFile);
    if (!keyText)
        return keyText.error();
    const QList<QSslCertificate> chain = QSslCertificate::fromData(*chainText, QSsl::Pem);
    if (chain.isEmpty() || chain.first().isNull())
        return Error{ErrorCode::InvalidArgument, m_chainFile.toStdString() + " holds no certificate in PEM form"};
    const QSslKey key = privateKeyIn(*keyText);
    if (key.isNull())
        return Error{ErrorCode::InvalidArgument, m_keyFile.toStdString() + " holds no EC or RSA private key in PEM form without a password"};
    if (chain.first().expiryDate() < QDateTime::currentDateTimeUtc())
        Log::warning("app", "the certificate in " + m_chainFile.toStdString() + " has expired: clients will refuse it");
    auto configuration = std::make_shared<QSslConfiguration>(QSslConfiguration::defaultConfiguration());
    configuration->setLocalCertificateChain(chain);
    configuration->setPrivateKey(key);
    configuration->setPeerVerifyMode(QSslSocket::VerifyNone); // clients show API keys, not certificates
    configuration->setProtocol(QSsl::TlsV1_2OrLater);
    return Configuration(std::move(configuration));
}

void TlsFiles::watch(Loaded changed)
{
    m_changed = std::move(changed);
    m_timer.start();
}

void TlsFiles::lookAgain()
{
    if (look() == m_seen)
        return;
    load([this](Result<Configuration> loaded) {
        if (loaded && !*loaded)
            return; // gone: what is in use stays
        m_changed(std::move(loaded));
    });
}

} // namespace lanyard
