#include "http/QtHttpBridge.h"

#include <QAbstractHttpServer>
#include <QHttpServerRequest>
#include <QHttpServerResponder>
#include <QTcpServer>
#include <QTcpSocket>

#include <chrono>
#include <utility>

namespace lanyard {
namespace {

/// Whose request is being shown to QHttpServer: from 6.8 on it no longer says which socket a request came from.
thread_local BridgedConnection* t_current = nullptr;

/// Hands sockets over that nobody accepted here.
class OfferingServer final : public QTcpServer
{
public:
    using QTcpServer::QTcpServer;

    void offer(QTcpSocket& socket)
    {
        m_offered = &socket;
        // A private signal: only its name leads to it.
        QMetaObject::invokeMethod(this, "pendingConnectionAvailable", Qt::DirectConnection);
        m_offered = nullptr;
    }
    bool hasPendingConnections() const override { return m_offered != nullptr; }
    QTcpSocket* nextPendingConnection() override { return std::exchange(m_offered, nullptr); }

private:
    QTcpSocket* m_offered = nullptr;
};

/// Newer Qt closes connections that look idle to it, and to it they always do: it never sees the answers.
template <class AnyServer>
void turnIdleTimeoutOff(AnyServer& server)
{
    if constexpr (requires { server.configuration().keepAliveTimeout(); }) {
        auto configuration = server.configuration();
        configuration.setKeepAliveTimeout(std::chrono::hours{240});
        server.setConfiguration(configuration);
    }
}

} // namespace

class QtHttpBridge::Server final : public QAbstractHttpServer
{
public:
    Server() : m_offering(new OfferingServer(this))
    {
        // From 6.8 on bind() wants a server that listens. It need not go on listening: the sockets come from elsewhere.
        m_offering->listen(QHostAddress::LocalHost);
        static_cast<void>(bind(m_offering)); // void or bool, by version
        m_offering->close();
        turnIdleTimeoutOff(*this);
    }

    void take(QTcpSocket& socket) { m_offering->offer(socket); }

    // Both forms of each: the one that this Qt declares is overridden, the other is never called.
    virtual bool handleRequest(const QHttpServerRequest&, QTcpSocket*) { return dispatch(); }
    virtual bool handleRequest(const QHttpServerRequest&, QHttpServerResponder&) { return dispatch(); }
    virtual void missingHandler(const QHttpServerRequest&, QTcpSocket*) {}
    virtual void missingHandler(const QHttpServerRequest&, QHttpServerResponder&) {}

private:
    static bool dispatch()
    {
        if (BridgedConnection* connection = std::exchange(t_current, nullptr))
            connection->dispatchRequest();
        return true;
    }

    OfferingServer* m_offering;
};

QtHttpBridge::QtHttpBridge() : m_server(std::make_unique<Server>()) {}

QtHttpBridge::~QtHttpBridge() = default;

void QtHttpBridge::take(QTcpSocket& socket)
{
    m_server->take(socket);
}

void QtHttpBridge::announceRequest(BridgedConnection& connection)
{
    t_current = &connection;
    Q_EMIT connection.bridgedSocket().readyRead();
    t_current = nullptr;
}

} // namespace lanyard
