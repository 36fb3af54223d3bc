#include "http/HttpFront.h"

#include "http/DescriptorTransport.h"
#include "http/GuardedConnection.h"
#include "http/QSocketTransport.h"
#include "http/RouteTable.h"

#include <utility>
#include <vector>

namespace lanyard {

HttpFront::HttpFront(const RouteTable& routes, HttpLimits limits, TimerWheel& wheel, BufferAccounts accounts)
    : m_state(routes, std::move(limits), wheel, accounts)
{
    m_state.onClosed = [this] { onClosed(); };
}

HttpFront::~HttpFront()
{
    m_onDrained = nullptr;
    while (!m_state.connections.empty())
        delete m_state.connections.back(); // takes itself out of the list
}

void HttpFront::setLimits(HttpLimits limits)
{
    m_state.limits = std::move(limits);
    m_state.cors = CorsPolicy(m_state.limits.allowedOrigins);
}

GuardedConnection* HttpFront::open(OwnedDescriptor descriptor, const Peer& peer, std::shared_ptr<void> slot)
{
    limitUnsentBytes(descriptor.get());
    auto connection = std::make_unique<GuardedConnection>(m_state, peer, std::move(slot));
    TransportObserver& observer = connection->transportObserver();
    std::unique_ptr<Transport> transport;
#if QT_CONFIG(ssl)
    if (m_tls)
        transport = makeTlsTransport(descriptor.release(), *m_tls, observer);
    else
#endif
        transport = makePlainTransport(descriptor.release(), observer);
    if (!transport)
        return nullptr;
    m_open.fetch_add(1, std::memory_order_relaxed);
    connection->start(std::move(transport));
    return connection.release(); // deletes itself after it closed
}

void HttpFront::adopt(OwnedDescriptor descriptor, const Peer& peer, std::shared_ptr<void> slot)
{
    if (!m_state.draining)
        open(std::move(descriptor), peer, std::move(slot));
}

void HttpFront::refuse(OwnedDescriptor descriptor, const Peer& peer, const SimpleAnswer& answer,
                       std::shared_ptr<void> slot)
{
    if (m_state.draining)
        return;
    if (GuardedConnection* connection = open(std::move(descriptor), peer, std::move(slot)))
        connection->refuse(answer);
}

void HttpFront::onClosed()
{
    m_open.fetch_sub(1, std::memory_order_relaxed);
    checkDrained();
}

void HttpFront::checkDrained()
{
    if (!m_state.draining || connections() > 0 || !m_onDrained)
        return;
    // Queued: this may be inside a handler's call.
    QMetaObject::invokeMethod(&m_state.turn, std::exchange(m_onDrained, nullptr), Qt::QueuedConnection);
}

void HttpFront::drain(std::function<void()> onDrained)
{
    m_state.draining = true;
    m_onDrained = std::move(onDrained);
    for (GuardedConnection* connection : std::vector(m_state.connections))
        connection->closeIfIdle();
    checkDrained();
}

void HttpFront::dropAll()
{
    for (GuardedConnection* connection : std::vector(m_state.connections))
        connection->drop();
}

} // namespace lanyard
