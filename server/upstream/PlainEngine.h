#pragma once

#include <QtGlobal>

#ifdef Q_OS_UNIX

#include "upstream/PlainSocket.h"

#include <QHostAddress>
#include <QList>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace lanyard {

class PlainCall;
class TimerWheel;

/// Where a plain URL leads.
struct PlainTarget
{
    std::string host;         ///< without the brackets of an IPv6 address
    quint16 port = 80;
    std::string authority;    ///< as the Host field says it
    std::string path;         ///< with the query
    std::string hostAndPort;  ///< for messages, and what idle connections are kept by
};

/// What the calls of a PlainUpstream share: idle connections, addresses of names, the buffer that is read into.
/// Lives in: one worker's thread, until the last of its calls has gone.
class PlainEngine final : public std::enable_shared_from_this<PlainEngine>
{
public:
    using Resolved = std::function<void(const QList<QHostAddress>& addresses, const QString& error)>;

    explicit PlainEngine(TimerWheel& timers);
    ~PlainEngine();
    /// The upstream goes: calls say nothing more, connections are closed.
    void shutDown();

    TimerWheel& timers() { return m_timers; }
    /// What one call reads at a time; used up before the next one reads.
    std::array<char, 64 * 1024>& scratch() { return m_scratch; }

    /// Null: no plain http URL. Valid as long as the engine.
    std::shared_ptr<const PlainTarget> target(const std::string& url);
    /// A connection that was used before and seems alive; the one that was used last. Null: none.
    std::unique_ptr<PlainSocket> takeIdle(const std::string& hostAndPort);
    void keepIdle(const std::string& hostAndPort, std::unique_ptr<PlainSocket> socket);
    /// Tells the addresses of a name or a number, from the loop, unless `context` goes first.
    void resolve(const std::string& host, QObject* context, Resolved tell);

    // For calls.
    void add(PlainCall& call);
    void remove(PlainCall& call);

private:
    struct IdleConnection;
    struct Known
    {
        QList<QHostAddress> addresses;
        std::chrono::steady_clock::time_point until;
    };

    void dropIdle(IdleConnection& connection);

    TimerWheel& m_timers;
    std::unordered_map<std::string, std::shared_ptr<const PlainTarget>> m_targets;
    std::unordered_map<std::string, std::vector<std::unique_ptr<IdleConnection>>> m_idle;
    std::size_t m_idleCount = 0;
    std::unordered_map<std::string, Known> m_names;
    std::vector<PlainCall*> m_calls;
    std::array<char, 64 * 1024> m_scratch;
};

} // namespace lanyard

#endif
