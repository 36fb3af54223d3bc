#include "gui/app/SingleInstance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QTimer>

namespace lanyard {
namespace {

constexpr std::chrono::seconds kAskDeadline{3};
constexpr qint64 kLongestMessage = 4096;
// Wayland lets a window come to the front only with a token of the program that the user just used.
constexpr char kActivationToken[] = "XDG_ACTIVATION_TOKEN";

QString baseName(const QString& key)
{
    const QByteArray hash = QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha256).toHex().left(12);
    return QStringLiteral("lanyard-gui-") + QString::fromLatin1(hash);
}

QString serverNameFor(const QString& folder, const QString& key)
{
#if defined(Q_OS_WIN)
    return baseName(folder + key);
#else
    return folder + u'/' + baseName(key) + QStringLiteral(".sock");
#endif
}

} // namespace

SingleInstance::SingleInstance(const QString& folder, const QString& key, QObject* parent)
    : QObject(parent),
      m_serverName(serverNameFor(folder, key)),
      m_lock(folder + u'/' + baseName(key) + QStringLiteral(".lock"))
{
    m_lock.setStaleLockTime(0); // a window may stay open for months; a dead process is noticed by its id
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::onConnection);
}

std::unique_ptr<SingleInstance> SingleInstance::forSocket(const QString& adminSocket)
{
    QString folder = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
#if defined(Q_OS_WIN)
    folder = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation);
#endif
    QDir().mkpath(folder);
    const QString key =
        adminSocket.isEmpty() ? QString() : QDir::cleanPath(QDir::current().absoluteFilePath(adminSocket));
    return std::make_unique<SingleInstance>(folder, key);
}

bool SingleInstance::claim()
{
    if (!m_lock.tryLock(0))
        return m_lock.error() != QLockFile::LockFailedError;
    QLocalServer::removeServer(m_serverName); // whoever left it is gone: the lock is ours
    m_server.listen(m_serverName);
    return true;
}

void SingleInstance::askFirstToShow(std::function<void(bool)> done)
{
    auto* socket = new QLocalSocket(this);
    auto* deadline = new QTimer(socket);
    const auto finish = [socket, deadline, done = std::move(done)](bool asked) {
        socket->disconnect();
        deadline->disconnect();
        socket->deleteLater();
        done(asked);
    };
    connect(socket, &QLocalSocket::connected, socket,
            [socket] { socket->write("show " + qgetenv(kActivationToken) + '\n'); });
    connect(socket, &QLocalSocket::readyRead, socket, [finish] { finish(true); });
    // Queued: connectToServer() may fail while it is still on the stack.
    connect(
        socket, &QLocalSocket::errorOccurred, socket, [finish] { finish(false); }, Qt::QueuedConnection);
    connect(deadline, &QTimer::timeout, socket, [finish] { finish(false); });
    deadline->setSingleShot(true);
    deadline->start(kAskDeadline);
    socket->connectToServer(m_serverName);
}

void SingleInstance::onConnection()
{
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        socket->setReadBufferSize(kLongestMessage);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { onMessage(socket); });
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        onMessage(socket);
    }
}

void SingleInstance::onMessage(QLocalSocket* socket)
{
    if (!socket->canReadLine()) {
        if (socket->bytesAvailable() >= kLongestMessage)
            socket->abort();
        return;
    }
    const QByteArray line = socket->readLine().trimmed();
    if (line != "show" && !line.startsWith("show "))
        return socket->abort();
    if (const QByteArray token = line.mid(5); !token.isEmpty())
        qputenv(kActivationToken, token);
    socket->write("ok\n");
    socket->disconnectFromServer();
    Q_EMIT showRequested();
}

} // namespace lanyard
