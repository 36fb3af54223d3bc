#include "gateway/Estimate.h"
#include "gateway/Exchange.h"
#include "gateway/PictureCount.h"
#include "gateway/UsageCount.h"
#include "providers/ProviderAdapter.h"

// The part of an exchange that counts tokens which nobody reports.

namespace lanyard {

/// Tokens are counted by the provider where it offers that; else by us, and free.
bool Exchange::countHere()
{
    const auto& candidates = m_resolution.candidates;
    if (candidates.empty() ||
        adapterFor(candidates.front().provider->kind).passesThrough(*candidates.front().provider, m_task))
        return false;
    UncountedAnswer question;
    question.model = candidates.front().upstreamModel;
    question.prompt = m_task.body;
    question.promptOwner = m_body;
    if (!m_context.counter)
        answerCount(likelyUsage(m_task.body.size(), 0));
    else if (isQuicklyCounted(question))
        answerCount(countedUsage(question));
    else
        m_ticket = m_context.counter->count(std::move(question), [this](const Usage& usage) { answerCount(usage); });
    return true;
}

void Exchange::answerCount(const Usage& usage)
{
    settle(Outcome::Ok, 200, {});
    HttpHeaders headers = commonHeaders();
    headers.add("Content-Type", "application/json");
    m_reply.send({200, std::move(headers), m_surface.writeTokenCount(usage.promptTokens())});
    over();
}

/// Usage that nobody reported is counted: at once where that is quick, else by the counting thread. Until it is known
/// neither the books are closed nor is the end of the answer released.
void Exchange::count(AttemptResult result)
{
    const bool whole = result.failure == FailureClass::None;
    if (whole && makesPictures(m_task.operation)) {
        result.usage = pictureUsage(result.usage, m_task, m_task.stream ? std::string_view{} : std::string_view(result.body));
        return conclude(std::move(result));
    }
    const bool reported = result.usage && (whole || result.produced.unreportedBytes() == 0);
    if (reported || !(whole || result.committed) || !m_context.counter)
        return conclude(std::move(result));
    UncountedAnswer answer;
    answer.model = m_attempt->target().upstreamModel;
    answer.prompt = m_task.body;
    answer.promptOwner = m_body;
    answer.produced = std::move(result.produced);
    answer.textBytes = result.textBytes;
    answer.reported = result.usage;
    answer.body = whole ? result.body : std::string();
    if (isQuicklyCounted(answer)) {
        result.usage = countedUsage(answer);
        return conclude(std::move(result));
    }
    if (m_stopping)
        return conclude(std::move(result));
    m_uncounted = std::move(result);
    m_ticket = m_context.counter->count(std::move(answer), [this](const Usage& usage) { onCounted(usage); });
}

void Exchange::onCounted(const Usage& usage)
{
    m_uncounted->usage = usage;
    AttemptResult result = std::move(*m_uncounted);
    m_uncounted.reset();
    conclude(std::move(result));
    if (m_closedEarly && !m_over)
        over();
}

void Exchange::abandon()
{
    m_stopping = true;
    onClientGone();
    if (!m_uncounted)
        return;
    m_ticket.reset(); // no time for an exact count: by bytes
    AttemptResult result = std::move(*m_uncounted);
    m_uncounted.reset();
    conclude(std::move(result));
}

} // namespace lanyard
