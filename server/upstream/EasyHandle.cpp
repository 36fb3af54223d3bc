#include "upstream/EasyHandle.h"

#include "upstream/CurlCall.h"
#include "upstream/PublicAddress.h"

#include <algorithm>
#include <cstring>

#ifndef _WIN32
#include <netinet/in.h>
#include <sys/socket.h>
#endif

namespace lanyard {
namespace {

/// Below this a body of several slices is joined, so that it leaves with the head in one send.
constexpr std::size_t kSmallBody = std::size_t{32} * 1024;
constexpr long kUploadBufferBytes = 256L * 1024;
constexpr long kReceiveBufferBytes = 32L * 1024;
constexpr long kNoConnectLimitMs = 24L * 60 * 60 * 1000; ///< curl takes 0 for its own default of five minutes

std::size_t onHeader(char* data, std::size_t size, std::size_t count, void* owner)
{
    const std::size_t bytes = size * count;
    return static_cast<EasyHandle*>(owner)->call()->takeHeaderLine({data, bytes}) ? bytes : 0;
}

std::size_t onBody(char* data, std::size_t size, std::size_t count, void* owner)
{
    const std::size_t bytes = size * count;
    CurlCall& call = *static_cast<EasyHandle*>(owner)->call();
    if (call.paused()) // since before there was a connection to pause
        return CURL_WRITEFUNC_PAUSE;
    call.takeBody({data, bytes});
    return bytes;
}

std::size_t onRead(char* to, std::size_t size, std::size_t count, void* owner)
{
    return static_cast<EasyHandle*>(owner)->call()->body().read(to, size * count);
}

int onSeek(void* owner, curl_off_t offset, int origin)
{
    const bool done = origin == SEEK_SET && static_cast<EasyHandle*>(owner)->call()->body().seek(static_cast<std::size_t>(offset));
    return done ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL;
}

/// Called with the address that is about to be connected to, after the name was looked up.
curl_socket_t openPublicSocket(void*, curlsocktype, curl_sockaddr* to)
{
    IpRange::Address address{};
    if (to->family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, &to->addr, sizeof in);
        address[10] = address[11] = 0xFF;
        std::memcpy(address.data() + 12, &in.sin_addr, 4);
    } else if (to->family == AF_INET6) {
        sockaddr_in6 in{};
        std::memcpy(&in, &to->addr, std::min<std::size_t>(sizeof in, to->addrlen));
        std::memcpy(address.data(), &in.sin6_addr, 16);
    }
    return isPublicAddress(address) ? socket(to->family, to->socktype, to->protocol) : CURL_SOCKET_BAD;
}

/// Streams get a connection each, so that pausing one holds its provider back at once: over HTTP/2 curl has granted a
/// window of many megabytes in advance, and a slow client's stream would lie in our memory up to that.
/// Source: measured with libcurl 7.88 against nginx, 18 MiB for one paused stream; tst_Http2.
long httpVersion(bool tls, bool stream)
{
    return tls && !stream ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1;
}

} // namespace

EasyHandle::EasyHandle(const Common& common) : m_curl(curl_easy_init())
{
    setConstants(common);
}

EasyHandle::~EasyHandle()
{
    curl_easy_cleanup(m_curl);
}

EasyHandle& EasyHandle::of(CURL* curl)
{
    char* owner = nullptr;
    curl_easy_getinfo(curl, CURLINFO_PRIVATE, &owner);
    return *reinterpret_cast<EasyHandle*>(owner);
}

void EasyHandle::setConstants(const Common& common)
{
    const auto set = [this](CURLoption option, auto value) { curl_easy_setopt(m_curl, option, value); };
    set(CURLOPT_PRIVATE, static_cast<void*>(this));
    set(CURLOPT_ERRORBUFFER, m_error.data());
    set(CURLOPT_HEADERFUNCTION, &onHeader);
    set(CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(CURLOPT_WRITEFUNCTION, &onBody);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
    set(CURLOPT_READFUNCTION, &onRead);
    set(CURLOPT_READDATA, static_cast<void*>(this));
    set(CURLOPT_SEEKFUNCTION, &onSeek);
    set(CURLOPT_SEEKDATA, static_cast<void*>(this));
    set(CURLOPT_SOCKOPTFUNCTION, common.onSocketOpened);
    set(CURLOPT_SOCKOPTDATA, common.socketOwner);
    set(CURLOPT_CLOSESOCKETFUNCTION, common.closeSocket);
    set(CURLOPT_CLOSESOCKETDATA, common.socketOwner);
    set(CURLOPT_SHARE, common.share);

    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_NOPROGRESS, 1L);
#if LIBCURL_VERSION_NUM >= 0x075500
    set(CURLOPT_PROTOCOLS_STR, "http,https");
#else
    set(CURLOPT_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS);
#endif
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(CURLOPT_HEADEROPT, CURLHEADER_SEPARATE); // a proxy never sees the provider's key
    set(CURLOPT_USERAGENT, "lanyard/" LANYARD_VERSION);
    set(CURLOPT_TCP_NODELAY, 1L);
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    set(CURLOPT_TCP_KEEPIDLE, 60L);
    set(CURLOPT_TCP_KEEPINTVL, 30L);
    set(CURLOPT_BUFFERSIZE, kReceiveBufferBytes);
    set(CURLOPT_UPLOAD_BUFFERSIZE, kUploadBufferBytes);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOPROXY, "*");

    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (!common.caFile.empty()) {
        // One file and no folder: only then does curl keep the parsed certificates for the next connection.
        set(CURLOPT_CAINFO, common.caFile.c_str());
        set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
        m_proxyCaFile = common.caFile;
    }
}

