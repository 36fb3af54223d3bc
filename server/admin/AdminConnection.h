#pragma once

#include "admin/Dispatcher.h"
#include "protocol/Envelope.h"
#include "protocol/Events.h"
#include "protocol/FrameReader.h"

#include <QLocalSocket>
#include <QObject>

#include <deque>
#include <memory>

namespace lanyard {

/// One client of the admin socket. Calls run side by side and are answered as they finish. A client that does not read
/// costs bounded memory: its calls wait, its events are dropped (and it is told so), and in the end it is hung up on.
///
/// Lives in: the admin thread.
class AdminConnection final : public QObject
{
    Q_OBJECT

public:
    struct Bounds
    {
        qint64 pauseBytes = 1024 * 1024;           ///< of output waiting: no more calls are read, events are queued
        qint64 closeBytes = 96 * 1024 * 1024;      ///< of output waiting: hang up
        int calls = 64;                            ///< under way at once
        std::size_t events = 1024;                 ///< queued
        int junkFrames = 8;                        ///< in a row, before hanging up
    };

    /// Owns `socket`. `dispatcher` outlives this.
    AdminConnection(std::unique_ptr<QLocalSocket> socket, const Dispatcher& dispatcher, Bounds bounds, QObject* parent);
    ~AdminConnection() override;

    bool wants(const QString& topic) const;
    void sendEvent(const QString& name, const QJsonObject& data);

    const AdminSession& session() const { return m_session; }

Q_SIGNALS:
    /// The other side is gone, or was hung up on. `why` is "" when it simply left.
    void closed(const QString& why);

private:
    void readMore();
    bool paused() const;
    void onFrame(const QByteArray& frame);
    void onCall(const Envelope& call);
    void refuse(const Error& error);
    void write(const Envelope& envelope);
    void writeEvent(const QString& name, const QJsonObject& data);
    void flushEvents();
    void hangUp(const QString& why);

    std::unique_ptr<QLocalSocket> m_socket;
    const Dispatcher& m_dispatcher;
    const Bounds m_bounds;
    FrameReader m_reader{FrameReader::Peer::Client};
    AdminSession m_session;
    std::deque<std::pair<QString, QJsonObject>> m_events;
    std::uint64_t m_droppedEvents = 0;
    int m_callsUnderWay = 0;
    int m_junk = 0;
    bool m_reading = false;
    bool m_closed = false;
};

} // namespace lanyard
