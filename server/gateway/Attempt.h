#pragma once

#include "gateway/WorkerContext.h"
#include "http/HttpMessages.h"
#include "llm/ModelTask.h"
#include "providers/ProviderAdapter.h"
#include "routing/Router.h"
#include "surfaces/Surface.h"
#include "upstream/NdjsonSplitter.h"
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
    ProducedText produced;          ///< streams: the text itself, as far as it was kept
    bool committed = false;         ///< the client has seen something of it
    bool foreign = false;           ///< `body` is not in the client's dialect: an error that is told, not passed on
};

/// What an attempt is to send. Everything outlives it.
struct AttemptInput
{
    const Surface& surface;
    const ModelTask& task;
    AnswerFacts facts;
    std::shared_ptr<const RequestBody> bodyOwner; ///< of the task's slices
};

class StreamTranslator;

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

    /// Errors: InvalidArgument, with words for the client, when the request cannot be said in the provider's protocol;
    /// nothing was sent then.
    Result<void> start(const AttemptInput& input);
    void pause();
    void resume();

    const Target& target() const { return m_target; }
    /// Of the provider's answer, once its head is there.
    std::string_view contentType() const { return m_headers.value("content-type"); }
    /// What the translation had to drop or change.
    const Adjustments& adjustments() const { return m_adjustments; }
    SteadyTime startedAt() const { return m_startedAt; }
    std::optional<SteadyTime> firstByteAt() const { return m_firstByteAt; }
    /// Of the answer so far; streams only.
    std::uint64_t textBytes() const { return m_scanner ? m_scanner->textBytes() : 0; }
    /// What is known so far, for an exchange that ends the attempt itself (the client is gone). Gives the lease back.
    AttemptResult abandon();

private:
    void onUpstreamHead(int status, const HttpHeaders& headers) override;
    void onUpstreamBody(std::string_view bytes) override;
    void onUpstreamEnd(const UpstreamEnd& end) override;

    Result<ProviderCall> buildCall(const AttemptInput& input);
    UpstreamRequest requestFor(ProviderCall call) const;
    Result<void> startRecognition();
    bool feed(std::string_view bytes, std::string_view& run);
    void feedRest(std::string_view& run);
    void takeEvent(const SseFrame& frame, std::string_view& run);
    void takeLine(const NdjsonFrame& line, std::string_view& run);
    void takeFrame(StreamScanner::Kind kind, std::string_view raw, std::string_view& run);
    void takePlain(std::string_view bytes);
    void takeStreamed(std::string_view bytes);
    bool hold(std::size_t bytes);
    void forward(std::string_view frames);
    void endStream(const UpstreamEnd& end);
    void endPlain();
    AttemptResult passedAnswer();
    AttemptResult translatedAnswer();
    void endFailedAnswer();
    void finish(AttemptResult result);
    void close();
    /// Sound or another file: its bytes go on as they come.
    bool isBinary() const { return m_input && !m_scanner && m_input->task.operation == Operation::Speech; }
    bool isGood() const { return m_status >= 200 && m_status < 300; }

    WorkerContext& m_context;
    Target m_target;
    Lease m_lease;
    AttemptObserver& m_observer;
    const ProviderAdapter& m_adapter;
    const AttemptInput* m_input = nullptr;
    Adjustments m_adjustments;
    bool m_translates = false;
    std::unique_ptr<StreamScanner> m_scanner; ///< streams only
    StreamTranslator* m_translator = nullptr; ///< m_scanner, when the stream is told in other words
    SseSplitter m_splitter;
    NdjsonSplitter m_lines;
    std::string_view m_chunk; ///< what the splitter is being fed
    std::unique_ptr<UpstreamCall> m_call;

    bool m_usageAsked = false;
    int m_status = 0;
    HttpHeaders m_headers;
    std::string m_body;  ///< plain and failed answers
    std::string m_held;  ///< frames before the commit point
    std::string m_tail;  ///< frames that are only released with the end
    BufferCharge m_charge; ///< of what is held of the answer
    bool m_committed = false;
    bool m_finished = false; ///< the observer has its result
    bool m_failed = false;
    SteadyTime m_startedAt{};
    std::optional<SteadyTime> m_firstByteAt;
};

} // namespace lanyard
