#pragma once

#include "protocol/Events.h"
#include "protocol/FrameReader.h"
#include "protocol/Methods.h"

#include <QLocalServer>
#include <QLocalSocket>
#include <QTemporaryDir>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace lanyard::test {

/// A service that answers what it was told to, over a real local socket in the real protocol. It can be stopped and
/// started again on the same socket.
class FakeService final : public QObject
{
    Q_OBJECT

public:
    FakeService();

    QString socketPath() const;
    void start();
    void stop();
    /// Accepts connections and says nothing.
    void setSilent(bool silent) { m_silent = silent; }

    /// What `M` answers from now on.
    template <class M>
    void answer(typename M::Result result)
    {
        m_answers.insert_or_assign(std::string(M::kInfo.name), Result<QJsonObject>(toJson(result)));
    }
    template <class M>
    void refuse(Error error)
    {
        m_answers.insert_or_assign(std::string(M::kInfo.name), Result<QJsonObject>(std::move(error)));
    }
    template <class M>
    int callsOf() const
    {
        const auto found = m_calls.find(std::string(M::kInfo.name));
        return found == m_calls.end() ? 0 : found->second;
    }

    /// To every connection, whatever it subscribed to.
    template <class E>
    void emitEvent(typename E::Data data)
    {
        for (auto& connection : m_connections) {
            const AdminEvent event{textOf(E::kName), ++connection->seq, toJson(data)};
            connection->socket->write(event.toEnvelope().toFrame());
        }
    }

    int connectionCount() const { return static_cast<int>(m_connections.size()); }
    const QStringList& topics() const { return m_topics; }

private:
    struct Connection
    {
        QLocalSocket* socket = nullptr;
        FrameReader reader{FrameReader::Peer::Client};
        std::uint64_t seq = 0;
    };

    void onConnection();
    void onReadyRead(Connection& connection);
    void onFrame(Connection& connection, const QByteArray& frame);

    QTemporaryDir m_folder;
    std::unique_ptr<QLocalServer> m_server;
    std::vector<std::unique_ptr<Connection>> m_connections;
    std::map<std::string, Result<QJsonObject>> m_answers;
    std::map<std::string, int> m_calls;
    QStringList m_topics;
    bool m_silent = false;
};

} // namespace lanyard::test
