#include "upstream/SocketWatcher.h"

#include <QSocketNotifier>

#include <unordered_map>
#include <vector>

namespace lanyard {
namespace {

/// Notifiers kept per socket, switched on and off: for systems without epoll.
class NotifierWatcher final : public SocketWatcher
{
public:
    explicit NotifierWatcher(Ready ready) : m_ready(std::move(ready)) {}

    void announce(SocketHandle socket) override { m_entries[socket].announced = true; }

    void forget(SocketHandle socket) override { m_entries.erase(socket); }

    void watch(SocketHandle socket, std::uint8_t interest) override
    {
        Entry& watched = m_entries[socket];
        watched.wanted = interest;
        if (interest == None && !watched.announced)
            m_entries.erase(socket); // it may be closed any moment, and its number used again
        else
            m_changed.push_back(socket);
    }

    void apply() override
    {
        for (const SocketHandle socket : m_changed) {
            const auto found = m_entries.find(socket);
            if (found == m_entries.end())
                continue;
            Entry& changed = found->second;
            if (changed.wanted == None)
                continue; // idle: its reader stays on until something happens
            set(changed.reader, socket, QSocketNotifier::Read, (changed.wanted & Reading) != 0);
            set(changed.writer, socket, QSocketNotifier::Write, (changed.wanted & Writing) != 0);
        }
        m_changed.clear();
    }

private:
    /// A notifier may go while it is being delivered.
    struct Later
    {
        void operator()(QSocketNotifier* notifier) const
        {
            notifier->setEnabled(false);
            notifier->disconnect();
            notifier->deleteLater();
        }
    };
    using Notifier = std::unique_ptr<QSocketNotifier, Later>;

    struct Entry
    {
        Notifier reader;
        Notifier writer;
        std::uint8_t wanted = None;
        bool announced = false;
    };

    void set(Notifier& notifier, SocketHandle socket, QSocketNotifier::Type type, bool on)
    {
        if (notifier) {
            if (notifier->isEnabled() != on)
                notifier->setEnabled(on);
            return;
        }
        if (!on)
            return;
        notifier.reset(new QSocketNotifier(static_cast<qintptr>(socket), type));
        QObject::connect(notifier.get(), &QSocketNotifier::activated, notifier.get(),
                         [this, socket, type] { report(socket, type == QSocketNotifier::Read); });
    }

    void report(SocketHandle socket, bool readable)
    {
        apply();
        Entry& watched = m_entries[socket];
        const std::uint8_t happened = readable ? Reading : Writing;
        if ((watched.wanted & happened) == 0) { // an idle connection
            (readable ? watched.reader : watched.writer)->setEnabled(false);
            return;
        }
        const ReadySocket ready{socket, readable, !readable, false};
        m_ready({&ready, 1}); // may destroy this
    }

    Ready m_ready;
    std::unordered_map<SocketHandle, Entry> m_entries;
    std::vector<SocketHandle> m_changed;
};

} // namespace

std::unique_ptr<SocketWatcher> makeNotifierWatcher(SocketWatcher::Ready ready)
{
    return std::make_unique<NotifierWatcher>(std::move(ready));
}

} // namespace lanyard
