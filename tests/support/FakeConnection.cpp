#include "support/FakeConnection.h"

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <sys/socket.h>
#endif

#include <charconv>

namespace lanyard::test {
namespace {

/// More is not written ahead of the client.
constexpr qint64 kHighWater = 256 * 1024;

std::string_view trimmed(std::string_view text)
{
    while (text.starts_with(' '))
        text.remove_prefix(1);
    return text;
}

/// A head with its blank line; nothing when it is no request.
bool readHead(std::string_view head, FakeRequest& request)
{
    const std::size_t lineEnd = head.find("\r\n");
    const std::string_view first = head.substr(0, lineEnd);
    const std::size_t method = first.find(' ');
    const std::size_t target = first.rfind(' ');
    if (method == std::string_view::npos || target == method)
        return false;
    request.method = first.substr(0, method);
    request.target = first.substr(method + 1, target - method - 1);
    head.remove_prefix(lineEnd + 2);
    while (!head.starts_with("\r\n")) {
        const std::size_t end = head.find("\r\n");
        const std::size_t colon = head.find(':');
        if (colon > end)
            return false;
        request.headers.add(head.substr(0, colon), trimmed(head.substr(colon + 1, end - colon - 1)));
        head.remove_prefix(end + 2);
    }
    return true;
}

std::size_t contentLength(const FakeRequest& request)
{
    const std::string_view text = request.headers.value("content-length");
    std::size_t length = 0;
    std::from_chars(text.data(), text.data() + text.size(), length);
    return length;
}

std::string asChunk(std::string_view bytes)
{
    char size[20];
    const auto [end, error] = std::to_chars(size, size + sizeof size, bytes.size(), 16);
    return std::string(size, end) + "\r\n" + std::string(bytes) + "\r\n";
}

} // namespace

FakeConnection::FakeConnection(FakeProvider& provider, std::size_t number, QObject* parent)
    : QObject(parent), m_provider(provider), m_number(number)
{
    m_delay.setSingleShot(true);
    m_delay.setTimerType(Qt::PreciseTimer);
    connect(&m_delay, &QTimer::timeout, this, [this] {
        m_delayed = true;
        pump();
    });
    connect(&m_socket, &QSslSocket::readyRead, this, &FakeConnection::readMore);
    connect(&m_socket, &QSslSocket::bytesWritten, this, [this](qint64 bytes) {
        if (!m_socket.isEncrypted())
            onSent(bytes);
    });
    connect(&m_socket, &QSslSocket::encryptedBytesWritten, this, &FakeConnection::onSent);
    connect(&m_socket, &QSslSocket::disconnected, this, &FakeConnection::onDisconnected);
}

FakeConnection::~FakeConnection()
{
    m_socket.disconnect(this);
}

void FakeConnection::readMore()
{
    const QByteArray bytes = m_socket.readAll();
    m_input.append(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    while (!m_playing && takeRequest()) {
    }
}

bool FakeConnection::takeRequest()
{
    const std::size_t headEnd = m_input.find("\r\n\r\n");
    if (headEnd == std::string::npos)
        return false;
    FakeRequest request;
    if (!readHead(std::string_view(m_input).substr(0, headEnd + 4), request)) {
        m_socket.abort();
        return false;
    }
    const std::size_t length = contentLength(request);
    if (m_input.size() < headEnd + 4 + length) {
        m_input.reserve(headEnd + 4 + length);
        return false;
    }
    request.body = m_input.substr(headEnd + 4, length);
    m_input.erase(0, headEnd + 4 + length);
    request.connection = m_number;
    request.onConnection = m_served++;
    request.receivedAt = std::chrono::steady_clock::now();
    play(request);
    return true;
}

void FakeConnection::play(const FakeRequest& request)
{
    m_answer = m_provider.decide(request);
    m_request = m_provider.recordRequest(request);
    m_bodyAllowed = request.method != "HEAD" && m_answer.status != 204;
    m_playing = true;
    m_chunk = 0;
    m_repetition = 0;
    m_bodySent = 0;
    m_headSent = false;
    m_ended = false;
    m_delayed = false;
    if (m_answer.headDelay.count() > 0)
        m_delay.start(m_answer.headDelay);
    else
        pump();
}

void FakeConnection::sendHead()
{
    m_headSent = true;
    m_delayed = false;
    if (m_answer.status == 0)
        return;
    std::string head = m_answer.rawHead;
    if (head.empty()) {
        head = "HTTP/1.1 " + std::to_string(m_answer.status) + " " + std::string(reasonPhrase(m_answer.status)) + "\r\n";
        for (const auto& [name, value] : m_answer.headers)
            head.append(name).append(": ").append(value).append("\r\n");
        if (!m_answer.chunks.empty())
            head.append("Transfer-Encoding: chunked\r\n");
        else if (m_answer.status != 204)
            head.append("Content-Length: ").append(std::to_string(m_answer.body.size())).append("\r\n");
        head.append("\r\n");
    }
    m_socket.write(head.data(), static_cast<qint64>(head.size()));
}

void FakeConnection::pump()
{
    if (!m_playing || m_ended || m_delay.isActive())
        return;
    if (!m_headSent) {
        sendHead();
        if (m_answer.status != 0 && m_bodyAllowed && m_answer.chunks.empty())
            sendBody(m_answer.body);
    }
    if (m_answer.status == 0 || !m_bodyAllowed || m_answer.chunks.empty()) {
        end();
        return;
    }
    while (m_chunk < m_answer.chunks.size() && !(m_answer.cutAfter && m_bodySent >= *m_answer.cutAfter)) {
        const FakeChunk& chunk = m_answer.chunks[m_chunk];
        if (chunk.delay.count() > 0 && !m_delayed) {
            m_socket.flush();
            m_delay.start(chunk.delay);
            return;
        }
        if (m_socket.bytesToWrite() + m_socket.encryptedBytesToWrite() > kHighWater)
            return; // onSent() goes on
        m_delayed = false;
        sendBody(asChunk(chunk.bytes));
        if (++m_repetition >= chunk.times) {
            m_repetition = 0;
            ++m_chunk;
        }
    }
    sendBody("0\r\n\r\n");
    end();
}

void FakeConnection::onSent(qint64 bytes)
{
    if (m_playing)
        m_provider.recordSent(m_request, static_cast<std::size_t>(bytes));
    pump();
}

void FakeConnection::sendBody(std::string_view bytes)
{
    if (m_answer.cutAfter)
        bytes = bytes.substr(0, *m_answer.cutAfter - std::min(*m_answer.cutAfter, m_bodySent));
    m_bodySent += bytes.size();
    m_socket.write(bytes.data(), static_cast<qint64>(bytes.size()));
}

void FakeConnection::end()
{
    m_ended = true;
    m_socket.flush();
    switch (m_answer.ending) {
    case FakeAnswer::Ending::Stall: return;
    case FakeAnswer::Ending::Reset:
        m_provider.recordLeft(m_request, FakeRequest::Left::Finished);
        m_playing = false;
        resetConnection();
        return;
    case FakeAnswer::Ending::Close:
        m_provider.recordLeft(m_request, FakeRequest::Left::Finished);
        m_playing = false;
        m_socket.disconnectFromHost();
        return;
    case FakeAnswer::Ending::KeepAlive: break;
    }
    m_provider.recordLeft(m_request, FakeRequest::Left::Finished);
    m_playing = false;
    QMetaObject::invokeMethod(this, &FakeConnection::readMore, Qt::QueuedConnection); // what came meanwhile
}

void FakeConnection::resetConnection()
{
    const linger option{1, 0};
    ::setsockopt(static_cast<int>(m_socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&option),
                 sizeof option);
    m_socket.abort();
}

void FakeConnection::onDisconnected()
{
    m_delay.stop();
    if (m_playing)
        m_provider.recordLeft(m_request, FakeRequest::Left::Aborted);
    m_playing = false;
    m_provider.recordClosed();
    deleteLater();
}

} // namespace lanyard::test
