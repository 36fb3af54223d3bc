#pragma once

#include "http/BodyCollector.h"
#include "http/ConnectionReply.h"
#include "http/FrontState.h"
#include "http/RequestFramer.h"
#include "http/Transport.h"

#include <QTcpSocket>

#include <memory>
#include <string>

namespace lanyard {

/// One client connection, made safe. To QHttpServer it is a connected QTcpSocket that says one request line, for the
/// first request, whose handler the later ones go to by the same table; in truth
/// it owns the transport, frames the requests, keeps every limit and time-out, serves one request at a time in the
/// order they came, and writes the answers.
///
/// Lives in: its worker's thread. Deletes itself (through Qt's event loop) after it closed.
class GuardedConnection final : public QTcpSocket,
                                private TransportObserver,
                                private TurnTask,
                                private ReplyTarget,
                                private BridgedConnection
{
    Q_OBJECT

public:
    GuardedConnection(FrontState& front, const Peer& peer, std::shared_ptr<void> slot);
    ~GuardedConnection() override;

    TransportObserver& transportObserver() { return *this; }
    /// Takes the transport and starts. `handshake`: wait for onSecured() first.
    void start(std::unique_ptr<Transport> transport);
    /// Answers without a request (over TLS: after the handshake) and closes: too many connections.
    void refuse(const SimpleAnswer& answer);
    /// The front drains: closes now if nothing is going on.
    void closeIfIdle();
    /// Breaks whatever is going on; an open reply's observer is told.
    void drop();

    // QTcpSocket, as QHttpServer sees it.
    qint64 bytesAvailable() const override;
    qint64 bytesToWrite() const override { return 0; }
    void disconnectFromHost() override { drop(); }
    void close() override { drop(); }

protected:
    qint64 readData(char* into, qint64 atMost) override;
    qint64 writeData(const char*, qint64) override { return -1; }
    qint64 skipData(qint64 atMost) override;

private:
    enum class Phase {
        Handshake, ///< TLS is not ready
        Idle,      ///< between requests
        Head,
        Body,
        Skip,      ///< answered early; the rest of a small body is thrown away, so that the connection can be kept
        InFlight,  ///< a handler has the request
        Closing,   ///< the last answer is on its way out
        Lingering, ///< refused: input is thrown away for a while, so that the client can read why
        Closed,
    };

    // TransportObserver
    void onReadable() override;
    void onWritable() override;
    void onSecured() override;
    // TurnTask
    void onTurnEnd() override;
    // ReplyTarget
    std::string& replyOutput() override { return m_output.text(); }
    void replyGrew() override;
    void replyWrite(std::string_view bytes) override;
    void replyAdopt(std::string&& bytes) override;
    bool replyKeepsConnection() const override { return m_keepAlive && !m_front.draining; }
    std::size_t replyPending() const override { return m_output.size() + (m_transport ? m_transport->buffered() : 0); }
    void replyEnded(bool keepConnection) override;
    void replyAborted(bool closeDelimited) override;
    // BridgedConnection
    QTcpSocket& bridgedSocket() override { return *this; }
    void dispatchRequest() override;

    void settle();
    bool processInput();
    std::size_t roomToRead() const;
    void take(std::string_view bytes);
    std::size_t process(std::string_view bytes);
    bool acceptsInput() const;
    bool processOne(std::string_view bytes, std::size_t& used);
    void beginRequest();
    void onHead();
    void admit(RequestHandler& handler);
    void startBody();
    void onRequestComplete();
    void answerEarly(const SimpleAnswer& answer);
    void fail(HttpFault fault);
    void makeReply();
    void finishExchange();
    void continueAfterSkip();
    void onPeerEnded();

    void sendOrKeep(std::string_view bytes, std::string* owned);
    void countBuffered();
    void flushOutput();
    void afterWrite(std::ptrdiff_t written);
    void tellDrained();
    void closeWhenFlushed();
    void onReadTimeout();
    void onWriteTimeout();
    void armReadTimer();
    void setReading(bool on);
    void shut(Transport::CloseMode mode);
    void bury();
    void wakeAtTurnEnd();

    FrontState& m_front;
    std::size_t m_index; ///< in m_front.connections
    std::unique_ptr<Transport> m_transport;
    std::shared_ptr<void> m_slot; ///< counts this connection against the limits
    WheelTimer m_readTimer;
    WheelTimer m_writeTimer;
    Peer m_peer;

    RequestFramer m_framer;
    BodyCollector m_body;
    std::string m_input; ///< read, but not used yet
    OutputBuffer m_output;
    BufferCharge m_charge; ///< of m_input and m_output
    std::shared_ptr<ConnectionReply> m_reply; ///< of the current request
    RequestHandler* m_handler = nullptr;
    std::unique_ptr<RequestContext> m_context;
    std::unique_ptr<const SimpleAnswer> m_refusal; ///< to be said once TLS is ready
    std::size_t m_lineLeft = 0; ///< of the line that QHttpServer is to read

    Phase m_phase = Phase::Idle;
    Phase m_timedPhase = Phase::Closed; ///< what m_readTimer was started for
    bool m_introduced = false; ///< QHttpServer has dispatched this connection's first request
    bool m_keepAlive = true;
    bool m_replyEnded = false;
    bool m_linger = false; ///< close only after the client had time to read the refusal
    bool m_peerEnded = false;
    bool m_reading = true;
    bool m_writeBlocked = false;
    bool m_stalled = false; ///< closed because the client read nothing
    bool m_drainedDue = false; ///< a reader was slow; onReplyDrained() is owed
    bool m_inLoop = false;     ///< settle() follows anyway
};

} // namespace lanyard
