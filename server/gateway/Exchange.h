#pragma once

#include "gateway/Attempt.h"
#include "gateway/Caller.h"
#include "gateway/Settlement.h"
#include "gateway/WorkerContext.h"
#include "http/RequestHandler.h"
#include "llm/ModelTask.h"
#include "surfaces/Surface.h"

#include <memory>
#include <string>
#include <vector>

namespace lanyard {

struct FinishedExchange;

/// One client request from its body to the settled bill:
/// resolve -> reserve -> open the books -> attempts -> settle -> release the end to the client.
///
/// Lives in: its worker's thread, owned by the ExchangeRegistry. Whatever happens (refusal, failure, client gone,
/// shutdown), settle() runs once and the lease and the reservation go back.
class Exchange final : private ReplyObserver, private AttemptObserver
{
public:
    Exchange(WorkerContext& context, const Surface& surface, Operation operation, std::unique_ptr<Caller> caller, IncomingRequest request, Reply reply);
    ~Exchange();

    /// Errors in the body and refusals are answered from here too.
    void start();
    /// Ends it now, as if the client had left: for shutdown.
    void abandon() { onClientGone(); }

private:
    // Stages
    Result<void> resolve();
    bool countHere();
    Result<void> reserve();
    void tryNext();
    bool startAttempt(const Candidate& candidate, Lease lease);

    void onAttemptFrames(std::string_view bytes) override;
    void onAttemptEnd(AttemptResult result) override;
    void onAttemptClosed() override;
    void onReplyDrained() override;
    void onClientGone() override;

    // Ends
    void succeed(AttemptResult& result);
    void breakOff(const AttemptResult& result);
    void fail(const AttemptResult* last);
    void passOn(const AttemptResult& result);
    void refuse(const Error& error, std::string_view code = {});
    bool keepsWithinReserve();
    void endForWantOfMoney(const Error& error);
    void answerError(const Error& error, std::string_view code = {}, std::optional<std::chrono::milliseconds> retryAfter = {});
    void over();

    void beginStream(std::string_view contentType);
    void sendPing();
    void recordAttempt(const AttemptResult& result);
    void settle(Outcome outcome, int status, const Usage& usage, std::string message = {});
    FinishedExchange toldOf(const JournalRecord& record, std::string message) const;
    const Price* priceInForce() const;
    Money price(const Usage& usage, bool forUser) const;
    Usage usageOf(const AttemptResult& result) const;
    HttpHeaders commonHeaders() const;

    WorkerContext& m_context;
    const Surface& m_surface;
    Operation m_operation;
    std::unique_ptr<Caller> m_caller;
    RequestHead m_head;
    std::shared_ptr<const RequestBody> m_body;
    Reply m_reply;
    ModelTask m_task;
    std::optional<AttemptInput> m_input;
    Settlement m_settlement;
    Resolution m_resolution;
    Reservation m_reservation;
    Usage m_bound; ///< what was reserved for
    std::uint64_t m_reservedOutput = 0; ///< tokens of answer that the reservation covers

    std::unique_ptr<Attempt> m_attempt;
    std::vector<CredentialId> m_tried;
    std::size_t m_candidate = 0; ///< index of the route that is tried now
    std::uint32_t m_attempts = 0;
    bool m_breakerMet = false;
    bool m_ignoreBreakers = false;
    std::optional<AttemptResult> m_lastFailure;
    std::optional<LeaseRefusal> m_lastRefusal;

    WheelTimer m_ping;
    WheelTimer m_linger; ///< waits for the provider's connection to end cleanly after the terminal mark
    bool m_paused = false;
    bool m_over = false;
};

} // namespace lanyard
