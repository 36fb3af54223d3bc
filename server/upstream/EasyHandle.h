#pragma once

#include "upstream/HeaderList.h"
#include "upstream/Upstream.h"

#include <curl/curl.h>

#include <array>
#include <memory>
#include <string>

namespace lanyard {

class CurlCall;

/// One curl easy handle, kept for the next call: what is the same for every call is set once, and of the rest only what
/// differs from the call before.
class EasyHandle
{
public:
    /// What all handles of an engine share.
    struct Common
    {
        std::string caFile; ///< empty: curl's own default
        CURLSH* share = nullptr;
        curl_sockopt_callback onSocketOpened = nullptr;
        curl_closesocket_callback closeSocket = nullptr;
        void* socketOwner = nullptr;
    };

    explicit EasyHandle(const Common& common);
    EasyHandle(const EasyHandle&) = delete;
    EasyHandle& operator=(const EasyHandle&) = delete;
    ~EasyHandle();

    /// Makes the handle ready for `request`, which must stay where it is until the call is over. `url` is a parsed
    /// request.url. False when the headers cannot be sent.
    bool prepare(const UpstreamRequest& request, CURLU* url, bool tls);
    void setCall(CurlCall* call) { m_call = call; }
    CurlCall* call() const { return m_call; }
    /// The next try makes a connection of its own.
    void setFreshConnection(bool fresh);

    CURL* curl() const { return m_curl; }
    /// curl's words on the last failure, or "".
    std::string_view errorText() const { return m_error.data(); }
    void clearError() { m_error.front() = '\0'; }
    static EasyHandle& of(CURL* curl);

private:
    void setConstants(const Common& common);
    void setMethod(const UpstreamRequest& request);
    void setBody(const UpstreamRequest& request, std::size_t size);
    void setProxy(const ProxyConfig* proxy);
    void setPublicOnly(bool publicOnly);

    CURL* m_curl;
    CurlCall* m_call = nullptr;
    bool m_publicOnly = false;
    HeaderList m_headers;
    std::string m_smallBody;
    std::string m_proxyCaFile;
    std::array<char, CURL_ERROR_SIZE> m_error{};
    HttpMethod m_method = HttpMethod::Get;
    bool m_withBody = false;
    long m_connectMs = -1;
    long m_httpVersion = -1;
    bool m_proxied = false;
    bool m_fresh = false;
};

} // namespace lanyard
