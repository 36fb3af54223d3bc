#pragma once

class QThread;

namespace lanyard {

enum class EventLoopKind {
    Fast, ///< EpollDispatcher on Linux, Qt's own elsewhere
    Qt,   ///< Qt's own everywhere: the way back when something is odd
};

/// Fast, unless the environment says LANYARD_EVENT_LOOP=qt.
EventLoopKind eventLoopFromEnvironment();

/// Gives a thread that does not run yet its event dispatcher.
void installEventDispatcher(QThread& thread, EventLoopKind kind = eventLoopFromEnvironment());

} // namespace lanyard
