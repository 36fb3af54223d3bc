#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

namespace lanyard {

#ifdef _WIN32
using SocketHandle = std::uintptr_t;
#else
using SocketHandle = int;
#endif

struct ReadySocket
{
    SocketHandle socket;
    bool readable;
    bool writable;
    bool failed;
};

/// Tells which of the sockets that curl waits for are ready. What curl asks for is applied in one go, because within one
/// turn of the loop it often asks for a thing and takes it back.
///
/// Lives in: one worker's thread.
class SocketWatcher
{
public:
    enum Interest : std::uint8_t { None = 0, Reading = 1, Writing = 2 };
    using Ready = std::function<void(std::span<const ReadySocket>)>;

    virtual ~SocketWatcher() = default;
    /// A connection's socket, just made: it is told of with forget() before it is closed. A socket that was never
    /// announced (the resolver's own) may be closed without notice once its interest is None.
    virtual void announce(SocketHandle socket) = 0;
    virtual void forget(SocketHandle socket) = 0;
    /// What to wait for, from the next apply() on.
    virtual void watch(SocketHandle socket, std::uint8_t interest) = 0;
    virtual void apply() = 0;
};

/// `ready` may destroy the watcher.
std::unique_ptr<SocketWatcher> makeNotifierWatcher(SocketWatcher::Ready ready);
#ifdef __linux__
std::unique_ptr<SocketWatcher> makeEpollWatcher(SocketWatcher::Ready ready);
#endif

} // namespace lanyard
