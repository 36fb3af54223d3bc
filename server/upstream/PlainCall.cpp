#include "upstream/PlainCall.h"

#ifdef Q_OS_UNIX

#include "upstream/HeaderRules.h"

#include <algorithm>
#include <cerrno>
#include <functional>
#include <utility>

namespace lanyard {
namespace {

/// What a stream reads at a time: a client that stalls leaves that much and little more in memory.
constexpr std::size_t kStreamPiece = std::size_t{16} * 1024;

} // namespace

PlainCall::PlainCall(std::shared_ptr<PlainEngine> engine, UpstreamRequest request, UpstreamObserver& observer)
    : m_engine(std::move(engine)),
      m_observer(&observer),
      m_request(std::move(request)),
      m_connect(m_engine->timers(), [this] { fail(CURLE_OPERATION_TIMEDOUT, 0); }),
      m_limit(m_engine->timers(), [this] { onLimit(); }),
      m_total(m_engine->timers(), [this] { onTotal(); })
{
    m_engine->add(*this);
}

PlainCall::~PlainCall()
{
    m_engine->remove(*this);
}

void PlainCall::begin()
{
    m_target = m_engine->target(m_request.url);
    if (!m_target)
        return failLater({UpstreamEnd::Kind::Network, "the provider's base URL is not an http or https address", true});
    if (!writeHead())
        return failLater({UpstreamEnd::Kind::Network, "a header for " + m_target->hostAndPort + " has a line break or no proper name", true});
    if (m_request.timeouts.total.count() > 0)
        m_total.start(m_request.timeouts.total);
    startLimit();
    m_framer.reset(m_request.method == HttpMethod::Head);
    m_socket = m_engine->takeIdle(m_target->hostAndPort);
    if (!m_socket)
        return connect();
    m_reused = true;
    m_socket->setUser(this);
    send();
}

// ---- connecting

void PlainCall::connect()
{
    m_connecting = true;
    if (m_request.timeouts.connect.count() > 0)
        m_connect.start(m_request.timeouts.connect);
    m_address = 0;
    m_engine->resolve(m_target->host, &context(), [this](const QList<QHostAddress>& addresses, const QString& error) { onResolved(addresses, error); });
}

void PlainCall::onResolved(const QList<QHostAddress>& addresses, const QString& error)
{
    if (m_over)
        return;
    m_addresses = addresses;
    if (m_addresses.isEmpty())
        return fail(CURLE_COULDNT_RESOLVE_HOST, 0, error.toStdString());
    tryNextAddress(0);
}

/// The addresses of a name in their order, until one takes the connection.
void PlainCall::tryNextAddress(int systemError)
{
    while (m_address < m_addresses.size()) {
        dropSocket();
        m_socket = PlainSocket::connectTo(m_addresses.at(m_address++), m_target->port, systemError);
        if (m_socket) {
            m_socket->setUser(this);
            return;
        }
    }
    fail(CURLE_COULDNT_CONNECT, systemError);
}

void PlainCall::onConnected()
{
    m_connecting = false;
    m_connect.stop();
    m_socket->setReading(true);
    send();
}

// ---- sending

bool PlainCall::writeHead()
{
    const bool withBody = m_request.body.size() != 0 || m_request.method == HttpMethod::Post;
    m_head.reserve(512);
    m_head.append(toString(m_request.method)).append(" ").append(m_target->path).append(" HTTP/1.1\r\nHost: ").append(m_target->authority).append("\r\n");
    bool agent = false;
    bool accept = false;
    for (const auto& [name, value] : m_request.headers) {
        if (!isFieldName(name) || !isFieldValue(value))
            return false;
        if (isConnectionField(name))
            continue;
        agent = agent || equalsIgnoringCase(name, "user-agent");
        accept = accept || equalsIgnoringCase(name, "accept");
        m_head.append(name).append(": ").append(value).append("\r\n");
    }
    if (!agent)
        m_head += "User-Agent: lanyard/" LANYARD_VERSION "\r\n";
    if (!accept)
        m_head += "Accept: */*\r\n";
    if (withBody)
        m_head.append("Content-Length: ").append(std::to_string(m_request.body.size())).append("\r\n");
    m_head += "\r\n";
    return true;
}

/// What can be sent is sent; the rest when the socket takes more.
void PlainCall::send()
{
    if (m_unsent.empty()) {
        m_unsent.reserve(1 + m_request.body.slices.size());
        m_unsent.emplace_back(m_head);
        for (const std::string_view slice : m_request.body.slices) {
            if (!slice.empty())
                m_unsent.push_back(slice);
        }
    }
    while (!m_unsent.empty()) {
        std::ptrdiff_t sent = m_socket->write(m_unsent);
        if (sent == PlainSocket::kWouldBlock)
            return m_socket->setWriting(true);
        if (sent == PlainSocket::kFailed) {
            // An answer may be there that says why (413 before the body was taken); reading tells, also that there is none.
            m_sendFailed = true;
            m_unsent.clear();
            break;
        }
        if (m_request.body.passed)
            tellPassed(static_cast<std::size_t>(sent));
        std::size_t whole = 0;
        while (whole < m_unsent.size() && static_cast<std::size_t>(sent) >= m_unsent[whole].size())
            sent -= static_cast<std::ptrdiff_t>(m_unsent[whole++].size());
        m_unsent.erase(m_unsent.begin(), m_unsent.begin() + static_cast<std::ptrdiff_t>(whole));
        if (!m_unsent.empty())
            m_unsent.front().remove_prefix(static_cast<std::size_t>(sent));
    }
    m_socket->setWriting(false);
}

/// The first `sent` bytes of what waits have gone: the body's owner hears of its part.
void PlainCall::tellPassed(std::size_t sent)
{
    for (const std::string_view piece : m_unsent) {
        const std::string_view part = piece.substr(0, std::min(sent, piece.size()));
        sent -= part.size();
        const bool ofHead = std::less_equal<>{}(m_head.data(), part.data()) && std::less<>{}(part.data(), m_head.data() + m_head.size());
        if (!part.empty() && !ofHead)
            m_request.body.passed(part);
    }
}

void PlainCall::onSocketWritable()
{
    if (!m_connecting)
        return send();
    if (const int error = m_socket->connectError(); error != 0)
        return tryNextAddress(error);
    onConnected();
}

// ---- reading

void PlainCall::onSocketReadable()
{
    if (m_connecting) // a refusal wakes both sides
        return;
    auto& buffer = m_engine->scratch();
    const std::ptrdiff_t got = m_socket->read(buffer.data(), m_request.stream ? kStreamPiece : buffer.size());
    if (got == PlainSocket::kWouldBlock)
        return;
    if (got == PlainSocket::kFailed)
        return onBroken(errno);
    if (got == 0)
        return onBroken(0);
    take({buffer.data(), static_cast<std::size_t>(got)});
}

void PlainCall::take(std::string_view bytes)
{
    const auto step = m_framer.feed(bytes);
    if (step == ResponseFramer::Step::HeadTooLarge) {
        return finish({UpstreamEnd::Kind::TooLarge, "the headers of the answer of " + m_target->hostAndPort + " are larger than 64 KiB", false});
    }
    if (m_framer.headComplete() && !m_headTold) {
        m_headTold = true;
        const Lifetime::Watch watch(m_lifetime);
        m_observer->onUpstreamHead(m_framer.status(), m_framer.headers());
        if (watch.ended())
            return;
    }
    if (const std::string_view body = m_framer.body(); !body.empty() && m_observer) {
        if (m_paused)
            m_held.append(body);
        else if (!tellBody(body))
            return;
    }
    if (!m_observer)
        return;
    if (m_paused && m_headTold) {
        m_socket->setReading(false);
        m_framer.rest();
    }
    if (step == ResponseFramer::Step::Broken)
        return fail(m_framer.headComplete() ? CURLE_RECV_ERROR : CURLE_WEIRD_SERVER_REPLY, 0,
                    m_framer.headComplete() ? "the chunks of the answer are broken" : "");
    if (step != ResponseFramer::Step::Complete)
        return;
    if (m_framer.keepAlive() && m_unsent.empty() && !m_sendFailed)
        m_engine->keepIdle(m_target->hostAndPort, std::move(m_socket));
    finish({});
}

/// False when the observer destroyed this.
bool PlainCall::tellBody(std::string_view bytes)
{
    m_bodyBegun = true;
    if (m_request.stream)
        startLimit();
    const Lifetime::Watch watch(m_lifetime);
    m_observer->onUpstreamBody(bytes);
    return !watch.ended();
}

/// The connection ended (0) or failed.
void PlainCall::onBroken(int systemError)
{
    if (systemError == 0 && m_framer.finish() == ResponseFramer::Step::Complete)
        return finish({});
    if (repeatOnFreshConnection())
        return;
    if (!m_framer.begun())
        return fail(systemError == 0 ? CURLE_GOT_NOTHING : CURLE_RECV_ERROR, systemError);
    fail(CURLE_PARTIAL_FILE, systemError);
}

/// A server may close a kept connection at the moment that it is used.
bool PlainCall::repeatOnFreshConnection()
{
    if (m_repeated || !m_reused || m_framer.begun())
        return false;
    m_repeated = true;
    m_reused = false;
    m_sendFailed = false;
    m_unsent.clear();
    dropSocket();
    connect();
    return true;
}

// ---- ends

void PlainCall::fail(CURLcode code, int systemError, std::string_view text)
{
    CurlFailure failure;
    failure.code = code;
    failure.osError = systemError;
    failure.text = text;
    failure.bytesSent = m_repeated || !m_connecting;
    failure.answerBegun = m_framer.headComplete();
    failure.hostAndPort = m_target->hostAndPort;
    failure.connectLimit = m_request.timeouts.connect;
    finish(endOf(failure));
}

/// From inside begin(): told when the loop comes round.
void PlainCall::failLater(UpstreamEnd end)
{
    m_over = true;
    QMetaObject::invokeMethod(&context(), [this, end = std::move(end)]() mutable { finish(std::move(end)); }, Qt::QueuedConnection);
}

void PlainCall::finish(UpstreamEnd end)
{
    m_over = true;
    m_connect.stop();
    m_limit.stop();
    m_total.stop();
    dropSocket();
    m_end = std::move(end);
    if (!m_paused)
        tellEnd();
}

void PlainCall::tellEnd()
{
    if (!m_end || !m_observer)
        return;
    const UpstreamEnd end = std::move(*m_end);
    m_end.reset();
    std::exchange(m_observer, nullptr)->onUpstreamEnd(end); // may destroy this
}

void PlainCall::fallSilent()
{
    m_observer = nullptr;
    m_over = true;
    m_connect.stop();
    m_limit.stop();
    m_total.stop();
    m_context.reset();
    dropSocket();
}

void PlainCall::dropSocket()
{
    if (m_socket)
        m_socket->setUser(nullptr);
    m_socket.reset();
}

// ---- pausing

void PlainCall::pause()
{
    if (m_paused)
        return;
    m_paused = true;
    if (m_over)
        return;
    if (m_request.stream)
        m_limit.stop();
    if (m_socket && m_headTold) // a head is told all the same
        m_socket->setReading(false);
}

void PlainCall::resume()
{
    if (!m_paused)
        return;
    m_paused = false;
    if (m_end || !m_held.empty()) {
        QMetaObject::invokeMethod(&context(), [this] { goOn(); }, Qt::QueuedConnection);
        return;
    }
    if (m_over)
        return;
    if (m_request.stream)
        startLimit();
    if (m_socket && !m_connecting)
        m_socket->setReading(true);
}

/// Tells what was held back.
void PlainCall::goOn()
{
    if (m_paused || !m_observer)
        return;
    if (!m_held.empty()) {
        const std::string bytes = std::move(m_held);
        m_held.clear();
        if (!tellBody(bytes) || m_paused || !m_observer)
            return;
    }
    if (m_end)
        tellEnd();
    else if (m_socket)
        m_socket->setReading(true);
}

// ---- time limits

void PlainCall::startLimit()
{
    const Timeouts& limits = m_request.timeouts;
    const auto length = !m_request.stream ? limits.whole : m_bodyBegun ? limits.idle : limits.firstByte;
    if (length.count() > 0)
        m_limit.start(length);
    else
        m_limit.stop();
}

void PlainCall::onLimit()
{
    const Timeouts& limits = m_request.timeouts;
    const std::string& where = m_target->hostAndPort;
    if (!m_request.stream)
        finish(timeoutEnd(TimeLimit::Whole, limits.whole, where));
    else if (m_bodyBegun)
        finish(timeoutEnd(TimeLimit::Idle, limits.idle, where));
    else
        finish(timeoutEnd(TimeLimit::FirstByte, limits.firstByte, where));
}

void PlainCall::onTotal()
{
    finish(timeoutEnd(TimeLimit::Total, m_request.timeouts.total, m_target->hostAndPort));
}

QObject& PlainCall::context()
{
    if (!m_context)
        m_context = std::make_unique<QObject>();
    return *m_context;
}

} // namespace lanyard

#endif
