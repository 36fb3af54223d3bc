#pragma once

#include "base/Clock.h"
#include "eventloop/TimerWheel.h"
#include "support/FakeClock.h"
#include "support/FakeProvider.h"
#include "support/TestMain.h"
#include "upstream/HttpUpstream.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace lanyard::test {

/// Records what a call reports; the hooks run from inside the observer calls.
class RecordingObserver final : public UpstreamObserver
{
public:
    void onUpstreamHead(int code, const HttpHeaders& fields) override
    {
        check();
        status = code;
        headers = fields;
        ++heads;
        if (onHead)
            onHead();
    }
    void onUpstreamBody(std::string_view bytes) override
    {
        check();
        if (heads != 1)
            ++outOfOrder;
        ++bodyCalls;
        bodyBytes += bytes.size();
        if (keepBody)
            body.append(bytes);
        if (onBody)
            onBody();
    }
    void onUpstreamEnd(const UpstreamEnd& how) override
    {
        check();
        end = how;
        ++ends;
        if (onEnd)
            onEnd();
    }

    bool ended() const { return ends != 0; }
    bool complete() const { return ends == 1 && end.kind == UpstreamEnd::Kind::Complete && outOfOrder == 0; }

    int status = 0;
    HttpHeaders headers;
    std::string body;
    std::size_t bodyBytes = 0;
    int heads = 0, bodyCalls = 0, ends = 0;
    int outOfOrder = 0; ///< calls that came when none was due
    bool keepBody = true;
    bool silent = false; ///< no call is due any more
    UpstreamEnd end;
    std::function<void()> onHead, onBody, onEnd;

private:
    void check()
    {
        if (silent || ends != 0)
            ++outOfOrder;
    }
};

/// What the service uses; with LANYARD_TEST_UPSTREAM=curl libcurl alone, so that the same tests hold both ways to it.
class TestedUpstream final : public Upstream
{
public:
    explicit TestedUpstream(TimerWheel& timers, const CurlUpstream::Options& options = {})
    {
        if (qEnvironmentVariable("LANYARD_TEST_UPSTREAM") == QLatin1String("curl"))
            m_upstream = std::make_unique<CurlUpstream>(timers, options);
        else
            m_upstream = std::make_unique<HttpUpstream>(timers, options);
    }
    std::unique_ptr<UpstreamCall> start(UpstreamRequest wanted, UpstreamObserver& observer) override
    {
        return m_upstream->start(std::move(wanted), observer);
    }

private:
    std::unique_ptr<Upstream> m_upstream;
};

inline UpstreamRequest request(std::string url, std::string_view body = {}, bool stream = false)
{
    UpstreamRequest made;
    made.url = std::move(url);
    made.method = body.empty() ? HttpMethod::Get : HttpMethod::Post;
    made.headers = {{"Content-Type", "application/json"}, {"Authorization", "Bearer sk-secret"}};
    made.stream = stream;
    if (!body.empty()) {
        auto owner = std::make_shared<const std::string>(body);
        made.body.slices.emplace_back(*owner);
        made.body.owners.push_back(std::move(owner));
    }
    return made;
}

inline constexpr std::string_view kPlainChat = R"({"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]})";
inline constexpr std::string_view kStreamedChat = R"({"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"stream":true})";

} // namespace lanyard::test
