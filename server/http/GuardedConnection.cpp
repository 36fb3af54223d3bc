#include "http/GuardedConnection.h"

#include <QHostAddress>

#include <algorithm>
#include <cstring>
#include <utility>

namespace lanyard {
namespace {

/// All that QHttpServer gets to see of a request. It reads it byte by byte; a host spares it the making of one.
constexpr std::string_view kCanonicalRequest = "GET //a HTTP/1.1\r\n\r\n";

/// What one connection may read before the others have their turn.
constexpr int kReadsPerTurn = 4;
/// What is taken in behind the request in flight; reading on is how the client's end is seen.
constexpr std::size_t kReadAhead = 64 * 1024;
/// What an idle connection may hold on to.
constexpr std::size_t kKeptInput = 1024;
/// The rest of a refused body that is read for the sake of keeping the connection.
constexpr std::int64_t kSkippableBody = 64 * 1024;

} // namespace

GuardedConnection::GuardedConnection(FrontState& front, const Peer& peer, std::shared_ptr<void> slot)
    : m_front(front),
      m_index(front.connections.size()),
      m_slot(std::move(slot)),
      m_readTimer(front.wheel, [this] { onReadTimeout(); }),
      m_writeTimer(front.wheel, [this] { onWriteTimeout(); }),
      m_peer(peer),
      m_framer(front.limits),
      m_body(front.limits, front.accounts),
      m_output(front.outputs),
      m_charge(front.accounts.memory)
{
    m_front.connections.push_back(this);
    setOpenMode(QIODevice::ReadWrite); // buffered: QHttpServer reads byte by byte
    setSocketState(QAbstractSocket::ConnectedState);
    setPeerAddress(QHostAddress(m_peer.address.data()));
    setPeerPort(m_peer.port);
}

GuardedConnection::~GuardedConnection()
{
    m_front.turn.remove(*this);
    if (m_reply)
        m_reply->detach();
    setSocketState(QAbstractSocket::UnconnectedState); // ~QAbstractSocket would call close() else
    m_front.connections.back()->m_index = m_index;
    std::swap(m_front.connections[m_index], m_front.connections.back());
    m_front.connections.pop_back();
}

void GuardedConnection::start(std::unique_ptr<Transport> transport)
{
    m_transport = std::move(transport);
    m_phase = m_transport->secure() ? Phase::Handshake : Phase::Idle;
    m_front.bridge.take(*this);
    armReadTimer();
}

void GuardedConnection::onSecured()
{
    m_phase = Phase::Idle;
    if (const auto refusal = std::exchange(m_refusal, nullptr))
        return refuse(*refusal);
    armReadTimer();
}

// ---- the loop's calls

void GuardedConnection::onReadable()
{
    m_inLoop = true;
    for (int reads = 0; reads < kReadsPerTurn && m_phase != Phase::Closed; ++reads) {
        const std::size_t room = roomToRead();
        if (room == 0) {
            setReading(false);
            break;
        }
        const std::ptrdiff_t got = m_transport->read(m_front.scratch.data(), room);
        if (got == Transport::kWouldBlock)
            break;
        if (got == Transport::kFailed) {
            drop();
            break;
        }
        if (got == 0) {
            onPeerEnded();
            break;
        }
        take({m_front.scratch.data(), static_cast<std::size_t>(got)});
        if (static_cast<std::size_t>(got) < room)
            break;
    }
    settle();
    m_inLoop = false;
}

void GuardedConnection::onWritable()
{
    m_inLoop = true;
    m_writeBlocked = false;
    if (m_output.empty())
        afterWrite(1); // what the transport itself still held went out
    settle();
    m_inLoop = false;
}

void GuardedConnection::onTurnEnd()
{
    if (m_phase == Phase::Closed) {
        bury();
        return;
    }
    m_inLoop = true;
    settle();
    tellDrained();
    m_inLoop = false;
}

/// Brings everything forward that can go forward: ended replies, waiting input, output.
void GuardedConnection::settle()
{
    do {
        if (m_phase == Phase::InFlight && m_replyEnded)
            finishExchange();
        flushOutput();
    } while (processInput());
    if (m_phase == Phase::Closed)
        return;
    if (m_peerEnded && m_phase != Phase::InFlight && m_phase != Phase::Closing) {
        // Nothing that is missing will come any more.
        m_phase = Phase::Closing;
    }
    if (m_phase == Phase::Closing)
        closeWhenFlushed();
    if (m_phase == Phase::Closed)
        return;
    setReading(!m_peerEnded && roomToRead() > 0);
    armReadTimer();
    countBuffered();
}

/// What waits here counts against the service's ceiling. In most turns nothing does.
void GuardedConnection::countBuffered()
{
    m_charge.set(static_cast<std::int64_t>(m_input.size() + replyPending()));
}

/// True when waiting input was used, so that there may be new output.
bool GuardedConnection::processInput()
{
    if (m_input.empty() || !acceptsInput())
        return false;
    const std::size_t used = process(m_input);
    m_input.erase(0, used);
    return used > 0;
}

// ---- reading

std::size_t GuardedConnection::roomToRead() const
{
    // While bytes cannot be used (a request is in flight, the client does not take its answers) only so many are kept.
    if (m_phase == Phase::Lingering || acceptsInput())
        return m_front.scratch.size();
    return m_input.size() < kReadAhead ? std::min(kReadAhead - m_input.size(), m_front.scratch.size()) : 0;
}

bool GuardedConnection::acceptsInput() const
{
    switch (m_phase) {
    case Phase::Idle:
        return m_output.size() < Reply::kHighWaterBytes;
    case Phase::Head:
    case Phase::Body:
    case Phase::Skip:
        return true;
    default:
        return false;
    }
}

void GuardedConnection::take(std::string_view bytes)
{
    if (m_phase == Phase::Lingering || m_phase == Phase::Closing)
        return;
    if (m_input.empty()) {
        bytes.remove_prefix(process(bytes));
        m_input.assign(bytes);
    } else {
        m_input.append(bytes);
        processInput();
    }
}

/// Uses what it can of `bytes`, request after request; the number used.
std::size_t GuardedConnection::process(std::string_view bytes)
{
    std::size_t used = 0;
    while (used < bytes.size() && acceptsInput() && processOne(bytes, used)) {
    }
    return used;
}

/// One step; false when more input is needed.
bool GuardedConnection::processOne(std::string_view bytes, std::size_t& used)
{
    if (m_phase == Phase::Idle) {
        // Empty lines before a request are a client's old mistake (RFC 9112 section 2.2).
        if (bytes[used] == '\r' || bytes[used] == '\n') {
            ++used;
            return true;
        }
        beginRequest();
    }
    BodyTaker* taker = m_phase == Phase::Body ? &m_body : nullptr;
    switch (m_framer.feed(bytes.substr(used), used, taker)) {
    case RequestFramer::Step::NeedMore:
        return false;
    case RequestFramer::Step::HeadComplete:
        onHead();
        return true;
    case RequestFramer::Step::Complete:
        onRequestComplete();
        return true;
    case RequestFramer::Step::Stopped:
        fail(m_body.fault());
        return false;
    case RequestFramer::Step::Failed:
        fail(m_framer.fault());
        return false;
    }
    return false;
}

void GuardedConnection::beginRequest()
{
    m_framer.reset();
    m_keepAlive = true;
    m_replyEnded = false;
    m_phase = Phase::Head;
}

void GuardedConnection::makeReply()
{
    const RequestHead& head = m_framer.head();
    m_reply = std::make_shared<ConnectionReply>(
        static_cast<ReplyTarget&>(*this), ConnectionReply::Request{head.method == HttpMethod::Head, head.minorVersion,
                                                                   std::string(m_front.cors.allowedOrigin(head))});
}

void GuardedConnection::onHead()
{
    RequestHead& head = m_framer.head();
    head.peer = m_peer;
    head.tls = m_transport->secure();
    m_keepAlive = m_framer.keepAlive();
    m_phase = Phase::Body;
    makeReply();
    m_handler = m_front.routes.find(head.method, head.path());
    if (m_handler) {
        admit(*m_handler);
    } else if (const std::string methods = m_front.routes.methodsOf(head.path());
               head.method == HttpMethod::Options && !methods.empty()) {
        answerEarly(m_front.cors.preflight(head, methods));
    } else {
        answerEarly(m_front.routes.missed(head));
    }
}

void GuardedConnection::admit(RequestHandler& handler)
{
    Admission admission = handler.admit(m_framer.head());
    if (const auto* refusal = std::get_if<SimpleAnswer>(&admission)) {
        answerEarly(*refusal);
        return;
    }
    m_context = std::move(std::get<std::unique_ptr<RequestContext>>(admission));
    startBody();
}

void GuardedConnection::startBody()
{
    if (const auto fault = m_body.start(m_framer.head())) {
        answerEarly(faultAnswer(*fault));
        return;
    }
    if (m_framer.complete()) {
        onRequestComplete();
        return;
    }
    if (const auto fault = m_body.makeRoom(m_framer.head())) {
        answerEarly(faultAnswer(*fault));
        return;
    }
    if (m_framer.expectsContinue() && m_framer.head().minorVersion > 0)
        m_output.text() += "HTTP/1.1 100 Continue\r\n\r\n";
}

void GuardedConnection::onRequestComplete()
{
    if (m_phase == Phase::Skip) {
        continueAfterSkip();
        return;
    }
    m_phase = Phase::InFlight;
    if (std::exchange(m_introduced, true)) {
        // Asking again for every request of a connection would tell nothing new, and cost a sixth of the request.
        dispatchRequest();
    } else {
        m_lineLeft = kCanonicalRequest.size();
        QtHttpBridge::announceRequest(*this);
    }
    if (m_reply && !m_replyEnded && m_handler) { // QHttpServer did not ask for it
        m_lineLeft = 0;
        Reply(m_reply).send(faultAnswer({500, "internal", "The request could not be dispatched. Please try again."}));
    }
    if (m_phase == Phase::InFlight && m_replyEnded)
        finishExchange();
}

void GuardedConnection::dispatchRequest()
{
    RequestHandler* handler = std::exchange(m_handler, nullptr);
    std::optional<RequestBody> body = m_body.finish();
    if (!body) {
        m_keepAlive = false;
        Reply(m_reply).send(faultAnswer(m_body.fault()));
        return;
    }
    handler->handle({std::move(m_framer.head()), std::move(*body), std::move(m_context)}, Reply(m_reply));
}

/// An answer before the body is in: the body is skipped if that is cheap, else the connection ends with the answer.
void GuardedConnection::answerEarly(const SimpleAnswer& answer)
{
    m_handler = nullptr;
    m_context.reset();
    const bool complete = m_framer.complete();
    const bool skippable =
        !m_framer.chunked() && m_framer.bytesToCome() <= kSkippableBody && !m_framer.expectsContinue();
    if (!complete && !skippable)
        m_keepAlive = false;
    m_phase = Phase::Skip;
    Reply(m_reply).send(answer);
    if (complete)
        continueAfterSkip();
    else if (!m_keepAlive) {
        m_linger = true;
        m_phase = Phase::Closing;
    }
}

void GuardedConnection::continueAfterSkip()
{
    m_phase = Phase::InFlight; // its reply has ended already
    finishExchange();
}

/// The bytes cannot be trusted any more: says why, and closes. A copy: the fault may belong to what is cleared here.
void GuardedConnection::fail(HttpFault fault)
{
    m_keepAlive = false;
    m_linger = true;
    m_context.reset();
    m_body.clear();
    const bool answered = m_phase == Phase::Skip;
    m_phase = Phase::Closing;
    if (answered)
        return;
    if (!m_reply)
        makeReply();
    Reply(m_reply).send(faultAnswer(fault));
    m_reply.reset();
}

void GuardedConnection::finishExchange()
{
    m_reply.reset();
    m_replyEnded = false;
    m_drainedDue = false;
    m_timedPhase = Phase::InFlight;
    if (m_input.empty() && m_input.capacity() > kKeptInput)
        m_input = {};
    if (m_keepAlive && !m_front.draining) {
        m_phase = Phase::Idle;
        return;
    }
    m_phase = Phase::Closing;
    m_linger = m_linger || !m_input.empty(); // closing over unread input would reset the answer away
}

void GuardedConnection::onPeerEnded()
{
    m_peerEnded = true;
    setReading(false);
    const bool answering = m_phase == Phase::InFlight && !m_replyEnded;
    if (answering || m_phase == Phase::Handshake || m_phase == Phase::Lingering)
        shut(Transport::CloseMode::Orderly);
}

// ---- time-outs

void GuardedConnection::armReadTimer()
{
    if (m_phase == m_timedPhase && m_phase != Phase::Body && m_phase != Phase::Skip)
        return;
    m_timedPhase = m_phase;
    switch (m_phase) {
    case Phase::Handshake:
        m_readTimer.start(m_front.limits.tlsHandshake);
        break;
    case Phase::Idle:
        m_readTimer.start(m_front.limits.keepAliveIdle);
        break;
    case Phase::Head:
        m_readTimer.start(m_front.limits.headerTime);
        break;
    case Phase::Body:
    case Phase::Skip:
        m_readTimer.start(m_front.limits.bodyIdle);
        break;
    case Phase::Lingering:
        m_readTimer.start(m_front.limits.linger);
        break;
    case Phase::InFlight: // the handler has its own limits; a timer that is still running comes up for nothing
    case Phase::Closing:
    case Phase::Closed:
        break;
    }
}

void GuardedConnection::onReadTimeout()
{
    if (m_phase != m_timedPhase)
        return;
    switch (m_phase) {
    case Phase::Head:
        fail({408, "request_timeout", "The request's header fields took too long to arrive. Please try again."});
        settle();
        break;
    case Phase::Body:
        fail({408, "request_timeout", "The request's body stopped arriving. Please try again."});
        settle();
        break;
    case Phase::Idle:
        if (m_output.empty())
            shut(Transport::CloseMode::Orderly);
        else
            m_timedPhase = Phase::Closed; // the write limit decides first; then this one starts again
        break;
    case Phase::Handshake:
    case Phase::Skip:
    case Phase::Lingering:
        shut(Transport::CloseMode::Orderly);
        break;
    case Phase::InFlight:
    case Phase::Closing:
    case Phase::Closed:
        break;
    }
}

// ---- closing

void GuardedConnection::refuse(const SimpleAnswer& answer)
{
    if (m_phase == Phase::Handshake) {
        m_refusal = std::make_unique<const SimpleAnswer>(answer);
        return;
    }
    beginRequest();
    makeReply();
    m_keepAlive = false;
    m_linger = true;
    Reply(m_reply).send(answer);
    m_reply.reset();
    m_phase = Phase::Closing;
    settle();
}

void GuardedConnection::closeIfIdle()
{
    if (m_phase == Phase::Handshake || (m_phase == Phase::Idle && m_input.empty() && m_output.empty()))
        shut(Transport::CloseMode::Orderly);
}

void GuardedConnection::drop()
{
    shut(Transport::CloseMode::Reset);
}

void GuardedConnection::closeWhenFlushed()
{
    if (!m_output.empty() || m_transport->buffered() > 0)
        return;
    if (!m_linger || m_peerEnded) {
        shut(Transport::CloseMode::Orderly);
        return;
    }
    m_phase = Phase::Lingering;
    m_input.clear();
    m_transport->endWriting();
}

void GuardedConnection::setReading(bool on)
{
    if (m_reading != on) {
        m_reading = on;
        m_transport->setReading(on);
    }
}

void GuardedConnection::shut(Transport::CloseMode mode)
{
    if (m_phase == Phase::Closed)
        return;
    m_phase = Phase::Closed;
    m_transport->close(mode);
    m_readTimer.stop();
    m_writeTimer.stop();
    m_output.clear();
    m_input = {};
    m_charge.set(0);
    m_body.clear();
    m_context.reset();
    m_slot.reset();
    if (m_reply)
        m_reply->markClientGone(m_stalled);
    m_front.onClosed();
    m_front.turn.add(*this); // the rest from there: this may be inside a call of the handler, or of Qt
}

void GuardedConnection::bury()
{
    if (const std::shared_ptr<ConnectionReply> reply = std::exchange(m_reply, nullptr))
        reply->tellClientGone();
    setSocketState(QAbstractSocket::UnconnectedState);
    Q_EMIT disconnected();
    deleteLater();
}

// ---- what QHttpServer reads

qint64 GuardedConnection::bytesAvailable() const
{
    return QIODevice::bytesAvailable() + static_cast<qint64>(m_lineLeft);
}

qint64 GuardedConnection::readData(char* into, qint64 atMost)
{
    const std::size_t size = std::min(m_lineLeft, static_cast<std::size_t>(atMost));
    std::memcpy(into, kCanonicalRequest.data() + (kCanonicalRequest.size() - m_lineLeft), size);
    m_lineLeft -= size;
    return static_cast<qint64>(size);
}

qint64 GuardedConnection::skipData(qint64 atMost)
{
    const std::size_t size = std::min(m_lineLeft, static_cast<std::size_t>(atMost));
    m_lineLeft -= size;
    return static_cast<qint64>(size);
}

} // namespace lanyard
