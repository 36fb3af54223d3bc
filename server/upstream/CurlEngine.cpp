#include "upstream/CurlEngine.h"

#include "upstream/CurlCall.h"

#include <QTimerEvent>

#include <algorithm>
#include <csignal>
#include <mutex>

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <unistd.h>
#endif

namespace lanyard {
namespace {

/// Of all connections, idle or not: above it, one that falls idle is closed.
constexpr long kMaxKeptConnections = 2048;
constexpr std::size_t kMaxIdleHandles = 256;
constexpr std::size_t kMaxIdleBuffers = 16;
constexpr std::size_t kMaxIdleBufferBytes = std::size_t{256} * 1024;

void closeDescriptor(curl_socket_t socket)
{
#ifdef Q_OS_WIN
    ::closesocket(socket);
#else
    ::close(socket);
#endif
}

std::unique_ptr<SocketWatcher> makeWatcher(CurlUpstream::Watching watching, SocketWatcher::Ready ready)
{
#ifdef __linux__
    if (watching == CurlUpstream::Watching::Automatic)
        return makeEpollWatcher(std::move(ready));
#endif
    Q_UNUSED(watching)
    return makeNotifierWatcher(std::move(ready));
}

} // namespace

CurlEngine::Prepared::Prepared()
{
    static std::once_flag once;
    std::call_once(once, [] {
        curl_global_init(CURL_GLOBAL_DEFAULT);
#ifdef SIGPIPE
        // curl would set and reset it around each of its calls; TLS libraries write without MSG_NOSIGNAL.
        std::signal(SIGPIPE, SIG_IGN);
#endif
    });
}

CurlEngine::CurlEngine(TimerWheel& timers, const CurlUpstream::Options& options)
    : m_timers(timers),
      m_trust(options.additionalCaFile),
      m_watcher(makeWatcher(options.watching, [this](std::span<const ReadySocket> sockets) { onSocketsReady(sockets); })),
      m_share(curl_share_init()),
      m_multi(curl_multi_init())
{
    curl_share_setopt(m_share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETFUNCTION, &CurlEngine::onSocketWanted);
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERFUNCTION, &CurlEngine::onTimerWanted);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_MAXCONNECTS, kMaxKeptConnections);
    curl_multi_setopt(m_multi, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
    m_common = {m_trust.caFile(), m_share, &CurlEngine::onSocketOpened, &CurlEngine::onSocketClosed, this};
}

CurlEngine::~CurlEngine()
{
    for (CurlCall* const call : m_calls)
        call->detach();
    m_handles.clear();
    curl_multi_cleanup(m_multi);
    curl_share_cleanup(m_share);
}

void CurlEngine::add(CurlCall& call)
{
    call.places.all = m_calls.size();
    m_calls.push_back(&call);
}

void CurlEngine::remove(CurlCall& call)
{
    CurlCall* const last = m_calls.back();
    m_calls[call.places.all] = last;
    last->places.all = call.places.all;
    m_calls.pop_back();
    if (call.places.ready != CurlCall::Places::kNowhere)
        m_ready[call.places.ready] = nullptr;
    if (call.places.reading != CurlCall::Places::kNowhere)
        m_reading[call.places.reading] = nullptr;
}

std::unique_ptr<EasyHandle> CurlEngine::takeHandle(CurlCall& call)
{
    std::unique_ptr<EasyHandle> handle;
    if (m_handles.empty()) {
        handle = std::make_unique<EasyHandle>(m_common);
    } else {
        handle = std::move(m_handles.back());
        m_handles.pop_back();
    }
    handle->setCall(&call);
    return handle;
}

void CurlEngine::giveHandle(std::unique_ptr<EasyHandle> handle)
{
    removeFromMulti(*handle);
    handle->setCall(nullptr);
    if (m_handles.size() < kMaxIdleHandles)
        m_handles.push_back(std::move(handle));
}

bool CurlEngine::addToMulti(EasyHandle& handle)
{
    return curl_multi_add_handle(m_multi, handle.curl()) == CURLM_OK;
}

void CurlEngine::removeFromMulti(EasyHandle& handle)
{
    curl_multi_remove_handle(m_multi, handle.curl());
}

void CurlEngine::markReady(CurlCall& call)
{
    if (call.places.ready != CurlCall::Places::kNowhere)
        return;
    call.places.ready = m_ready.size();
    m_ready.push_back(&call);
    if (!m_inTurn)
        turnSoon();
}

void CurlEngine::continueSoon(CurlCall& call)
{
    if (call.places.reading != CurlCall::Places::kNowhere)
        return;
    call.places.reading = m_reading.size();
    m_reading.push_back(&call);
    turnSoon();
}

