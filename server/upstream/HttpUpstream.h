#pragma once

#include "upstream/CurlUpstream.h"
#include "upstream/PlainUpstream.h"

namespace lanyard {

/// Calls over HTTP: in the clear by PlainUpstream, with TLS or through a proxy by CurlUpstream.
/// Lives in: one worker's thread.
class HttpUpstream final : public Upstream
{
public:
    HttpUpstream(TimerWheel& timers, const CurlUpstream::Options& options) : m_plain(timers), m_curl(timers, options) {}

    std::unique_ptr<UpstreamCall> start(UpstreamRequest request, UpstreamObserver& observer) override
    {
        if (!request.publicOnly && PlainUpstream::handles(request)) // curl is the one that can be guarded
            return m_plain.start(std::move(request), observer);
        return m_curl.start(std::move(request), observer);
    }

private:
    PlainUpstream m_plain;
    CurlUpstream m_curl;
};

} // namespace lanyard
