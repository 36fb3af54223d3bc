#include "gateway/QueuedTurn.h"

#include "base/Mailbox.h"
#include "gateway/SharedState.h"

#include <algorithm>

namespace lanyard {
namespace {

/// How often a waiting exchange looks by itself: what a change of configuration or a reset sets free calls nobody.
constexpr std::chrono::milliseconds kLookEvery{1'000};

} // namespace

QueuedTurn::QueuedTurn(WorkerContext& context, std::function<void()> tryAgain)
    : m_context(context), m_tryAgain(std::move(tryAgain)), m_timer(context.timers, [this] { onTimer(); })
{
}

QueuedTurn::~QueuedTurn()
{
    if (m_self)
        *m_self = nullptr;
}

bool QueuedTurn::mayLease(ProviderId provider, ModelKey model) const
{
    return !m_context.shared || !m_context.shared->queue.mustWait(m_ticket, provider, model);
}

bool QueuedTurn::wait(const Caller& caller, Room room)
{
    const HotSettings& settings = caller.snapshot->settings();
    if (!m_context.shared || !m_context.mailbox || room.wants.empty())
        return false;
    const SteadyTime now = m_context.clock.steady();
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(settings.queueWait - m_waited - (m_since ? now - *m_since : SteadyTime::duration{0}));
    if (left.count() <= 0 || (!room.anyTime && (!room.soonest || *room.soonest > left)))
        return false;
    if (!m_ticket) {
        m_self = std::make_shared<QueuedTurn*>(this);
        m_call = [mailbox = m_context.mailbox, self = m_self] {
            mailbox->post([self] {
                if (*self && (*self)->waiting())
                    (*self)->m_tryAgain();
            });
        };
        m_ticket = m_context.shared->queue.join(caller.identity.user ? caller.identity.user->id : UserId{},
                                         caller.identity.user ? caller.identity.user->queueWeight : 1, m_call, settings.queueLength);
        m_turnedAway = !m_ticket;
        if (m_turnedAway)
            return false;
        m_since = now;
    }
    if (m_context.shared->queue.wait(m_ticket, std::move(room.wants)))
        m_call();
    m_timer.start(std::min({left, room.soonest.value_or(kLookEvery), kLookEvery}));
    return true;
}

void QueuedTurn::leave()
{
    m_timer.stop();
    m_ticket.leave();
    if (m_since)
        m_waited += std::chrono::floor<std::chrono::milliseconds>(m_context.clock.steady() - *m_since);
    m_since.reset();
    if (m_self)
        *std::exchange(m_self, nullptr) = nullptr;
}

void QueuedTurn::onTimer()
{
    m_tryAgain(); // may destroy this
}

std::size_t QueuedTurn::place() const
{
    return m_context.shared ? m_context.shared->queue.place(m_ticket) : 0;
}

std::chrono::milliseconds QueuedTurn::waited() const
{
    return m_waited + (m_since ? std::chrono::floor<std::chrono::milliseconds>(m_context.clock.steady() - *m_since) : std::chrono::milliseconds{0});
}

} // namespace lanyard
