#pragma once

#include "gateway/Affinity.h"
#include "gateway/AnswerCache.h"
#include "gateway/Attempt.h"
#include "gateway/Caller.h"
#include "gateway/KeptItems.h"
#include "gateway/QueuedTurn.h"
#include "gateway/Settlement.h"
#include "gateway/TokenCounter.h"
#include "gateway/WorkerContext.h"
#include "http/RequestHandler.h"
#include "llm/ModelTask.h"
#include "surfaces/Surface.h"

#include <memory>
#include <string>
#include <vector>

namespace lanyard {

struct FinishedExchange;
struct RunningExchange;

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
    void abandon();
    /// Ends it on the owner's wish: the client is told so, its user pays what was delivered.
    void stop();
    /// Its books are open: it was let in and has not ended.
    bool isRunning() const;
    ExchangeId id() const { return m_settlement.id(); }
    const std::string& requestId() const { return m_caller->requestId; }
    RunningExchange describe() const;

private:
    // Stages
    Result<void> resolve();
    Result<void> keepServing();
    bool countHere();
    void answerCount(const Usage& usage);
    Result<void> reserve();
    void tryNext();
    void tryAgain();
    void noteRoom(const Candidate& candidate, const LeaseRefusal& refusal);
    void tellWaiting();
    LeaseRequest leaseRequest(const Candidate& candidate) const;
    bool startAttempt(const Candidate& candidate, Lease lease);
    void findHome();
    void rememberHome();

    // Hedging: a second attempt of a stream that is late to begin (ExchangeAttempts.cpp).
    class Hedge;
    void planHedge();
    void startHedge();
    void onHedgeWon();
    bool hedgeRuns() const;
    void dropHedge();

    // Cache (ExchangeCache.cpp).
    bool answerFromCache();
    void keepInCache(const Usage& usage);

    void onAttemptFrames(std::string_view bytes) override;
    void onAttemptEnd(AttemptResult result) override;
    void onAttemptClosed() override;
    void onReplyDrained() override;
    void onClientGone() override;

    // Between an attempt and its end: its usage
    void count(AttemptResult result);
    void onCounted(const Usage& usage);

    // Ends
    void conclude(AttemptResult result);
    void leave(const AttemptResult& result);
    void succeed(AttemptResult& result);
    void breakOff(const AttemptResult& result);
    void fail(const AttemptResult* last);
    void passOn(const AttemptResult& result);
    void refuse(const Error& error, std::string_view code = {});
    bool keepsWithinReserve();
    void endForWantOfMoney(const Error& error);
    void answerError(const Error& error, std::string_view code = {}, std::optional<std::chrono::milliseconds> retryAfter = {});
    bool tellsAsChat() const;
    void answerAsChat(const Error& error);
    void over();

    void beginStream(std::string_view contentType);
    void sendPing();
    enum class Told : std::uint8_t { Answer, Nothing };
    /// Nothing: a second attempt that was not needed; the provider bills it all the same.
    void recordAttempt(const Attempt& attempt, const AttemptResult& result, Told told = Told::Answer);
    void explain(std::string text);
    void settle(Outcome outcome, int status, const Usage& usage, std::string message = {});
    FinishedExchange toldOf(const JournalRecord& record, std::string message) const;
    const Price* priceInForce() const;
    Money price(const Usage& usage) const;
    Money upstreamCost(const Attempt::Target& target, const Usage& usage) const;
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
    std::optional<CallersItems> m_items; ///< what this caller may refer to
    std::optional<AttemptInput> m_input;
    Settlement m_settlement;
    Resolution m_resolution;
    Reservation m_reservation;
    Usage m_bound; ///< what was reserved for
    std::uint64_t m_reservedOutput = 0; ///< tokens of answer that the reservation covers

    std::unique_ptr<Attempt> m_attempt;
    std::unique_ptr<Hedge> m_hedge;
    WheelTimer m_hedgeTimer;
    bool m_committed = false; ///< something of an attempt's answer was sent
    ConversationKeys m_conversation;
    std::optional<AffinityTable::Home> m_home;
    std::optional<RequestIdBits> m_cacheKey; ///< of an answer that is to be kept
    std::shared_ptr<AnswerRecording> m_cacheRecording;
    std::uint32_t m_pricePercent = 100; ///< of what the user pays
    std::string m_explanation;
    std::vector<CredentialId> m_tried;
    std::size_t m_candidate = 0; ///< index of the route that is tried now
    std::uint32_t m_attempts = 0;
    bool m_breakerMet = false;
    bool m_ignoreBreakers = false;
    bool m_lastResort = false;
    std::optional<AttemptResult> m_lastFailure;
    std::optional<AttemptResult> m_uncounted; ///< ended, and waits for its usage
    std::unique_ptr<TokenCounter::Ticket> m_ticket;
    std::optional<LeaseRefusal> m_lastRefusal;
    QueuedTurn m_turn;
    std::size_t m_toldPlace = 0; ///< in the queue; what watchers know
    QueuedTurn::Room m_room; ///< what the candidates of one round lack

    WheelTimer m_ping;
    WheelTimer m_linger; ///< waits for the provider's connection to end cleanly after the terminal mark
    bool m_paused = false;
    bool m_clientGone = false;
    bool m_closedEarly = false; ///< the provider's connection went while the usage was counted
    bool m_stopping = false;
    bool m_over = false;
};

} // namespace lanyard
