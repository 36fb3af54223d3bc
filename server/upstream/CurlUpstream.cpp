#include "upstream/CurlUpstream.h"

#include "upstream/CurlCall.h"
#include "upstream/CurlEngine.h"

namespace lanyard {

CurlUpstream::CurlUpstream(TimerWheel& timers) : CurlUpstream(timers, Options{}) {}

CurlUpstream::CurlUpstream(TimerWheel& timers, const Options& options)
    : m_engine(std::make_unique<CurlEngine>(timers, options))
{
}

CurlUpstream::~CurlUpstream() = default;

std::unique_ptr<UpstreamCall> CurlUpstream::start(UpstreamRequest request, UpstreamObserver& observer)
{
    auto call = std::make_unique<CurlCall>(*m_engine, std::move(request), observer);
    call->begin();
    return call;
}

} // namespace lanyard
