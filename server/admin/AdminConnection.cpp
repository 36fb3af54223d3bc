#include "admin/AdminConnection.h"

#include "protocol/RpcError.h"

#include <QPointer>

namespace lanyard {

AdminConnection::AdminConnection(std::unique_ptr<QLocalSocket> socket, const Dispatcher& dispatcher, Bounds bounds, QObject* parent)
    : QObject(parent), m_socket(std::move(socket)), m_dispatcher(dispatcher), m_bounds(bounds)
{
    // What is not read stays in the kernel, and the client's writes wait.
    m_socket->setReadBufferSize(256 * 1024);
    connect(m_socket.get(), &QLocalSocket::readyRead, this, &AdminConnection::readMore);
    connect(m_socket.get(), &QLocalSocket::disconnected, this, [this] { hangUp({}); });
    connect(m_socket.get(), &QLocalSocket::bytesWritten, this, [this] {
        flushEvents();
        readMore();
    });
}

AdminConnection::~AdminConnection()
{
    m_socket->disconnect(this);
    m_socket->flush(); // an answer given in this turn of the loop, such as the one to service.stop
}

bool AdminConnection::wants(const QString& topic) const
{
    return m_session.topics.contains(topic) || m_session.topics.contains(QLatin1String("*"));
}

bool AdminConnection::paused() const
{
    return m_closed || m_callsUnderWay >= m_bounds.calls || m_socket->bytesToWrite() > m_bounds.pauseBytes;
}

void AdminConnection::readMore()
{
    if (m_reading) // a call was answered at once, from inside the loop below
        return;
    m_reading = true;
    while (!paused()) {
        if (auto frame = m_reader.next()) {
            *frame ? onFrame(**frame) : refuse(frame->error());
            continue;
        }
        const QByteArray bytes = m_socket->readAll();
        if (bytes.isEmpty())
            break;
        m_reader.feed(bytes);
    }
    m_reading = false;
}

void AdminConnection::onFrame(const QByteArray& frame)
{
    const Result<Envelope> envelope = Envelope::parse(frame);
    if (!envelope)
        return refuse(envelope.error());
    m_junk = 0;
    if (envelope->kind == Envelope::Kind::Request)
        onCall(*envelope);
}

void AdminConnection::onCall(const Envelope& call)
{
    ++m_callsUnderWay;
    m_dispatcher.dispatch(call.method, call.params, m_session,
                          RawAnswer([self = QPointer(this), id = call.id](Result<QJsonObject> result) {
                              if (!self)
                                  return;
                              --self->m_callsUnderWay;
                              self->write(result ? Envelope::response(id, *result) : Envelope::failure(id, result.error()));
                              self->readMore();
                          }));
}

/// A frame that no method ever saw. The next line may be fine; a peer that talks nothing but junk is not a client.
void AdminConnection::refuse(const Error& error)
{
    write(Envelope::failure(QJsonValue::Null, error));
    if (++m_junk >= m_bounds.junkFrames || error.code == ErrorCode::TooLarge)
        hangUp(QStringLiteral("sent what is no admin call: ") + QString::fromStdString(error.message));
}

void AdminConnection::sendEvent(const QString& name, const QJsonObject& data)
{
    if (m_closed)
        return;
    if (m_events.empty() && m_droppedEvents == 0 && m_socket->bytesToWrite() <= m_bounds.pauseBytes)
        return writeEvent(name, data);
    if (m_droppedEvents == 0 && m_events.size() < m_bounds.events) {
        m_events.emplace_back(name, data);
        return;
    }
    // Half a history is worth nothing: forget it all and say so as soon as there is room.
    m_droppedEvents += m_events.size() + 1;
    m_events.clear();
}

void AdminConnection::flushEvents()
{
    while (!m_closed && m_socket->bytesToWrite() <= m_bounds.pauseBytes) {
        if (const std::uint64_t dropped = std::exchange(m_droppedEvents, 0)) {
            writeEvent(textOf(events::Resync::kName), toJson(ResyncInfo{dropped}));
        } else if (!m_events.empty()) {
            const auto [name, data] = std::move(m_events.front());
            m_events.pop_front();
            writeEvent(name, data);
        } else {
            return;
        }
    }
}

void AdminConnection::writeEvent(const QString& name, const QJsonObject& data)
{
    write(AdminEvent{name, ++m_session.seq, data}.toEnvelope());
}

void AdminConnection::write(const Envelope& envelope)
{
    if (m_closed)
        return;
    m_socket->write(envelope.toFrame());
    if (m_socket->bytesToWrite() > m_bounds.closeBytes)
        hangUp(QStringLiteral("does not read its answers"));
}

void AdminConnection::hangUp(const QString& why)
{
    if (std::exchange(m_closed, true))
        return;
    m_socket->disconnect(this);
    m_socket->flush(); // the reason, as far as the other side takes it without waiting
    m_socket->abort();
    Q_EMIT closed(why);
}

} // namespace lanyard