std::string CurlEngine::takeBuffer()
{
    if (m_buffers.empty())
        return {};
    std::string buffer = std::move(m_buffers.back());
    m_buffers.pop_back();
    return buffer;
}

void CurlEngine::giveBuffer(std::string buffer)
{
    if (m_buffers.size() >= kMaxIdleBuffers || buffer.capacity() > kMaxIdleBufferBytes)
        return;
    buffer.clear();
    m_buffers.push_back(std::move(buffer));
}

int CurlEngine::onSocketWanted(CURL*, curl_socket_t socket, int what, void* owner, void*)
{
    const std::uint8_t interest = what == CURL_POLL_IN      ? SocketWatcher::Reading
                                  : what == CURL_POLL_OUT   ? SocketWatcher::Writing
                                  : what == CURL_POLL_INOUT ? SocketWatcher::Reading | SocketWatcher::Writing
                                                            : SocketWatcher::None;
    static_cast<CurlEngine*>(owner)->m_watcher->watch(socket, interest);
    return 0;
}

int CurlEngine::onSocketOpened(void* owner, curl_socket_t socket, curlsocktype)
{
    static_cast<CurlEngine*>(owner)->m_watcher->announce(socket);
    return CURL_SOCKOPT_OK;
}

int CurlEngine::onSocketClosed(void* owner, curl_socket_t socket)
{
    static_cast<CurlEngine*>(owner)->m_watcher->forget(socket);
    closeDescriptor(socket);
    return 0;
}

int CurlEngine::onTimerWanted(CURLM*, long milliseconds, void* owner)
{
    auto& engine = *static_cast<CurlEngine*>(owner);
    if (milliseconds > 0)
        engine.m_curlTimer.start(static_cast<int>(std::min(milliseconds, 24L * 60 * 60 * 1000)), &engine);
    else
        engine.m_curlTimer.stop();
    if (milliseconds == 0)
        engine.turnSoon();
    return 0;
}

void CurlEngine::turnSoon()
{
    if (!m_soon.isActive())
        m_soon.start(0, this);
}

void CurlEngine::onSocketsReady(std::span<const ReadySocket> sockets)
{
    m_inTurn = true;
    int running = 0;
    for (const ReadySocket& ready : sockets) {
        const int events = (ready.readable ? CURL_CSELECT_IN : 0) | (ready.writable ? CURL_CSELECT_OUT : 0) |
                           (ready.failed ? CURL_CSELECT_ERR : 0);
        curl_multi_socket_action(m_multi, ready.socket, events, &running);
    }
    endTurn();
}

void CurlEngine::timerEvent(QTimerEvent* event)
{
    if (event->timerId() == m_soon.timerId())
        m_soon.stop();
    else
        m_curlTimer.stop(); // curl asks for each one anew
    onTimer();
}

void CurlEngine::onTimer()
{
    m_inTurn = true;
    for (std::size_t i = 0; i < m_reading.size(); ++i) {
        CurlCall* const call = m_reading[i];
        if (!call)
            continue;
        call->places.reading = CurlCall::Places::kNowhere;
        call->continueReading();
    }
    m_reading.clear();
    int running = 0;
    curl_multi_socket_action(m_multi, CURL_SOCKET_TIMEOUT, 0, &running);
    endTurn();
}

void CurlEngine::endTurn()
{
    collectFinished();
    m_watcher->apply();
    tellObservers(); // may destroy this
}

void CurlEngine::collectFinished()
{
    int left = 0;
    while (const CURLMsg* const message = curl_multi_info_read(m_multi, &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        const CURLcode code = message->data.result; // the message goes with its handle
        if (CurlCall* const call = EasyHandle::of(message->easy_handle).call())
            call->finished(code);
    }
}

void CurlEngine::tellObservers()
{
    const Lifetime::Watch watch(m_lifetime);
    const std::size_t count = m_ready.size(); // what an observer starts is told in a turn of its own
    for (std::size_t i = 0; i < count; ++i) {
        CurlCall* const call = m_ready[i];
        if (!call)
            continue;
        m_ready[i] = nullptr;
        call->places.ready = CurlCall::Places::kNowhere;
        call->deliver();
        if (watch.ended())
            return;
    }
    m_inTurn = false;
    dropTold(count);
}

void CurlEngine::dropTold(std::size_t count)
{
    m_ready.erase(m_ready.begin(), m_ready.begin() + static_cast<std::ptrdiff_t>(count));
    for (std::size_t i = 0; i < m_ready.size(); ++i) {
        if (m_ready[i])
            m_ready[i]->places.ready = i;
    }
    if (!m_ready.empty())
        turnSoon();
}

} // namespace lanyard
