#pragma once

#include "gateway/Caller.h"
#include "gateway/WaitingQueue.h"
#include "gateway/WorkerContext.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace lanyard {

/// One exchange's wait for a busy provider: its ticket, its time, and the call to try again.
///
/// Lives in: its worker's thread.
class QueuedTurn
{
public:
    /// `tryAgain` is called in the worker's thread, from its loop, each time it may be this exchange's turn, and when the
    /// time is over.
    QueuedTurn(WorkerContext& context, std::function<void()> tryAgain);
    ~QueuedTurn();

    /// Nobody who came earlier waits there.
    bool mayLease(ProviderId provider, ModelKey model) const;
    struct Room
    {
        std::vector<Want> wants;
        std::optional<std::chrono::milliseconds> soonest; ///< when time alone may help
        bool anyTime = false;                             ///< a running request may end and leave room
    };
    /// Waits for it. False: not worth it, no time left, or too many wait already.
    bool wait(const Caller& caller, Room room);
    /// What was waited for came, or nobody waits for it any more.
    void leave();

    bool waiting() const { return static_cast<bool>(m_ticket); }
    /// The queue was full.
    bool turnedAway() const { return m_turnedAway; }
    std::size_t place() const;
    /// In all; zero for an exchange that never waited.
    std::chrono::milliseconds waited() const;

private:
    void onTimer();

    WorkerContext& m_context;
    std::function<void()> m_tryAgain;
    std::function<void()> m_call; ///< hands m_tryAgain to the worker's loop; any thread
    std::shared_ptr<QueuedTurn*> m_self; ///< null in it: this is gone
    WaitingQueue::Ticket m_ticket;
    WheelTimer m_timer;
    std::optional<SteadyTime> m_since;
    std::chrono::milliseconds m_waited{0};
    bool m_turnedAway = false;
};

} // namespace lanyard
