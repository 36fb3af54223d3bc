#include "upstream/SocketWatcher.h"

#ifdef __linux__

#include <QEvent>
#include <QSocketNotifier>

#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <vector>

namespace lanyard {
namespace {

/// All sockets in one epoll descriptor, which the event loop sees as one more socket.
///
/// A kept connection that idles between two requests stays registered, so that a request on it costs no epoll_ctl at
/// all; only when something happens on it in that time (the server closed it) is it taken out.
class EpollWatcher final : public QSocketNotifier, public SocketWatcher
{
public:
    EpollWatcher(int descriptor, Ready ready)
        : QSocketNotifier(descriptor, QSocketNotifier::Read), m_descriptor(descriptor), m_ready(std::move(ready))
    {
    }

    ~EpollWatcher() override
    {
        setEnabled(false);
        ::close(m_descriptor);
    }

    void announce(SocketHandle socket) override { entry(socket) = Entry{.announced = true}; }

    void forget(SocketHandle socket) override
    {
        setRegistered(socket, None);
        entry(socket) = Entry{};
    }

    void watch(SocketHandle socket, std::uint8_t interest) override
    {
        Entry& watched = entry(socket);
        watched.wanted = interest;
        if (interest == None && !watched.announced)
            setRegistered(socket, None); // it may be closed any moment, and its number used again
        else if (!watched.listed) {
            watched.listed = true;
            m_changed.push_back(socket);
        }
    }

    void apply() override
    {
        for (const SocketHandle socket : m_changed) {
            Entry& changed = entry(socket);
            changed.listed = false;
            if (changed.wanted != None)
                setRegistered(socket, changed.wanted);
        }
        m_changed.clear();
    }

protected:
    // Instead of a slot on activated(): QSocketNotifier would emit two signals for each wake-up.
    bool event(QEvent* event) override
    {
        if (event->type() != QEvent::SockAct)
            return QSocketNotifier::event(event);
        collect();
        return true;
    }

private:
    struct Entry
    {
        std::uint8_t wanted = None;
        std::uint8_t registered = None;
        bool announced = false;
        bool listed = false; ///< in m_changed
    };

    Entry& entry(SocketHandle socket)
    {
        const auto index = static_cast<std::size_t>(socket);
        if (index >= m_entries.size())
            m_entries.resize(index + 64);
        return m_entries[index];
    }

    void setRegistered(SocketHandle socket, std::uint8_t interest)
    {
        Entry& changed = entry(socket);
        if (changed.registered == interest)
            return;
        epoll_event request{};
        request.events = ((interest & Reading) != 0 ? EPOLLIN : 0U) | ((interest & Writing) != 0 ? EPOLLOUT : 0U);
        request.data.fd = socket;
        const int operation = interest == None ? EPOLL_CTL_DEL : changed.registered == None ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
        ::epoll_ctl(m_descriptor, operation, socket, &request);
        changed.registered = interest;
    }

    void collect()
    {
        apply();
        std::array<epoll_event, 128> events;
        const int count = ::epoll_wait(m_descriptor, events.data(), static_cast<int>(events.size()), 0);
        std::array<ReadySocket, 128> ready;
        std::size_t used = 0;
        for (int i = 0; i < count; ++i) {
            const epoll_event& happened = events[static_cast<std::size_t>(i)];
            Entry& watched = entry(happened.data.fd);
            if (watched.wanted == None) { // an idle connection
                setRegistered(happened.data.fd, None);
                continue;
            }
            const bool failed = (happened.events & (EPOLLERR | EPOLLHUP)) != 0;
            ready[used++] = {happened.data.fd, (happened.events & EPOLLIN) != 0 || failed, (happened.events & EPOLLOUT) != 0, failed};
        }
        if (used != 0)
            m_ready({ready.data(), used}); // may destroy this
    }

    int m_descriptor;
    Ready m_ready;
    std::vector<Entry> m_entries; ///< by descriptor: the kernel gives the lowest free number, so it stays dense
    std::vector<SocketHandle> m_changed;
};

} // namespace

std::unique_ptr<SocketWatcher> makeEpollWatcher(SocketWatcher::Ready ready)
{
    const int descriptor = ::epoll_create1(EPOLL_CLOEXEC);
    if (descriptor < 0)
        return makeNotifierWatcher(std::move(ready));
    return std::make_unique<EpollWatcher>(descriptor, std::move(ready));
}

} // namespace lanyard

#endif
