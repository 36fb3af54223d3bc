#include "RawClient.h"

#include <QDeadlineTimer>
#include <QHostAddress>

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <poll.h>
#include <sys/socket.h>
#endif

namespace lanyard::test {
namespace {

constexpr int kDeadlineMs = 20'000;

} // namespace

QByteArray RawResponse::field(const char* name) const
{
    for (const QByteArray& line : head.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.left(colon).compare(name, Qt::CaseInsensitive) == 0)
            return line.mid(colon + 1).trimmed();
    }
    return {};
}

RawClient::RawClient(quint16 port)
{
    m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    m_socket.waitForConnected(kDeadlineMs);
    m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
}

void RawClient::send(const QByteArray& bytes)
{
    m_socket.write(bytes);
    while (m_socket.bytesToWrite() > 0 && m_socket.waitForBytesWritten(kDeadlineMs)) {
    }
}

bool RawClient::more()
{
    const bool came = m_socket.bytesAvailable() > 0 || m_socket.waitForReadyRead(kDeadlineMs);
    m_buffer += m_socket.readAll();
    return came;
}

bool RawClient::readHead(RawResponse& response)
{
    qsizetype end = -1;
    while ((end = m_buffer.indexOf("\r\n\r\n")) < 0) {
        if (!more())
            return false;
    }
    response.head = m_buffer.left(end + 2);
    m_buffer.remove(0, end + 4);
    response.status = response.head.mid(9, 3).toInt();
    return true;
}

void RawClient::readChunks(RawResponse& response)
{
    for (;;) {
        qsizetype end = -1;
        while ((end = m_buffer.indexOf("\r\n")) < 0) {
            if (!more())
                return;
        }
        const qsizetype size = m_buffer.left(end).toLongLong(nullptr, 16);
        while (m_buffer.size() < end + 2 + size + 2) {
            if (!more())
                return;
        }
        response.body += m_buffer.mid(end + 2, size);
        m_buffer.remove(0, end + 2 + size + 2);
        if (size == 0) {
            response.whole = true;
            return;
        }
    }
}

RawResponse RawClient::receive(bool toHead)
{
    RawResponse response;
    if (!readHead(response))
        return response;
    const QByteArray length = response.field("Content-Length");
    if (toHead || response.status == 204 || response.status == 304 || response.status < 200) {
        response.whole = true;
    } else if (!length.isEmpty()) {
        while (m_buffer.size() < length.toLongLong() && more()) {
        }
        response.whole = m_buffer.size() >= length.toLongLong();
        response.body = m_buffer.left(length.toLongLong());
        m_buffer.remove(0, length.toLongLong());
    } else if (response.field("Transfer-Encoding") == "chunked") {
        readChunks(response);
    } else {
        readUntilClosed(response);
    }
    return response;
}

/// Whole when the server closed, not whole when it reset the connection: Qt calls both the same.
void RawClient::readUntilClosed(RawResponse& response)
{
    response.body = std::exchange(m_buffer, {}) + m_socket.readAll();
#ifdef Q_OS_WIN
    while (more()) {
    }
    response.whole = true;
    response.body += std::exchange(m_buffer, {});
#else
    pollfd socket{static_cast<int>(m_socket.socketDescriptor()), POLLIN, 0};
    char piece[4096];
    ssize_t got = 0;
    while (::poll(&socket, 1, kDeadlineMs) > 0 && (got = ::recv(socket.fd, piece, sizeof piece, 0)) > 0)
        response.body.append(piece, got);
    response.whole = got == 0;
#endif
}

bool RawClient::closed(QByteArray* rest)
{
    const QDeadlineTimer deadline(kDeadlineMs);
    while (m_socket.state() == QAbstractSocket::ConnectedState && !deadline.hasExpired())
        more();
    if (rest)
        *rest = m_buffer;
    return m_socket.state() != QAbstractSocket::ConnectedState;
}

void RawClient::endWriting()
{
#ifdef Q_OS_WIN
    ::shutdown(static_cast<SOCKET>(m_socket.socketDescriptor()), SD_SEND);
#else
    ::shutdown(static_cast<int>(m_socket.socketDescriptor()), SHUT_WR);
#endif
}

} // namespace lanyard::test
