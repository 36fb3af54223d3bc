#include "gateway/CallWithFile.h"

#include "llm/JsonScan.h"

namespace lanyard {
namespace {

constexpr int kBadRequest = 400;

} // namespace

CallWithFile::CallWithFile(Upstream& upstream, const Clock& clock, std::string url, GuardedFetch::Limits limits, Build build, UpstreamObserver& observer)
    : m_upstream(upstream), m_build(std::move(build)), m_observer(observer),
      m_fetch(std::make_unique<GuardedFetch>(upstream, clock, std::move(url), limits, [this](Result<FetchedFile> file) { onFetched(std::move(file)); }))
{
}

void CallWithFile::onFetched(Result<FetchedFile> file)
{
    if (file) {
        m_call = m_upstream.start(m_build(*std::move(file)), m_observer);
        return;
    }
    // In the shape that the one provider of this kind tells its refusals in.
    const std::string body = "{\"Code\":\"FileNotFetched\",\"Message\":" + jsonQuoted(file.error().message) + "}";
    UpstreamObserver& observer = m_observer;
    observer.onUpstreamHead(kBadRequest, {{"Content-Type", "application/json"}});
    observer.onUpstreamBody(body);
    observer.onUpstreamEnd({UpstreamEnd::Kind::Complete, {}, false}); // may destroy this call
}

} // namespace lanyard
