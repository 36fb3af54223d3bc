#include "SoakCall.h"

#include <QHostAddress>

#include <utility>

namespace lanyard::test {
namespace {

constexpr int kDeadlineMs = 120'000;
constexpr int kSleepMs = 10'000; ///< how long a sleeping reader stays; Qt does not see a hang-up that it does not read
constexpr int kPaceMs = 50;
constexpr qint64 kSlowBytes = 8 * 1024;
constexpr qsizetype kTailBytes = 64;
constexpr int kSmallWindow = 8 * 1024;

} // namespace

SoakCall::SoakCall(quint16 port, SoakPlan plan, std::function<void(const SoakEnd&)> onEnd, QObject* parent)
    : QObject(parent), m_plan(std::move(plan)), m_onEnd(std::move(onEnd))
{
    connect(&m_socket, &QTcpSocket::connected, this, &SoakCall::onConnected);
    connect(&m_socket, &QTcpSocket::disconnected, this, &SoakCall::end);
    connect(&m_socket, &QTcpSocket::errorOccurred, this, [this] {
        if (m_socket.state() != QAbstractSocket::ConnectedState)
            end();
    });
    m_deadline.setSingleShot(true);
    const bool sleeps = m_plan.reading == SoakPlan::Reading::Never;
    connect(&m_deadline, &QTimer::timeout, this, [this, sleeps] {
        m_end.left = sleeps;
        m_end.stuck = !sleeps;
        end();
    });
    m_deadline.start(sleeps ? kSleepMs : kDeadlineMs);
    if (m_plan.reading == SoakPlan::Reading::Eager) {
        connect(&m_socket, &QTcpSocket::readyRead, this, &SoakCall::readMore);
    } else {
        m_socket.setReadBufferSize(kSlowBytes);
        m_socket.bind(QHostAddress::LocalHost); // makes the descriptor, so that its window can be set before it connects
        m_socket.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, kSmallWindow);
        connect(&m_pace, &QTimer::timeout, this, &SoakCall::readMore);
    }
    m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
}

void SoakCall::onConnected()
{
    m_socket.write(m_plan.bytes);
    if (m_plan.reading == SoakPlan::Reading::Slow)
        m_pace.start(kPaceMs);
}

void SoakCall::readMore()
{
    take(m_plan.reading == SoakPlan::Reading::Slow ? m_socket.read(kSlowBytes) : m_socket.readAll());
}

void SoakCall::take(const QByteArray& bytes)
{
    m_received += bytes.size();
    if (m_headComplete)
        m_bodyBytes += bytes.size();
    else
        m_head += bytes;
    if (m_headComplete || readHead())
        m_tail = (m_tail + (m_head.isNull() ? bytes : std::exchange(m_head, {}))).right(kTailBytes);
    if (m_plan.abortAfter >= 0 && m_received >= m_plan.abortAfter) {
        m_end.left = true;
        end();
    } else if (isWhole()) {
        end();
    }
}

/// True once the head is there; what came behind it stays in m_head.
bool SoakCall::readHead()
{
    const qsizetype headEnd = m_head.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return false;
    const QByteArray head = m_head.left(headEnd + 2).toLower();
    m_head = m_head.mid(headEnd + 4);
    m_end.status = head.mid(9, 3).toInt();
    if (m_end.status == 100) {
        m_end.status = 0;
        return readHead();
    }
    static const QByteArray kLength("\r\ncontent-length: ");
    if (const qsizetype at = head.indexOf(kLength); at >= 0)
        m_length = head.mid(at + kLength.size(), head.indexOf('\r', at + kLength.size()) - at - kLength.size()).toLongLong();
    m_chunked = head.contains("\r\ntransfer-encoding: chunked\r\n");
    m_bodyBytes = m_head.size();
    m_headComplete = true;
    return true;
}

bool SoakCall::isWhole() const
{
    return m_headComplete && (m_chunked ? m_tail.endsWith("\r\n0\r\n\r\n") || m_tail == "0\r\n\r\n" : m_length >= 0 && m_bodyBytes >= m_length);
}

void SoakCall::end()
{
    if (std::exchange(m_told, true))
        return;
    m_end.whole = isWhole();
    m_end.done = m_tail.contains("[DONE]");
    m_socket.disconnect(this);
    m_socket.abort();
    m_onEnd(m_end);
    deleteLater();
}

} // namespace lanyard::test
