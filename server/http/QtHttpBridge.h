#pragma once

#include <memory>

class QTcpSocket;

namespace lanyard {

/// A framed request that waits for QHttpServer to ask for it.
class BridgedConnection
{
public:
    virtual QTcpSocket& bridgedSocket() = 0;
    /// Called once by QHttpServer's dispatch: gives the request to its handler.
    virtual void dispatchRequest() = 0;

protected:
    ~BridgedConnection() = default;
};

/// QHttpServer of whatever Qt 6 this is built with. It sees one canonical request line per connection; all that matters
/// (head, body, limits, the answer) stays with the guarded connection.
/// Lives in: its worker's thread.
class QtHttpBridge
{
public:
    QtHttpBridge();
    ~QtHttpBridge();

    /// QHttpServer listens to the socket from now on, and deletes it after `disconnected`.
    void take(QTcpSocket& socket);
    /// Lets QHttpServer read its one line; calls dispatchRequest() before it returns.
    static void announceRequest(BridgedConnection& connection);

private:
    class Server;
    std::unique_ptr<Server> m_server;
};

} // namespace lanyard