bool EasyHandle::prepare(const UpstreamRequest& request, CURLU* url, bool tls)
{
    const std::size_t bodySize = request.body.size();
    if (!m_headers.assign(request.headers, bodySize))
        return false;
    clearError();
    curl_easy_setopt(m_curl, CURLOPT_CURLU, url);
    curl_easy_setopt(m_curl, CURLOPT_HTTPHEADER, m_headers.list());

    const bool withBody = bodySize != 0 || request.method == HttpMethod::Post;
    if (request.method != m_method || withBody != m_withBody) {
        m_withBody = withBody;
        setMethod(request);
    }
    if (m_withBody)
        setBody(request, bodySize);

    const long limit = static_cast<long>(request.timeouts.connect.count());
    if (const long connectMs = limit > 0 ? limit : kNoConnectLimitMs; connectMs != m_connectMs) {
        m_connectMs = connectMs;
        curl_easy_setopt(m_curl, CURLOPT_CONNECTTIMEOUT_MS, connectMs);
    }
    if (const long version = httpVersion(tls, request.stream); version != m_httpVersion) {
        m_httpVersion = version;
        curl_easy_setopt(m_curl, CURLOPT_HTTP_VERSION, version);
    }
    if (request.proxy || m_proxied)
        setProxy(request.proxy);
    if (request.publicOnly != m_publicOnly)
        setPublicOnly(request.publicOnly);
    setFreshConnection(request.publicOnly);
    return true;
}

void EasyHandle::setMethod(const UpstreamRequest& request)
{
    m_method = request.method;
    curl_easy_setopt(m_curl, CURLOPT_CUSTOMREQUEST, nullptr);
    curl_easy_setopt(m_curl, CURLOPT_NOBODY, 0L);
    if (m_withBody)
        curl_easy_setopt(m_curl, CURLOPT_POST, 1L);
    else
        curl_easy_setopt(m_curl, CURLOPT_HTTPGET, 1L);
    if (request.method == HttpMethod::Head)
        curl_easy_setopt(m_curl, CURLOPT_NOBODY, 1L);
    else if (request.method != (m_withBody ? HttpMethod::Post : HttpMethod::Get))
        curl_easy_setopt(m_curl, CURLOPT_CUSTOMREQUEST, toString(request.method).data());
}

void EasyHandle::setBody(const UpstreamRequest& request, std::size_t size)
{
    const char* whole = nullptr;
    if (request.body.slices.size() == 1 && !request.body.passed) {
        whole = request.body.slices.front().data();
    } else if (size <= kSmallBody) {
        m_smallBody.clear();
        for (const std::string_view slice : request.body.slices)
            m_smallBody.append(slice);
        whole = m_smallBody.data();
    }
    curl_easy_setopt(m_curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(size));
    curl_easy_setopt(m_curl, CURLOPT_POSTFIELDS, whole); // null: read through onRead()
}

void EasyHandle::setProxy(const ProxyConfig* proxy)
{
    m_proxied = proxy != nullptr;
    const auto text = [](std::string_view value) { return value.empty() ? nullptr : value.data(); };
    const std::string password = proxy ? std::string(proxy->password.reveal()) : std::string();
    curl_easy_setopt(m_curl, CURLOPT_PROXY, proxy ? proxy->url.c_str() : "");
    curl_easy_setopt(m_curl, CURLOPT_NOPROXY, proxy ? "" : "*");
    curl_easy_setopt(m_curl, CURLOPT_PROXYUSERNAME, proxy ? text(proxy->username) : nullptr);
    curl_easy_setopt(m_curl, CURLOPT_PROXYPASSWORD, text(password));
    if (m_proxied && !m_proxyCaFile.empty())
        curl_easy_setopt(m_curl, CURLOPT_PROXY_CAINFO, m_proxyCaFile.c_str());
}

/// A kept connection may have been made by a call that was allowed more, and the other way round: neither is shared.
void EasyHandle::setPublicOnly(bool publicOnly)
{
    m_publicOnly = publicOnly;
    curl_easy_setopt(m_curl, CURLOPT_OPENSOCKETFUNCTION, publicOnly ? &openPublicSocket : nullptr);
    curl_easy_setopt(m_curl, CURLOPT_FORBID_REUSE, publicOnly ? 1L : 0L);
}

void EasyHandle::setFreshConnection(bool fresh)
{
    if (fresh == m_fresh)
        return;
    m_fresh = fresh;
    curl_easy_setopt(m_curl, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
}

} // namespace lanyard
