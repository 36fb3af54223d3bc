#include "admin/AdminServer.h"

#include "admin/AdminToken.h"
#include "admin/methods/AllMethods.h"
#include "admin/PeerCredentials.h"
#include "admin/SocketFile.h"

#include <QFile>
#include <QPointer>

#include <algorithm>

namespace lanyard {

Result<std::unique_ptr<AdminServer>> AdminServer::open(const AdminServerOptions& options, AdminServices& services)
{
    std::unique_ptr<AdminServer> server(new AdminServer(options, services));
    auto token = options.tokenFile.isEmpty() ? Result<Secret>(Secret()) : writeAdminToken(options.tokenFile);
    if (!token)
        return token.error();
    registerAllMethods(server->m_dispatcher, services, *std::move(token));
    if (const auto listening = server->listenOn(options.location); !listening)
        return listening.error();
    return server;
}

AdminServer::AdminServer(const AdminServerOptions& options, AdminServices& services)
    : m_options(options), m_services(services), m_credentials(services)
{
    m_statsTimer.setInterval(options.statsInterval);
    connect(&m_statsTimer, &QTimer::timeout, this, &AdminServer::tickIfWanted);
}

AdminServer::~AdminServer()
{
    shutDown();
}

Result<void> AdminServer::listenOn(const SocketLocation& location)
{
    const auto guard = SocketFileGuard::forStart(location);
    if (!guard)
        return guard.error();
    if (const auto removed = (*guard)->removeStale(); !removed)
        return removed.error();
#if defined(Q_OS_WIN)
    setSocketOptions(location.kind == SocketLocation::Kind::System ? QLocalServer::GroupAccessOption : QLocalServer::UserAccessOption);
#endif
    const PrivateUmask umask; // never open to others, not even for an instant
    if (!listen(location.path)) {
        const QString text = QStringLiteral("the admin socket %1 cannot be made: %2").arg(location.path, errorString());
        return Error{ErrorCode::Io, text.toStdString()};
    }
#if defined(Q_OS_UNIX)
    QFile::setPermissions(location.path, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
#endif
    if (location.kind == SocketLocation::Kind::System) {
        if (const auto opened = (*guard)->openToGroup(m_options.group); !opened)
            log(QString::fromStdString(opened.error().message));
    }
    return {};
}

void AdminServer::shutDown()
{
    m_statsTimer.stop();
    for (AdminConnection* connection : std::exchange(m_connections, {}))
        delete connection;
    if (!isListening())
        return;
    // Held while the name goes, so that the file removed is ours and not that of a service starting right now.
    const auto guard = SocketFileGuard::forStop(m_options.location);
    close();
}

void AdminServer::incomingConnection(quintptr descriptor)
{
    auto socket = std::make_unique<QLocalSocket>();
    if (!socket->setSocketDescriptor(static_cast<qintptr>(descriptor)))
        return log(QStringLiteral("a connection was lost before it began: ") + socket->errorString());
    const auto peer = PeerCredentials::of(static_cast<qintptr>(descriptor));
    const QString who = peer ? peer->toString() : QStringLiteral("a local process");
    const bool system = m_options.location.kind == SocketLocation::Kind::System;
    if (peer && !peer->mayAdminister(system ? m_options.group : QString()))
        return log(QStringLiteral("refused %1: not the owner of this service").arg(who));
    if (m_connections.size() >= m_options.maxConnections)
        return log(QStringLiteral("refused %1: %2 connections are open already").arg(who).arg(m_connections.size()));
    if (m_knownUsers.insert(peer ? peer->uid : 0).second)
        log(QStringLiteral("connected for the first time: %1").arg(who));
    auto* connection = new AdminConnection(std::move(socket), m_dispatcher, m_options.bounds, this);
    m_connections.push_back(connection);
    connect(connection, &AdminConnection::closed, this, [this, connection](const QString& why) { onClosed(connection, why); });
    if (!m_statsTimer.isActive())
        m_statsTimer.start();
}

void AdminServer::onClosed(AdminConnection* connection, const QString& why)
{
    const QString client = connection->session().client;
    if (!why.isEmpty())
        log(QStringLiteral("hung up on %1, which %2").arg(client.isEmpty() ? QStringLiteral("a client") : client, why));
    std::erase(m_connections, connection);
    connection->deleteLater(); // it is the sender
    if (m_connections.empty())
        m_statsTimer.stop();
    if (m_services.subscriptionsChanged)
        m_services.subscriptionsChanged();
}

bool AdminServer::anyWants(std::string_view event) const
{
    const QString topic = textOf(event);
    return std::any_of(m_connections.begin(), m_connections.end(), [&](const AdminConnection* c) { return c->wants(topic); });
}

void AdminServer::broadcast(const QString& topic, const QJsonObject& data)
{
    const auto connections = m_connections; // sending may hang up on one
    for (AdminConnection* connection : connections) {
        if (connection->wants(topic))
            connection->sendEvent(topic, data);
    }
}

void AdminServer::tickIfWanted()
{
    if (m_services.stats && anyWants(events::StatsTick::kName))
        publish<events::StatsTick>(m_services.stats());
    if (anyWants(events::CredentialChanged::kName)) {
        for (const CredentialInfo& credential : m_credentials.changes())
            publish<events::CredentialChanged>(credential);
    } else {
        m_credentials.forget();
    }
    if (m_services.running && anyWants(events::RequestProgress::kName)) {
        m_services.running([self = QPointer(this)](const Result<RunningListResult>& running) {
            if (self && running)
                self->tellRunning(*running);
        });
    }
}

/// Nothing is told while nothing runs, but once that it is so.
void AdminServer::tellRunning(const RunningListResult& running)
{
    if (running.total > 0 || m_runningTold)
        publish<events::RequestProgress>(running);
    m_runningTold = running.total > 0;
}

void AdminServer::tellDropped(std::initializer_list<std::string_view> topics, std::uint64_t dropped)
{
    const auto connections = m_connections; // sending may hang up on one
    for (AdminConnection* connection : connections) {
        if (std::any_of(topics.begin(), topics.end(), [&](std::string_view event) { return connection->wants(textOf(event)); }))
            connection->sendEvent(textOf(events::Resync::kName), toJson(ResyncInfo{dropped}));
    }
}

void AdminServer::log(const QString& line) const
{
    if (m_options.log)
        m_options.log(line);
}

} // namespace lanyard
