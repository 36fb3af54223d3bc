#include "gateway/AuthenticatedHandler.h"

#include "gateway/Authenticator.h"
#include "gateway/ExchangeRegistry.h"
#include "gateway/ForwardedPeer.h"
#include "gateway/RequestId.h"
#include "gateway/SharedState.h"

namespace lanyard {
namespace {

/// Seconds; nobody knows how long an owner pauses.
constexpr const char* kPausedRetryAfter = "30";

} // namespace

Admission AuthenticatedHandler::admit(const RequestHead& head)
{
    auto caller = std::make_unique<Caller>();
    caller->snapshot = m_context.snapshot();
    caller->requestId = requestIdFor(head.headers);
    caller->peer = clientOf(head, caller->snapshot->settings().trustedProxies);
    caller->receivedAt = m_context.clock.wall();
    caller->receivedAtSteady = m_context.clock.steady();
    Result<Identity> identity = identify(head, *caller->snapshot, m_context.hasher, caller->receivedAt);
    if (identity) {
        if (const Result<void> admitted = m_context.governor.admit(*identity); !admitted && tellsAsChat(*identity, *caller->snapshot))
            caller->refusal = admitted.error();
        else if (!admitted)
            identity = admitted.error();
    }
    if (!identity) {
        m_context.exchanges.counters().refused.fetch_add(1, std::memory_order_relaxed);
        if (m_context.refusals)
            m_context.refusals->add(caller->peer.address, identity.error().message, caller->receivedAt);
        return SimpleAnswer{identity.error().httpStatus(),
                            {{"Content-Type", "application/json"}, {"X-Request-Id", caller->requestId}},
                            surfaceOf(head).errorBody(identity.error())};
    }
    if (m_context.shared && m_context.shared->paused.load(std::memory_order_relaxed)) {
        const Error paused{ErrorCode::Unavailable, "this gateway is paused by whoever runs it; try again later"};
        return SimpleAnswer{paused.httpStatus(),
                            {{"Content-Type", "application/json"}, {"X-Request-Id", caller->requestId}, {"Retry-After", kPausedRetryAfter}},
                            surfaceOf(head).errorBody(paused, "paused")};
    }
    caller->identity = *identity;
    return Admission(std::unique_ptr<RequestContext>(std::move(caller)));
}

void AuthenticatedHandler::handle(IncomingRequest request, Reply reply)
{
    std::unique_ptr<Caller> caller(static_cast<Caller*>(request.context.release())); // admit() made it
    serve(std::move(caller), std::move(request), std::move(reply));
}

} // namespace lanyard
