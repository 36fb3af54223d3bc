#include "eventloop/EventLoop.h"

#include "eventloop/EpollDispatcher.h"

#include <QtGlobal>
#include <QThread>

#include <cassert>

namespace lanyard {

EventLoopKind eventLoopFromEnvironment()
{
    return qgetenv("LANYARD_EVENT_LOOP").toLower() == "qt" ? EventLoopKind::Qt : EventLoopKind::Fast;
}

void installEventDispatcher(QThread& thread, EventLoopKind kind)
{
    assert(!thread.isRunning());
#ifdef Q_OS_LINUX
    if (kind == EventLoopKind::Fast)
        thread.setEventDispatcher(new EpollDispatcher); // the thread owns it
#else
    static_cast<void>(thread);
    static_cast<void>(kind);
#endif
}

} // namespace lanyard
