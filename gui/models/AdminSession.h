#pragma once

#include "client/AdminClient.h"

namespace lanyard {

/// The window's one connection to the service: what AdminClient reports, calmed down for people (a failed attempt that
/// is followed by the next one does not flicker) and its events as typed signals.
///
/// Lives in: the main thread.
class AdminSession final : public QObject
{
    Q_OBJECT

public:
    enum class Phase {
        Looking,   ///< the first attempt since start is under way
        NoService, ///< nobody answers; attempts go on by themselves
        Refused,   ///< a service is there and does not want us, or speaks another protocol; attempts go on
        Connected,
    };
    Q_ENUM(Phase)

    explicit AdminSession(AdminClient::Options options, QObject* parent = nullptr);

    void start() { m_client.start(); }
    /// At once instead of after the pause.
    void tryNow() { m_client.start(); }

    Phase phase() const { return m_phase; }
    bool isConnected() const { return m_phase == Phase::Connected; }
    /// Why it is not connected, as the client says it; empty while Looking or Connected.
    const QString& reason() const { return m_reason; }
    /// The socket that was asked for; empty: the usual places.
    const QString& givenSocket() const { return m_givenSocket; }
    /// The service's own data; only while Connected.
    const HelloResult& service() const { return m_client.service(); }
    const SocketLocation& location() const { return m_client.location(); }

    AdminClient& client() { return m_client; }

Q_SIGNALS:
    void phaseChanged();
    /// What was read may be stale: the configuration changed, or events were lost.
    void configChanged();
    void serviceStateChanged(const QString& state);
    void statsTicked(const lanyard::StatsInfo& stats);

private:
    void onClientState(AdminClient::State state);
    void onEvent(const AdminEvent& event);
    void setPhase(Phase phase, const QString& reason);

    QString m_givenSocket;
    AdminClient m_client;
    Phase m_phase = Phase::Looking;
    QString m_reason;
};

} // namespace lanyard
