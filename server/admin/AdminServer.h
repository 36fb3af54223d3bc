#pragma once

#include "admin/AdminConnection.h"
#include "admin/AdminServices.h"
#include "admin/CredentialWatch.h"
#include "admin/Dispatcher.h"
#include "protocol/Events.h"
#include "protocol/SocketLocation.h"

#include <QLocalServer>
#include <QTimer>

#include <chrono>
#include <functional>
#include <initializer_list>
#include <memory>
#include <set>
#include <string_view>
#include <vector>

namespace lanyard {

struct AdminServerOptions
{
    SocketLocation location;
    QString group = QStringLiteral("lanyard"); ///< may administer a system service
    QString tokenFile;                         ///< written at start, proved by hello; "" = not asked for (Unix)
    std::chrono::milliseconds statsInterval{1000};
    std::size_t maxConnections = 64;
    AdminConnection::Bounds bounds;
    /// One event a line, in plain words, without secrets: who came, who was refused, who was hung up on.
    std::function<void(const QString& line)> log;
};

/// The service's end of the admin socket: who may come in, and events to whoever wants them.
///
/// Lives in: the admin thread (main).
class AdminServer final : public QLocalServer
{
    Q_OBJECT

public:
    /// `services` and what it refers to outlive the server.
    /// Errors: Conflict ("another Lanyard is serving on ..."), InvalidArgument (path), Io, Forbidden.
    static Result<std::unique_ptr<AdminServer>> open(const AdminServerOptions& options, AdminServices& services);
    ~AdminServer() override;

    /// Tells every subscriber of the topic.
    template<class E>
    void publish(const typename E::Data& data)
    {
        broadcast(textOf(E::kName), toJson(data));
    }

    /// Whether anybody would be told of an event: what is costly to collect need not be collected otherwise.
    bool anyWants(std::string_view event) const;

    /// Events of these topics were not told, because there were too many: whoever wanted them is told to read again.
    void tellDropped(std::initializer_list<std::string_view> topics, std::uint64_t dropped);

    /// Hangs up on everybody and gives the socket's name back.
    void shutDown();

    const Dispatcher& dispatcher() const { return m_dispatcher; }
    std::size_t connections() const { return m_connections.size(); }

protected:
    void incomingConnection(quintptr descriptor) override;

private:
    AdminServer(const AdminServerOptions& options, AdminServices& services);

    Result<void> listenOn(const SocketLocation& location);
    void broadcast(const QString& topic, const QJsonObject& data);
    void onClosed(AdminConnection* connection, const QString& why);
    void log(const QString& line) const;
    void tickIfWanted();
    void tellRunning(const RunningListResult& running);

    AdminServerOptions m_options;
    AdminServices& m_services;
    Dispatcher m_dispatcher;
    std::vector<AdminConnection*> m_connections; ///< children of this
    QTimer m_statsTimer;
    CredentialWatch m_credentials;
    bool m_runningTold = false; ///< somebody was told of a running request, and not yet that there is none
    std::set<std::uint32_t> m_knownUsers; ///< who has connected since the start: logged once, not at every command
};

} // namespace lanyard
