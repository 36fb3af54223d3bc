#include "http/Acceptor.h"

#include "http/HttpFault.h"

#include <QHostAddress>

#include <atomic>
#include <chrono>

namespace lanyard {
namespace {

constexpr int kBacklog = 4096;
constexpr std::chrono::milliseconds kAcceptPause{200};
/// Clients that are being told that there is no room. Each holds a descriptor for a moment; more are just closed.
constexpr int kMaxRefusals = 64;

Error listenError(QAbstractSocket::SocketError error, const QString& detail, const std::string& place)
{
    std::string message = "cannot listen on " + place + ": ";
    switch (error) {
    case QAbstractSocket::AddressInUseError:
        message += "the address is in use; stop the other program or choose another port";
        break;
    case QAbstractSocket::SocketAccessError:
        message += "the system does not allow it; ports below 1024 need special rights, choose a higher one";
        break;
    case QAbstractSocket::SocketAddressNotAvailableError:
        message += "this computer has no such address";
        break;
    default:
        message += detail.toStdString();
        break;
    }
    return {ErrorCode::Io, std::move(message), detail.toStdString()};
}

} // namespace

/// Sockets given to each worker and not closed yet: counted at the hand-over, so that a burst spreads too.
struct Acceptor::Load
{
    explicit Load(std::size_t workers) : perWorker(workers) {}
    std::vector<std::atomic<int>> perWorker;
    std::atomic<int> refusals{0};

    static std::shared_ptr<void> count(const std::shared_ptr<Load>& load, std::atomic<int>& counter,
                                       std::shared_ptr<void> also)
    {
        counter.fetch_add(1, std::memory_order_relaxed);
        return std::shared_ptr<void>(static_cast<void*>(&counter), [load, also = std::move(also)](void* counted) {
            static_cast<std::atomic<int>*>(counted)->fetch_sub(1, std::memory_order_relaxed);
        });
    }
};

Acceptor::Acceptor(std::vector<Worker> workers, std::shared_ptr<ConnectionCounts> counts, QObject* parent)
    : QTcpServer(parent),
      m_workers(std::move(workers)),
      m_load(std::make_shared<Load>(m_workers.size())),
      m_counts(std::move(counts))
{
    setListenBacklogSize(kBacklog);
    m_resume.setSingleShot(true);
    connect(&m_resume, &QTimer::timeout, this, &Acceptor::resumeAccepting);
    connect(this, &QTcpServer::acceptError, this, &Acceptor::onAcceptError);
}

Acceptor::~Acceptor() = default;

Result<void> Acceptor::listenOn(const std::string& address, std::uint16_t port)
{
    const std::string place =
        (address.find(':') == std::string::npos ? address : '[' + address + ']') + ':' + std::to_string(port);
    QHostAddress host(QHostAddress::Any);
    if (address != "*" && !host.setAddress(QString::fromStdString(address)))
        return Error{ErrorCode::InvalidArgument,
                     "cannot listen on " + place +
                         ": this is no IP address; use for example 127.0.0.1, or 0.0.0.0 for the whole network"};
    if (!listen(host, port))
        return listenError(serverError(), errorString(), place);
    return {};
}

/// Out of descriptors or memory: QTcpServer stops accepting and leaves it to us to go on.
void Acceptor::onAcceptError()
{
    m_resume.start(kAcceptPause);
}

void Acceptor::incomingConnection(qintptr number)
{
    OwnedDescriptor descriptor(number);
    const std::optional<Peer> peer = peerOf(number);
    if (!peer)
        return;
    if (std::shared_ptr<void> slot = m_counts->tryTake(*peer))
        handOver(std::move(descriptor), *peer, std::move(slot));
    else
        turnAway(std::move(descriptor), *peer);
}

std::size_t Acceptor::leastLoaded()
{
    const std::size_t count = m_workers.size();
    std::size_t best = m_next++ % count; // equals take turns
    for (std::size_t i = 1; i < count; ++i) {
        const std::size_t other = (best + i) % count;
        if (m_load->perWorker[other].load(std::memory_order_relaxed) <
            m_load->perWorker[best].load(std::memory_order_relaxed))
            best = other;
    }
    return best;
}

void Acceptor::handOver(OwnedDescriptor descriptor, const Peer& peer, std::shared_ptr<void> slot)
{
    const std::size_t index = leastLoaded();
    const Worker& worker = m_workers[index];
    // Shared, because a task must be copyable; a task that never runs closes the socket with itself.
    auto owned = std::make_shared<OwnedDescriptor>(std::move(descriptor));
    slot = Load::count(m_load, m_load->perWorker[index], std::move(slot));
    worker.mailbox->post(
        [front = worker.front, owned, peer, slot = std::move(slot)] { front->adopt(std::move(*owned), peer, slot); });
}

void Acceptor::turnAway(OwnedDescriptor descriptor, const Peer& peer)
{
    if (m_load->refusals.load(std::memory_order_relaxed) >= kMaxRefusals)
        return;
    const Worker& worker = m_workers[leastLoaded()];
    auto owned = std::make_shared<OwnedDescriptor>(std::move(descriptor));
    auto slot = Load::count(m_load, m_load->refusals, nullptr);
    worker.mailbox->post([front = worker.front, owned, peer, slot = std::move(slot)] {
        const SimpleAnswer answer = faultAnswer(
            {503, "too_many_connections", "Too many connections are open here. Close some, or try again in a moment.", 1});
        front->refuse(std::move(*owned), peer, answer, slot);
    });
}

} // namespace lanyard
