#pragma once

#include "base/Clock.h"
#include "base/Result.h"
#include "upstream/Upstream.h"

#include <functional>
#include <memory>
#include <string>

namespace lanyard {

/// What a URL led to.
struct FetchedFile
{
    std::string bytes;
    std::string contentType;
};

/// Fetches a URL that a client names, and trusts nothing about it: http and https only, no user name in it, public
/// addresses only (checked on the address that is really connected to, so that a name cannot change its mind), each
/// redirect checked again, bounded in bytes and time. No secret goes along.
///
/// Lives in: its worker's thread. Destroying it cancels.
class GuardedFetch final : private UpstreamObserver
{
public:
    struct Limits
    {
        std::size_t bytes = std::size_t{20} * 1024 * 1024;
        std::chrono::milliseconds time{10'000}; ///< for all of it
        int redirects = 3;
        bool privateAddresses = false; ///< the owner allows them (setting fetch_private)
    };
    /// Once, from the loop, last; it may destroy the fetch. Errors: InvalidArgument, with words for the client.
    using Done = std::function<void(Result<FetchedFile>)>;

    GuardedFetch(Upstream& upstream, const Clock& clock, std::string url, Limits limits, Done done);
    ~GuardedFetch();

    /// What is wrong with a URL before anything is sent; "" when nothing is.
    static std::string problemOf(std::string_view url);

private:
    void onUpstreamHead(int status, const HttpHeaders& headers) override;
    void onUpstreamBody(std::string_view bytes) override;
    void onUpstreamEnd(const UpstreamEnd& end) override;
    void begin();
    bool follow();
    void finish(Result<FetchedFile> result);

    Upstream& m_upstream;
    const Clock& m_clock;
    std::string m_url;
    Limits m_limits;
    Done m_done;
    SteadyTime m_deadline;
    std::unique_ptr<UpstreamCall> m_call;
    int m_status = 0;
    std::string m_location; ///< of a redirect
    FetchedFile m_file;
    bool m_tooLarge = false;
};

} // namespace lanyard
