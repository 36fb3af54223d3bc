#pragma once

#include "upstream/Upstream.h"

#include <QtGlobal>

#include <memory>

namespace lanyard {

class PlainEngine;
class TimerWheel;

/// Calls in the clear, straight to the provider: the way to model servers on this machine and this network. One
/// HTTP/1.1 connection a call, kept for the next one. What libcurl does for every transfer beyond that costs more than
/// all the rest of a request (ARCHITECTURE, "Upstream"); whatever needs TLS or a proxy goes there all the same.
///
/// Lives in: one worker's thread. Calls may outlive it: they end silently when it goes. Unix only.
class PlainUpstream final : public Upstream
{
public:
    /// `timers` must outlive this and every call.
    explicit PlainUpstream(TimerWheel& timers);
    ~PlainUpstream() override;

    /// True for http:// without a proxy.
    static bool handles(const UpstreamRequest& request);

    std::unique_ptr<UpstreamCall> start(UpstreamRequest request, UpstreamObserver& observer) override;

private:
    std::shared_ptr<PlainEngine> m_engine;
};

} // namespace lanyard
