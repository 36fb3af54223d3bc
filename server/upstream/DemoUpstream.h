#pragma once

#include "upstream/Upstream.h"

#include <memory>

namespace lanyard {

class TimerWheel;

/// Answers in this process, without network, for providers of kind demo: what providers/demo says, at the pace of
/// somebody who types fast.
///
/// Lives in: one worker's thread. Calls may outlive it; `timers` must outlive them.
class DemoUpstream final : public Upstream
{
public:
    explicit DemoUpstream(TimerWheel& timers) : m_timers(timers) {}

    std::unique_ptr<UpstreamCall> start(UpstreamRequest request, UpstreamObserver& observer) override;

private:
    TimerWheel& m_timers;
};

} // namespace lanyard
