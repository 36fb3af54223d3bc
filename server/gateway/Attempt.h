#pragma once

#include "gateway/WorkerContext.h"
#include "llm/ChatTask.h"
#include "providers/ProviderAdapter.h"
#include "routing/Router.h"
#include "upstream/SseSplitter.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lanyard {

/// How one try at one credential ended.
struct AttemptResult
{
    FailureClass failure = FailureClass::None;
    int status = 0;                 ///< the provider's; 0 when there was no answer
    std::string message;            ///< in the provider's or the transport's words
    std::optional<std::chrono::milliseconds> retryAfter;
    std::string contentType;
    std::string body;               ///< plain answers, and the error answers that are passed on
    std::string terminalMark;       ///< streams: the frame that ends them, held back until the exchange is settled
    std::optional<Usage> usage;     ///< as reported
    std::uint64_t textBytes = 0;
    bool committed = false;         ///< the client has seen something of it
};

/// What an attempt tells its exchange.
class AttemptObserver
{
public:
    /// Whole frames of a stream, ready for the client. The first call is the commit point.
    virtual void onAttemptFrames(std::string_view bytes) = 0;
    /// Once. The connection to the provider may still be open; onAttemptClosed() follows when it is not.
    virtual void onAttemptEnd(AttemptResult result) = 0;
    virtual void onAttemptClosed() = 0;

protected:
    ~AttemptObserver() = default;
};

/// One try at one credential: builds the provider's request, reads its answer, holds the lease.
/// Lives in: its worker's thread. Destroying it cancels the call and gives the lease back unpunished.
class Attempt final : private UpstreamObserver
{
public:
    struct Target
    {
        const ProviderConfig& provider;
        const CredentialConfig& credential;
        std::string upstreamModel;
        std::shared_ptr<const Snapshot> snapshot; ///< what the references point into
    };

    Attempt(WorkerContext& context, Target target, Lease lease, AttemptObserver& observer);
    ~Attempt();

    void start(const ChatTask& task, std::shared_ptr<const void> bodyOwner, std::string_view requestId);
    void pause();
    void resume();

    const Target& target() const { return m_target; }
    SteadyTime startedAt() const { return m_startedAt; }
    std::optional<SteadyTime> firstByteAt() const { return m_firstByteAt; }
    /// What is known so far, for an exchange that ends the attempt itself (the client is gone). Gives the lease back.
    AttemptResult abandon();

private:
    void onUpstreamHead(int status, const HttpHeaders& headers) override;
    void onUpstreamBody(std::string_view bytes) override;
    void onUpstreamEnd(const UpstreamEnd& end) override;

    void takeFrame(const SseFrame& frame, std::string_view& run);
    void forward(std::string_view frames);
    void endStream(const UpstreamEnd& end);
    void endPlain();
    void endFailedAnswer();
    void finish(AttemptResult result);
    void close();
    bool isGood() const { return m_status >= 200 && m_status < 300; }

    WorkerContext& m_context;
    Target m_target;
    Lease m_lease;
    AttemptObserver& m_observer;
    const ProviderAdapter& m_adapter;
    std::unique_ptr<StreamScanner> m_scanner; ///< streams only
    SseSplitter m_splitter;
    std::string_view m_chunk; ///< what the splitter is being fed
    std::unique_ptr<UpstreamCall> m_call;

    bool m_streamAsked = false;
    bool m_usageAsked = false;
    int m_status = 0;
    HttpHeaders m_headers;
    std::string m_body;  ///< plain and failed answers
    std::string m_held;  ///< frames before the commit point
    bool m_committed = false;
    bool m_finished = false; ///< the observer has its result
    bool m_failed = false;
    SteadyTime m_startedAt{};
    std::optional<SteadyTime> m_firstByteAt;
};

} // namespace lanyard
