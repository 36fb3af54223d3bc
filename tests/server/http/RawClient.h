#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QTcpSocket>

namespace lanyard::test {

struct RawResponse
{
    int status = 0; ///< 0: none came
    QByteArray head;
    QByteArray body;
    bool whole = false; ///< the body ended as its framing says

    /// The first value of `name`; null when the field is missing.
    QByteArray field(const char* name) const;
};

/// A client that sends exactly the bytes that it is told to, and blocks. Not for the server's own thread.
class RawClient
{
public:
    explicit RawClient(quint16 port);

    void send(const QByteArray& bytes);
    /// One response; `toHead` tells that no body follows whatever the head says.
    RawResponse receive(bool toHead = false);
    RawResponse exchange(const QByteArray& request)
    {
        send(request);
        return receive();
    }
    /// True when the server closes within the deadline; what came before goes to `rest`.
    bool closed(QByteArray* rest = nullptr);
    bool connected() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    void endWriting();
    void close() { m_socket.abort(); }
    QTcpSocket& socket() { return m_socket; }

private:
    bool more();
    bool readHead(RawResponse& response);
    void readChunks(RawResponse& response);
    void readUntilClosed(RawResponse& response);

    QTcpSocket m_socket;
    QByteArray m_buffer;
};

} // namespace lanyard::test
