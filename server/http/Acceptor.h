#pragma once

#include "base/Mailbox.h"
#include "base/Result.h"
#include "http/ConnectionCounts.h"
#include "http/HttpFront.h"

#include <QTcpServer>
#include <QTimer>

#include <memory>
#include <string>
#include <vector>

namespace lanyard {

/// Listens, and hands each accepted socket to the worker with the fewest. Over a limit the client gets a 503.
/// Lives in: the acceptor's thread. Workers and their mailboxes must outlive it, or be closed first.
class Acceptor final : public QTcpServer
{
    Q_OBJECT

public:
    struct Worker
    {
        Mailbox* mailbox = nullptr; ///< of the front's thread
        HttpFront* front = nullptr;
    };

    Acceptor(std::vector<Worker> workers, std::shared_ptr<ConnectionCounts> counts, QObject* parent = nullptr);
    ~Acceptor() override;

    /// "127.0.0.1", "::1", "0.0.0.0", "*" for every IPv4 and IPv6 address; port 0 lets the system choose, see
    /// serverPort().
    Result<void> listenOn(const std::string& address, std::uint16_t port);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    struct Load;

    std::size_t leastLoaded();
    void handOver(OwnedDescriptor descriptor, const Peer& peer, std::shared_ptr<void> slot);
    void turnAway(OwnedDescriptor descriptor, const Peer& peer);
    void onAcceptError();

    std::vector<Worker> m_workers;
    std::shared_ptr<Load> m_load;
    std::shared_ptr<ConnectionCounts> m_counts;
    std::size_t m_next = 0;
    QTimer m_resume; ///< runs while the system is out of descriptors
};

} // namespace lanyard
