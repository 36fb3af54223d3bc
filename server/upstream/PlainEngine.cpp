#include "upstream/PlainEngine.h"

#ifdef Q_OS_UNIX

#include "eventloop/TimerWheel.h"
#include "upstream/PlainCall.h"

#include <QHostInfo>
#include <QUrl>

#include <algorithm>

namespace lanyard {
namespace {

constexpr std::size_t kMaxTargets = 256;
constexpr std::size_t kMaxIdle = 2048; ///< of all connections
/// Shorter than servers keep theirs (nginx: 75 s), so that a request seldom meets a connection that is being closed.
constexpr std::chrono::seconds kIdleTime{55};
constexpr std::chrono::seconds kNameLifetime{60};

std::shared_ptr<const PlainTarget> parse(const std::string& text)
{
    const QUrl url(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())), QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != QLatin1String("http") || url.host().isEmpty())
        return nullptr;
    auto target = std::make_shared<PlainTarget>();
    target->host = url.host(QUrl::FullyEncoded).toStdString();
    target->port = static_cast<quint16>(url.port(80));
    const bool isIpv6 = target->host.find(':') != std::string::npos;
    target->authority = isIpv6 ? '[' + target->host + ']' : target->host;
    target->hostAndPort = target->authority + ':' + std::to_string(target->port);
    if (url.port() != -1 && url.port() != 80)
        target->authority = target->hostAndPort;
    target->path = url.path(QUrl::FullyEncoded).toStdString();
    if (target->path.empty())
        target->path = "/";
    if (url.hasQuery())
        target->path += '?' + url.query(QUrl::FullyEncoded).toStdString();
    return target;
}

} // namespace

/// A connection between two calls. Anything that comes on it ends it: the server closed it, or says what nobody asked.
struct PlainEngine::IdleConnection final : PlainSocketUser
{
    IdleConnection(PlainEngine& owner, std::string where, std::unique_ptr<PlainSocket> connection)
        : engine(owner),
          hostAndPort(std::move(where)),
          socket(std::move(connection)),
          limit(owner.timers(), [this] { engine.dropIdle(*this); })
    {
        socket->setUser(this);
        socket->setReading(true);
        limit.start(kIdleTime);
    }

    void onSocketReadable() override { engine.dropIdle(*this); }
    void onSocketWritable() override {}

    PlainEngine& engine;
    std::string hostAndPort;
    std::unique_ptr<PlainSocket> socket;
    WheelTimer limit;
};

PlainEngine::PlainEngine(TimerWheel& timers) : m_timers(timers) {}

PlainEngine::~PlainEngine() = default;

void PlainEngine::shutDown()
{
    for (PlainCall* const call : m_calls)
        call->fallSilent();
    m_idle.clear();
    m_idleCount = kMaxIdle; // and none is kept any more
}

std::shared_ptr<const PlainTarget> PlainEngine::target(const std::string& url)
{
    if (const auto found = m_targets.find(url); found != m_targets.end())
        return found->second;
    if (m_targets.size() >= kMaxTargets)
        m_targets.clear();
    return m_targets.emplace(url, parse(url)).first->second;
}

std::unique_ptr<PlainSocket> PlainEngine::takeIdle(const std::string& hostAndPort)
{
    const auto found = m_idle.find(hostAndPort);
    if (found == m_idle.end() || found->second.empty())
        return nullptr;
    std::unique_ptr<PlainSocket> socket = std::move(found->second.back()->socket);
    found->second.pop_back();
    --m_idleCount;
    socket->setUser(nullptr);
    return socket;
}

void PlainEngine::keepIdle(const std::string& hostAndPort, std::unique_ptr<PlainSocket> socket)
{
    if (m_idleCount >= kMaxIdle)
        return;
    m_idle[hostAndPort].push_back(std::make_unique<IdleConnection>(*this, hostAndPort, std::move(socket)));
    ++m_idleCount;
}

void PlainEngine::dropIdle(IdleConnection& connection)
{
    const auto found = m_idle.find(connection.hostAndPort);
    auto& kept = found->second;
    kept.erase(std::find_if(kept.begin(), kept.end(), [&](const auto& one) { return one.get() == &connection; }));
    --m_idleCount;
    if (kept.empty())
        m_idle.erase(found);
}

void PlainEngine::resolve(const std::string& host, QObject* context, Resolved tell)
{
    const auto now = std::chrono::steady_clock::now();
    const QString name = QString::fromStdString(host);
    const QHostAddress number(name);
    QList<QHostAddress> addresses;
    if (!number.isNull())
        addresses = {number};
    else if (const auto known = m_names.find(host); known != m_names.end() && known->second.until > now)
        addresses = known->second.addresses;
    if (!addresses.isEmpty()) {
        QMetaObject::invokeMethod(context, [tell = std::move(tell), addresses] { tell(addresses, {}); }, Qt::QueuedConnection);
        return;
    }
    QHostInfo::lookupHost(name, context, [self = shared_from_this(), host, tell = std::move(tell)](const QHostInfo& info) {
        if (!info.addresses().isEmpty())
            self->m_names[host] = {info.addresses(), std::chrono::steady_clock::now() + kNameLifetime};
        tell(info.addresses(), info.errorString());
    });
}

void PlainEngine::add(PlainCall& call)
{
    call.places.all = m_calls.size();
    m_calls.push_back(&call);
}

void PlainEngine::remove(PlainCall& call)
{
    PlainCall* const last = m_calls.back();
    m_calls[call.places.all] = last;
    last->places.all = call.places.all;
    m_calls.pop_back();
}

} // namespace lanyard

#endif
