#pragma once

#include "http/FrontState.h"
#include "http/HttpLimits.h"
#include "http/HttpMessages.h"
#include "http/OwnedDescriptor.h"

#include <QtNetwork/qtnetworkglobal.h>

#include <atomic>
#include <functional>
#include <memory>

class QSslConfiguration;

namespace lanyard {

class RouteTable;

/// One worker's side of the HTTP server: owns its connections and gives their requests to the handlers of the routes.
/// Lives in: its worker's thread, where it is made and destroyed; connections() from any thread.
class HttpFront
{
public:
    /// Routes, wheel and accounts must outlive the front.
    HttpFront(const RouteTable& routes, HttpLimits limits, TimerWheel& wheel, BufferAccounts accounts = {});
    /// Connections that are still open are closed; their handlers are not told (see dropAll()).
    ~HttpFront();
    HttpFront(const HttpFront&) = delete;
    HttpFront& operator=(const HttpFront&) = delete;

    /// For everything that begins from now on: connections, requests, waits.
    void setLimits(HttpLimits limits);

    /// Serves an accepted socket. `slot` is held as long as the connection is open: it counts against the limits.
    void adopt(OwnedDescriptor descriptor, const Peer& peer, std::shared_ptr<void> slot = nullptr);
    /// Says why the socket is not served, and closes it.
    void refuse(OwnedDescriptor descriptor, const Peer& peer, const SimpleAnswer& answer,
                std::shared_ptr<void> slot = nullptr);

#if QT_CONFIG(ssl)
    /// For connections that come from now on; null = plain HTTP.
    void setTls(std::shared_ptr<const QSslConfiguration> configuration)
    {
        m_tls = std::move(configuration);
    }
#endif

    std::size_t connections() const
    {
        return m_open.load(std::memory_order_relaxed);
    }

    /// No new requests: idle connections close now, the others after their answer. `onDrained` is called once from the
    /// loop when none is left.
    void drain(std::function<void()> onDrained);
    /// Breaks every connection; the observers of open replies hear onClientGone() at the end of this turn of the loop.
    void dropAll();

private:
    GuardedConnection* open(OwnedDescriptor descriptor, const Peer& peer, std::shared_ptr<void> slot);
    void onClosed();
    void checkDrained();

    FrontState m_state;
    std::atomic<std::size_t> m_open{0};
#if QT_CONFIG(ssl)
    std::shared_ptr<const QSslConfiguration> m_tls;
#endif
    std::function<void()> m_onDrained;
};

} // namespace lanyard
