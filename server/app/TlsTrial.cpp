#include "app/TlsTrial.h"


#include <utility>

namespace lanyard {
namespace {

constexpr std::chrono::seconds kLongest{5};

} // namespace

class TlsTrial::Listener final : public QTcpServer
{
public:
    explicit Listener(TlsTrial& trial) : m_trial(trial) {}

protected:
    void incomingConnection(qintptr descriptor) override { m_trial.accept(descriptor); }

private:
    TlsTrial& m_trial;
};

void TlsTrial::start(const QSslConfiguration& configuration, QObject* parent, Done done)
{
    new TlsTrial(configuration, parent, std::move(done));
}

TlsTrial::TlsTrial(const QSslConfiguration& configuration, QObject* parent, Done done)
    : QObject(parent), m_configuration(configuration), m_done(std::move(done)), m_listener(std::make_unique<Listener>(*this))
{
    m_listener->setMaxPendingConnections(1);
    connect(&m_server, &QSslSocket::encrypted, this, [this] { end({}); });
    connect(&m_server, &QSslSocket::errorOccurred, this, [this] { end(Error{ErrorCode::InvalidArgument, m_server.errorString().toStdString()}); });
    connect(&m_deadline, &QTimer::timeout, this, [this] { end(Error{ErrorCode::Io, "the trial handshake took too long"}); });
    m_deadline.setSingleShot(true);
    m_deadline.start(kLongest);
    if (!m_listener->listen(QHostAddress::LocalHost)) {
        QMetaObject::invokeMethod(
            this, [this] { end(Error{ErrorCode::Io, "no loopback port for a trial handshake: " + m_listener->errorString().toStdString()}); }, Qt::QueuedConnection);
        return;
    }
    m_client.setPeerVerifyMode(QSslSocket::VerifyNone); // whether others trust it is not the question
    m_client.connectToHostEncrypted(QStringLiteral("127.0.0.1"), m_listener->serverPort());
}

void TlsTrial::accept(qintptr descriptor)
{
    m_server.setSocketDescriptor(descriptor);
    m_server.setSslConfiguration(m_configuration);
    m_server.startServerEncryption();
}

void TlsTrial::end(Result<void> result)
{
    const Done done = std::exchange(m_done, nullptr);
    if (!done)
        return;
    deleteLater();
    done(std::move(result));
}

} // namespace lanyard
