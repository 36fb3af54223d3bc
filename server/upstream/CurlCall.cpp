#include "upstream/CurlCall.h"

#include "upstream/CurlEngine.h"
#include "upstream/EasyHandle.h"

namespace lanyard {
namespace {

constexpr int kProxyAuthenticationRequired = 407;

} // namespace

CurlCall::CurlCall(CurlEngine& engine, UpstreamRequest request, UpstreamObserver& observer)
    : m_engine(&engine),
      m_observer(observer),
      m_request(std::move(request)),
      m_limit(engine.timers(), [this] { onLimit(); }),
      m_total(engine.timers(), [this] { onTotal(); })
{
    engine.add(*this);
}

CurlCall::~CurlCall()
{
    if (!m_engine)
        return;
    releaseHandle();
    m_engine->remove(*this);
}

void CurlCall::begin()
{
    const UrlCache::Entry& url = m_engine->urls().find(m_request.url);
    if (!url.url) {
        fail({UpstreamEnd::Kind::Network, "the provider's base URL is not an http or https address", true});
        return;
    }
    m_hostAndPort = url.hostAndPort;
    m_bodyReader.open(m_request.body);
    m_handle = m_engine->takeHandle(*this);
    if (!m_handle->prepare(m_request, url.url, url.tls)) {
        fail({UpstreamEnd::Kind::Network, "a header for " + m_hostAndPort + " has a line break or no proper name", true});
        return;
    }
    if (!m_engine->addToMulti(*m_handle)) {
        fail({UpstreamEnd::Kind::Network, "the call to " + m_hostAndPort + " could not be started", true});
        return;
    }
    startLimit();
    if (m_request.timeouts.total.count() > 0)
        m_total.start(m_request.timeouts.total);
}

void CurlCall::pause()
{
    if (m_paused)
        return;
    m_paused = true;
    if (m_request.stream)
        m_limit.stop();
    if (m_handle && !m_end)
        curl_easy_pause(m_handle->curl(), CURLPAUSE_RECV);
}

void CurlCall::resume()
{
    if (!m_paused)
        return;
    m_paused = false;
    if (!m_engine)
        return;
    if (m_request.stream && !m_end)
        startLimit();
    m_engine->continueSoon(*this);
}

void CurlCall::continueReading()
{
    if (m_paused)
        return;
    if (m_handle && !m_end)
        curl_easy_pause(m_handle->curl(), CURLPAUSE_CONT); // may call takeBody() at once
    if (!m_bytes.empty() || m_end)
        m_engine->markReady(*this);
}

bool CurlCall::takeHeaderLine(std::string_view line)
{
    m_headTooLarge = !m_head.take(line);
    if (m_headTooLarge)
        return false;
    if (!m_head.complete() || m_headTold)
        return true;
    // In the clear a proxy's own refusal looks like an answer of the provider.
    m_proxyRefused = m_head.status() == kProxyAuthenticationRequired && m_request.proxy;
    if (!m_proxyRefused)
        m_engine->markReady(*this);
    return !m_proxyRefused;
}

void CurlCall::takeBody(std::string_view bytes)
{
    if (m_bytes.empty()) {
        if (m_bytes.capacity() < bytes.size())
            m_bytes = m_engine->takeBuffer();
        m_engine->markReady(*this);
    }
    m_bytes.append(bytes);
}

void CurlCall::deliver()
{
    const Lifetime::Watch watch(m_lifetime);
    if (m_head.complete() && !m_headTold && !m_proxyRefused) {
        m_headTold = true;
        m_observer.onUpstreamHead(m_head.status(), m_head.headers());
        if (watch.ended())
            return;
    }
    if (!m_bytes.empty() && !m_paused && m_engine) {
        if (!deliverBody())
            return;
    }
    if (!m_end || !m_bytes.empty() || m_paused || !m_engine)
        return;
    // The last thing: the observer may destroy the call from inside.
    const UpstreamEnd end = std::move(*m_end);
    m_end.reset();
    m_observer.onUpstreamEnd(end);
}

bool CurlCall::deliverBody()
{
    const Lifetime::Watch watch(m_lifetime);
    std::string bytes = std::move(m_bytes);
    m_bytes = std::string();
    m_bodyBegun = true;
    if (m_request.stream && !m_end)
        startLimit();
    m_observer.onUpstreamBody(bytes);
    if (watch.ended())
        return false;
    if (m_engine)
        m_engine->giveBuffer(std::move(bytes));
    return true;
}

void CurlCall::finished(CURLcode code)
{
    if (repeatOnFreshConnection(code))
        return;
    fail(endFor(code));
}

/// A server may close a kept connection at the moment that it is used. curl itself tries again when it sees the close;
/// this is for a reset, which it reports as an error.
bool CurlCall::repeatOnFreshConnection(CURLcode code)
{
    if (m_repeated || m_head.begun() || (code != CURLE_SEND_ERROR && code != CURLE_RECV_ERROR && code != CURLE_GOT_NOTHING))
        return false;
    long newConnections = 0;
    curl_easy_getinfo(m_handle->curl(), CURLINFO_NUM_CONNECTS, &newConnections);
    if (newConnections != 0)
        return false;
    m_repeated = true;
    m_bodyReader.open(m_request.body);
    m_handle->setFreshConnection(true);
    m_engine->removeFromMulti(*m_handle);
    return m_engine->addToMulti(*m_handle);
}

UpstreamEnd CurlCall::endFor(CURLcode code)
{
    if (code == CURLE_OK)
        return {};
    if (m_headTooLarge)
        return {UpstreamEnd::Kind::TooLarge, "the headers of the answer of " + m_hostAndPort + " are larger than 64 KiB", false};
    if (m_proxyRefused)
        code = CURLE_PROXY;
    curl_off_t untilSending = 0; // microseconds; 0 = it never came to that
    long osError = 0;
    curl_easy_getinfo(m_handle->curl(), CURLINFO_PRETRANSFER_TIME_T, &untilSending);
    if (code == CURLE_COULDNT_CONNECT)
        curl_easy_getinfo(m_handle->curl(), CURLINFO_OS_ERRNO, &osError);
    CurlFailure failure;
    failure.code = code;
    failure.osError = static_cast<int>(osError);
    failure.text = m_handle->errorText();
    failure.bytesSent = m_repeated || (untilSending != 0 && !m_proxyRefused);
    failure.answerBegun = m_head.complete();
    failure.proxied = m_request.proxy != nullptr;
    failure.hostAndPort = m_hostAndPort;
    failure.connectLimit = m_request.timeouts.connect;
    return endOf(failure);
}

void CurlCall::fail(UpstreamEnd end)
{
    m_limit.stop();
    m_total.stop();
    releaseHandle();
    m_end = std::move(end);
    m_engine->markReady(*this);
}

void CurlCall::releaseHandle()
{
    if (m_handle)
        m_engine->giveHandle(std::move(m_handle));
}

void CurlCall::detach()
{
    releaseHandle();
    m_limit.stop();
    m_total.stop();
    m_engine = nullptr;
}

void CurlCall::startLimit()
{
    const Timeouts& limits = m_request.timeouts;
    const auto length = !m_request.stream ? limits.whole : m_bodyBegun ? limits.idle : limits.firstByte;
    if (length.count() > 0)
        m_limit.start(length);
    else
        m_limit.stop();
}

void CurlCall::onLimit()
{
    const Timeouts& limits = m_request.timeouts;
    if (!m_request.stream)
        expire(TimeLimit::Whole, limits.whole);
    else if (m_bodyBegun)
        expire(TimeLimit::Idle, limits.idle);
    else
        expire(TimeLimit::FirstByte, limits.firstByte);
}

void CurlCall::onTotal()
{
    expire(TimeLimit::Total, m_request.timeouts.total);
}

void CurlCall::expire(TimeLimit limit, std::chrono::milliseconds length)
{
    fail(timeoutEnd(limit, length, m_hostAndPort));
}

} // namespace lanyard
