#pragma once

#include <QByteArray>
#include <QTcpSocket>
#include <QTimer>

#include <functional>

namespace lanyard::test {

/// What one client does on one connection.
struct SoakPlan
{
    enum class Reading {
        Eager,
        Slow,  ///< a few kilobytes now and then
        Never, ///< sends its request and forgets about it
    };

    QByteArray bytes;
    int abortAfter = -1; ///< leaves as soon as so many bytes have come; -1 = never
    Reading reading = Reading::Eager;
};

struct SoakEnd
{
    int status = 0;       ///< 0: no answer
    bool whole = false;   ///< the answer ended as its framing says
    bool done = false;    ///< it held the terminal mark of a stream
    bool left = false;    ///< we went away, as planned
    bool stuck = false;   ///< neither an end nor a hang-up within the deadline
};

/// One client connection that sends its bytes, watches one answer and tells how it ended; keeps only the answer's tail.
/// Lives in: the soak's thread. Deletes itself after it told.
class SoakCall final : public QObject
{
    Q_OBJECT

public:
    SoakCall(quint16 port, SoakPlan plan, std::function<void(const SoakEnd&)> onEnd, QObject* parent);

private:
    void onConnected();
    void readMore();
    void take(const QByteArray& bytes);
    bool readHead();
    bool isWhole() const;
    void end();

    SoakPlan m_plan;
    std::function<void(const SoakEnd&)> m_onEnd;
    QTcpSocket m_socket;
    QTimer m_pace;
    QTimer m_deadline;
    QByteArray m_head; ///< until its blank line has come
    QByteArray m_tail;
    qint64 m_received = 0;
    qint64 m_bodyBytes = 0;
    qint64 m_length = -1;
    bool m_headComplete = false;
    bool m_chunked = false;
    bool m_told = false;
    SoakEnd m_end;
};

} // namespace lanyard::test
