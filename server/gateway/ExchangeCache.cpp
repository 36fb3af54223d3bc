// Exchange's side of the response cache.

#include "gateway/Exchange.h"
#include "gateway/ExchangeRegistry.h"
#include "gateway/TapSink.h"
#include "gateway/SharedState.h"
#include "ledger/RequestIds.h"

namespace lanyard {
namespace {

/// Exactly the same request of the same user: not a byte may differ.
RequestIdBits cacheKey(const Caller& caller, const ModelConfig& model, std::string_view path, std::string_view body)
{
    const UserId user = caller.identity.user ? caller.identity.user->id : UserId{};
    std::string text = "cache " + std::to_string(user.value) + " " + std::to_string(model.id.value) + " " + std::string(path) + "\n";
    text += body;
    return requestIdBits(text);
}

} // namespace

/// True: it was, and everything is done. Else the answer to come is recorded, if this model or key has a cache.
bool Exchange::answerFromCache()
{
    const ModelConfig* const model = m_resolution.model;
    const ApiKeyConfig* const key = m_caller->identity.key;
    if (!m_context.shared || !model || !(model->cache || (key && key->cache)))
        return false;
    m_cacheKey = cacheKey(*m_caller, *model, m_head.path(), m_task.body);
    const auto hit = m_context.shared->cache.find(*m_cacheKey, m_context.clock.steady());
    if (!hit) {
        m_cacheRecording = m_context.shared->cache.record();
        m_reply.wrap([&](std::shared_ptr<ReplySink> client) {
            return std::make_shared<TapSink>(std::move(client), m_cacheRecording, TapSink::WhenGone::End);
        });
        m_reply.setObserver(this);
        return false;
    }
    m_pricePercent = m_caller->snapshot->settings().cacheHitPercent;
    Demand demand;
    demand.model = model->id;
    demand.tokens = 1;
    demand.cost = price(hit->usage);
    auto answer = m_context.governor.reserve(m_caller->identity, demand);
    if (const auto* refusal = std::get_if<GovernorRefusal>(&answer)) {
        settle(Outcome::Refused, refusal->error.httpStatus(), {}, refusal->error.message);
        answerError(refusal->error, {}, refusal->retryAfter);
        over();
        return true;
    }
    m_reservation = std::move(std::get<Reservation>(answer));
    explain("answered from the cache");
    settle(Outcome::Ok, 200, hit->usage);
    const AnswerRecording::Head head = hit->recording->head();
    HttpHeaders headers = commonHeaders();
    headers.add("Content-Type", head.headers.value("content-type"));
    headers.add("X-Lanyard-Cache", "hit");
    m_reply.send({head.status, std::move(headers), hit->recording->bytesFrom(0)});
    over();
    return true;
}

void Exchange::keepInCache(const Usage& usage)
{
    if (!m_cacheKey || !m_cacheRecording || m_cacheRecording->state() != AnswerRecording::State::Whole)
        return;
    const HotSettings& settings = m_caller->snapshot->settings();
    m_context.shared->cache.keep(*m_cacheKey, {m_cacheRecording, usage}, m_context.clock.steady() + settings.cacheTtl, settings.cacheBytes);
}

} // namespace lanyard
