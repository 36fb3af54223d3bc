#include "upstream/PlainUpstream.h"

#ifdef Q_OS_UNIX

#include "base/Http.h"
#include "upstream/PlainCall.h"
#include "upstream/PlainEngine.h"

namespace lanyard {

PlainUpstream::PlainUpstream(TimerWheel& timers) : m_engine(std::make_shared<PlainEngine>(timers)) {}

PlainUpstream::~PlainUpstream()
{
    m_engine->shutDown();
}

bool PlainUpstream::handles(const UpstreamRequest& request)
{
    constexpr std::string_view kScheme = "http://";
    return !request.proxy && request.url.size() > kScheme.size()
           && equalsIgnoringCase(std::string_view(request.url).substr(0, kScheme.size()), kScheme);
}

std::unique_ptr<UpstreamCall> PlainUpstream::start(UpstreamRequest request, UpstreamObserver& observer)
{
    auto call = std::make_unique<PlainCall>(m_engine, std::move(request), observer);
    call->begin();
    return call;
}

} // namespace lanyard

#else

namespace lanyard {

class PlainEngine {};

PlainUpstream::PlainUpstream(TimerWheel&) {}
PlainUpstream::~PlainUpstream() = default;

bool PlainUpstream::handles(const UpstreamRequest&)
{
    return false;
}

std::unique_ptr<UpstreamCall> PlainUpstream::start(UpstreamRequest, UpstreamObserver&)
{
    return nullptr; // handles() said so
}

} // namespace lanyard

#endif
