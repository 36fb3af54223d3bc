#pragma once

#include "eventloop/TimerWheel.h"
#include "upstream/BodyReader.h"
#include "upstream/CurlFailure.h"
#include "upstream/Lifetime.h"
#include "upstream/ResponseHead.h"
#include "upstream/Upstream.h"

#include <curl/curl.h>

#include <memory>
#include <optional>
#include <string>

namespace lanyard {

class CurlEngine;
class EasyHandle;

/// One call of a CurlUpstream. What curl delivers in one turn of the loop is collected here and given to the observer
/// behind it, when curl can be called again: so an observer may pause, destroy or start any call.
///
/// Lives in: its engine's thread. The engine may go first.
class CurlCall final : public UpstreamCall
{
public:
    CurlCall(CurlEngine& engine, UpstreamRequest request, UpstreamObserver& observer);
    ~CurlCall() override;

    void begin();
    void pause() override;
    void resume() override;

    // From curl, inside of one of the engine's turns.
    bool takeHeaderLine(std::string_view line);
    void takeBody(std::string_view bytes);
    BodyReader& body() { return m_bodyReader; }

    // From the engine.
    void finished(CURLcode code);
    void continueReading();
    /// Tells the observer what came. The call, or the engine, may be gone when this returns.
    void deliver();
    /// The engine goes: nothing is told any more.
    void detach();

    bool paused() const { return m_paused; }

    /// The engine's own notes: where this call stands in its lists.
    struct Places
    {
        static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
        std::size_t all = kNowhere;
        std::size_t ready = kNowhere;
        std::size_t reading = kNowhere;
    };
    Places places;

private:
    void fail(UpstreamEnd end);
    void releaseHandle();
    bool deliverBody();
    bool repeatOnFreshConnection(CURLcode code);
    UpstreamEnd endFor(CURLcode code);
    void startLimit();
    void onLimit();
    void onTotal();
    void expire(TimeLimit limit, std::chrono::milliseconds length);

    CurlEngine* m_engine;
    UpstreamObserver& m_observer;
    UpstreamRequest m_request;
    std::string m_hostAndPort;
    std::unique_ptr<EasyHandle> m_handle;
    BodyReader m_bodyReader;
    ResponseHead m_head;
    std::string m_bytes; ///< of the body, not told yet; from the engine's stock
    std::optional<UpstreamEnd> m_end;
    WheelTimer m_limit; ///< first byte, then idle; or whole
    WheelTimer m_total;
    Lifetime m_lifetime;
    bool m_headTold = false;
    bool m_bodyBegun = false;
    bool m_paused = false;
    bool m_repeated = false;
    bool m_headTooLarge = false;
    bool m_proxyRefused = false;
};

} // namespace lanyard
