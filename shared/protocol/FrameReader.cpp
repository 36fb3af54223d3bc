#include "protocol/FrameReader.h"

#include <QString>

namespace lanyard {
namespace {

/// A call says its method before its parameters when it wants the long frame; Qt's writer sorts keys, so ours do.
constexpr qsizetype kHeadBytes = 512;

bool isApplyCall(const QByteArray& buffer)
{
    const QByteArray head = buffer.left(kHeadBytes).simplified();
    const qsizetype params = head.indexOf("\"params\"");
    const qsizetype method = head.indexOf("\"method\"");
    if (method < 0 || (params >= 0 && params < method))
        return false;
    const QByteArray value = head.mid(method + 8).replace(' ', "");
    return value.startsWith(":\"config.apply\"");
}

} // namespace

qsizetype FrameReader::ceiling() const
{
    return m_peer == Peer::Service || isApplyCall(m_buffer) ? kMaxApplyFrameBytes : kMaxFrameBytes;
}

Error FrameReader::tooLarge() const
{
    const QString text = QStringLiteral("the message is longer than %1 MiB").arg(ceiling() / (1024 * 1024));
    return {ErrorCode::TooLarge, text.toStdString()};
}

void FrameReader::feed(QByteArrayView bytes)
{
    if (m_skipping) {
        const qsizetype end = bytes.indexOf('\n');
        if (end < 0)
            return;
        m_skipping = false;
        bytes = bytes.sliced(end + 1);
    }
    m_buffer.append(bytes.data(), bytes.size());
}

std::optional<Result<QByteArray>> FrameReader::next()
{
    for (;;) {
        const qsizetype end = m_buffer.indexOf('\n', m_searched);
        const qsizetype length = end < 0 ? m_buffer.size() : end;
        if (length > kMaxFrameBytes && length > ceiling()) {
            const Error error = tooLarge();
            m_skipping = end < 0;
            m_buffer.remove(0, end < 0 ? m_buffer.size() : end + 1);
            m_searched = 0;
            return Result<QByteArray>(error);
        }
        if (end < 0) {
            m_searched = m_buffer.size();
            return std::nullopt;
        }
        QByteArray frame = m_buffer.left(end);
        m_buffer.remove(0, end + 1);
        m_searched = 0;
        if (frame.endsWith('\r'))
            frame.chop(1);
        if (!frame.isEmpty())
            return Result<QByteArray>(std::move(frame));
    }
}

} // namespace lanyard
