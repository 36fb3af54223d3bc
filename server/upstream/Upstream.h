#pragma once

#include "base/BodySlices.h"
#include "base/Error.h"
#include "base/Http.h"
#include "config/Configuration.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

/// One call to one provider.
struct UpstreamRequest
{
    HttpMethod method = HttpMethod::Post;
    std::string url;
    HttpHeaders headers;
    BodySlices body;
    Timeouts timeouts;
    bool stream = false;               ///< firstByte and idle limits apply instead of whole
    bool publicOnly = false;           ///< connects to addresses of the public internet only; see isPublicAddress()
    const ProxyConfig* proxy = nullptr; ///< null = direct, whatever the environment says
    std::shared_ptr<const void> keepAlive; ///< what `proxy` points into (the snapshot)
};

/// How a call ended. `failure` None = the body came whole.
struct UpstreamEnd
{
    enum class Kind : std::uint8_t { Complete, Network, Timeout, TooLarge, Cancelled };
    Kind kind = Kind::Complete;
    /// For people and logs: "could not connect to api.example.com:443 (connection refused)". No secret, no query string.
    std::string message;
    /// True when no byte of the request can have been acted on (resolve, connect or TLS failed).
    bool neverSent = false;
};

/// What a call reports. Called from the worker's loop, never from inside start(), pause(), resume() or cancel().
class UpstreamObserver
{
public:
    virtual void onUpstreamHead(int status, const HttpHeaders& headers) = 0;
    /// Body bytes as they came; `bytes` is valid during the call.
    virtual void onUpstreamBody(std::string_view bytes) = 0;
    /// Once, last, also after cancel() (then Cancelled is not reported: the call just ends silently).
    virtual void onUpstreamEnd(const UpstreamEnd& end) = 0;

protected:
    ~UpstreamObserver() = default;
};

/// A call under way. Destroying it cancels; no observer call comes after that.
class UpstreamCall
{
public:
    virtual ~UpstreamCall() = default;
    /// Stops reading from the provider (the client is slow); the idle limit rests meanwhile.
    virtual void pause() = 0;
    virtual void resume() = 0;
};

/// Makes calls. Implementations: CurlUpstream (HTTP), DemoUpstream (in this process), FakeUpstream (tests).
/// Lives in: one worker's thread.
class Upstream
{
public:
    virtual ~Upstream() = default;
    virtual std::unique_ptr<UpstreamCall> start(UpstreamRequest request, UpstreamObserver& observer) = 0;
};

} // namespace lanyard
