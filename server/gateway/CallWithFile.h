#pragma once

#include "base/Clock.h"
#include "upstream/GuardedFetch.h"

#include <functional>
#include <memory>
#include <string>

namespace lanyard {

/// A call whose body is a file that the client named by its URL: fetches it, guarded, then makes the call with it. A file
/// that cannot be had is told as the provider's refusal of the request would be, with status 400.
///
/// Lives in: its worker's thread. Destroying it cancels.
class CallWithFile final : public UpstreamCall
{
public:
    /// The call to make with a file.
    using Build = std::function<UpstreamRequest(FetchedFile file)>;
    CallWithFile(Upstream& upstream, const Clock& clock, std::string url, GuardedFetch::Limits limits, Build build, UpstreamObserver& observer);

    void pause() override {}  // the answer is small
    void resume() override {}

private:
    void onFetched(Result<FetchedFile> file);

    Upstream& m_upstream;
    Build m_build;
    UpstreamObserver& m_observer;
    std::unique_ptr<GuardedFetch> m_fetch;
    std::unique_ptr<UpstreamCall> m_call;
};

} // namespace lanyard
