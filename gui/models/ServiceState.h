#pragma once

#include "gui/models/Endpoint.h"
#include "gui/models/LiveQuery.h"
#include "gui/models/Tone.h"

namespace lanyard {

/// What several views show about the service as a whole: its state, endpoint, live figures, providers and what needs
/// attention. Kept fresh by the service's events.
///
/// Lives in: the main thread.
class ServiceState final : public QObject
{
    Q_OBJECT

public:
    enum class Overall {
        Looking,      ///< nothing known yet
        NotConnected, ///< a service is there but refuses this window
        Stopped,      ///< no service answers
        Stopping,     ///< it finishes running requests
        Degraded,     ///< serves, but something needs attention
        Serving,
    };
    Q_ENUM(Overall)

    explicit ServiceState(AdminSession& session, QObject* parent = nullptr);

    AdminSession& session() const { return m_session; }
    Overall overall() const;
    /// One or two words: "Serving".
    QString title() const;
    Tone tone() const;

    const Endpoint& endpoint() const { return m_endpoint; }
    /// "This computer only", "Shared on the LAN".
    QString scopeText() const;
    const StatsInfo& stats() const { return m_stats; }
    /// Nothing before the first answer.
    const std::optional<StatusResult>& status() const { return m_status.value(); }
    const std::optional<Error>& statusError() const { return m_status.error(); }

    const std::optional<ProviderListResult>& providers() const { return m_providers.value(); }
    const std::optional<Error>& providersError() const { return m_providers.error(); }

    /// Sentences about what the owner should look at, most urgent first.
    QStringList problems() const;

    void refresh();

Q_SIGNALS:
    /// Anything of the above except the providers and the live figures.
    void changed();
    void statsChanged();
    void providersChanged();

private:
    void onPhase();
    void onStatus();
    void onProviders();
    void onStats(const StatsInfo& stats);
    void onServiceState(const QString& state);
    bool anyCredentialNeedsAttention() const;

    AdminSession& m_session;
    LiveQuery<methods::StatusGet> m_status;
    LiveQuery<methods::ProviderList> m_providers;
    QTimer m_traffic;  ///< runs while traffic may have changed what the credentials are like
    QTimer m_recovery; ///< until the first credential is tried again
    Endpoint m_endpoint;
    StatsInfo m_stats;
    QString m_state; ///< as in StatusResult, newest
};

} // namespace lanyard
