#include "gateway/IdempotentRequests.h"

#include "gateway/AnswerReplay.h"
#include "gateway/ExchangeRegistry.h"
#include "gateway/TapSink.h"
#include "gateway/Settlement.h"
#include "gateway/SharedState.h"
#include "ledger/RequestIds.h"

namespace lanyard {
namespace {

constexpr std::size_t kLongestKey = 255;

/// Nobody is answered with another API key's answer, nor with another path's.
RequestIdBits scopedKey(const Caller& caller, std::string_view path, std::string_view key)
{
    const ApiKeyId owner = caller.identity.key ? caller.identity.key->id : ApiKeyId{};
    return requestIdBits("idempotency " + std::to_string(owner.value) + " " + std::string(path) + "\n" + std::string(key));
}

} // namespace

bool IdempotentRequests::enter(std::unique_ptr<Caller>& caller, const IncomingRequest& request, Reply& reply)
{
    const auto key = request.head.headers.find("idempotency-key");
    if (!key || !m_context.shared || !m_context.replays)
        return true;
    if (key->empty() || key->size() > kLongestKey) {
        refuse(*caller, reply, 400, "the Idempotency-Key must have 1 to 255 characters");
        return false;
    }
    const HotSettings& settings = caller->snapshot->settings();
    const auto found = m_context.shared->idempotency.begin(scopedKey(*caller, request.head.path(), *key), requestIdBits(request.body.view()),
                                                           {m_context.clock.steady(), m_context.clock.wall()}, {settings.idempotencyTtl, settings.idempotencyBytes});
    switch (found.kind) {
    case IdempotencyKeys::Found::Kind::Differs:
        refuse(*caller, reply, 422, "this Idempotency-Key was used for another request before; take a new one");
        return false;
    case IdempotencyKeys::Found::Kind::Repeated:
        replay(std::move(caller), found.recording, std::move(reply));
        return false;
    case IdempotencyKeys::Found::Kind::Fresh: break;
    }
    caller->recording = found.recording;
    reply.wrap([&](std::shared_ptr<ReplySink> client) {
        return std::make_shared<TapSink>(std::move(client), found.recording, TapSink::WhenGone::GoOn);
    });
    return true;
}

void IdempotentRequests::refuse(const Caller& caller, Reply& reply, int status, const std::string& message)
{
    Settlement(m_context, caller).settle({Outcome::Refused, status, {}, {}, {}, message});
    m_context.exchanges.counters().count(Outcome::Refused, {});
    reply.send({status, {{"Content-Type", "application/json"}, {"X-Request-Id", caller.requestId}},
                m_surface.errorBody({ErrorCode::InvalidArgument, message})});
}

/// The row of a repeated request: it cost nothing, and no provider was asked.
void IdempotentRequests::replay(std::shared_ptr<Caller> caller, std::shared_ptr<AnswerRecording> recording, Reply reply)
{
    const std::string requestId = caller->requestId;
    m_context.replays->start(std::move(recording), std::move(reply), m_surface, requestId, [context = &m_context, caller = std::move(caller)](int status) {
        const Outcome outcome = status == 0 ? Outcome::ClientGone : status < 400 ? Outcome::Ok : Outcome::Failed;
        Settlement row(*context, *caller);
        row.setExplanation("repeats an earlier request with the same Idempotency-Key");
        row.settle({outcome, status == 0 ? 499 : status, {}, {}, {}, {}});
        context->exchanges.counters().count(outcome, {});
    });
}

} // namespace lanyard
