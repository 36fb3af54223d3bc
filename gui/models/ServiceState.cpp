#include "gui/models/ServiceState.h"

#include "gui/models/Format.h"
#include "gui/models/StateWords.h"

#include <algorithm>

namespace lanyard {
namespace {

/// Requests change credentials (cool-downs, refusals); so often is looked while there are any.
constexpr std::chrono::seconds kTrafficPause{2};
constexpr std::chrono::milliseconds kAfterRecovery{200};

bool hasTraffic(const StatsInfo& stats)
{
    return stats.inFlight > 0 || stats.requestsPerMinute > 0 || stats.failedPerMinute > 0;
}

} // namespace

ServiceState::ServiceState(AdminSession& session, QObject* parent)
    : QObject(parent), m_session(session), m_status(session), m_providers(session)
{
    m_traffic.setSingleShot(true);
    m_traffic.setInterval(kTrafficPause);
    m_recovery.setSingleShot(true);
    connect(&m_traffic, &QTimer::timeout, &m_providers, &LiveQueryBase::markStale);
    connect(&m_recovery, &QTimer::timeout, &m_providers, &LiveQueryBase::markStale);
    connect(&m_status, &LiveQueryBase::changed, this, &ServiceState::onStatus);
    connect(&m_providers, &LiveQueryBase::changed, this, &ServiceState::onProviders);
    connect(&session, &AdminSession::phaseChanged, this, &ServiceState::onPhase);
    connect(&session, &AdminSession::configChanged, this, &ServiceState::refresh);
    connect(&session, &AdminSession::statsTicked, this, &ServiceState::onStats);
    connect(&session, &AdminSession::serviceStateChanged, this, &ServiceState::onServiceState);
    m_status.setWanted(true);
    m_providers.setWanted(true);
}

void ServiceState::refresh()
{
    m_status.markStale();
    m_providers.markStale();
}

void ServiceState::onPhase()
{
    m_state.clear();
    m_stats = {};
    m_endpoint = m_session.isConnected() ? Endpoint::from(m_session.service().listen, lanAddresses()) : Endpoint{};
    Q_EMIT changed();
    Q_EMIT statsChanged();
}

void ServiceState::onStatus()
{
    if (m_status.value()) {
        m_state = m_status.value()->state;
        m_stats = m_status.value()->stats;
        m_endpoint = Endpoint::from(m_status.value()->service.listen, lanAddresses());
    }
    Q_EMIT changed();
    Q_EMIT statsChanged();
}

void ServiceState::onProviders()
{
    std::optional<std::uint64_t> soonest;
    if (m_providers.value()) {
        for (const ProviderInfo& provider : m_providers.value()->providers) {
            for (const CredentialInfo& credential : provider.credentials) {
                if (credential.retryInMs)
                    soonest = std::min(soonest.value_or(*credential.retryInMs), *credential.retryInMs);
            }
        }
    }
    m_recovery.stop();
    if (soonest)
        m_recovery.start(std::chrono::milliseconds{std::min<std::uint64_t>(*soonest, 3'600'000)} + kAfterRecovery);
    Q_EMIT providersChanged();
    Q_EMIT changed();
}

void ServiceState::onStats(const StatsInfo& stats)
{
    if ((hasTraffic(stats) || hasTraffic(m_stats)) && !m_traffic.isActive())
        m_traffic.start();
    if (stats == m_stats)
        return;
    m_stats = stats;
    Q_EMIT statsChanged();
}

void ServiceState::onServiceState(const QString& state)
{
    m_state = state;
    refresh();
    Q_EMIT changed();
}

bool ServiceState::anyCredentialNeedsAttention() const
{
    if (!m_providers.value())
        return false;
    const auto& all = m_providers.value()->providers;
    return std::any_of(all.begin(), all.end(), [](const ProviderInfo& provider) {
        return provider.enabled &&
               std::any_of(provider.credentials.begin(), provider.credentials.end(), needsAttention);
    });
}

ServiceState::Overall ServiceState::overall() const
{
    switch (m_session.phase()) {
    case AdminSession::Phase::Looking:
        return Overall::Looking;
    case AdminSession::Phase::NoService:
        return Overall::Stopped;
    case AdminSession::Phase::Refused:
        return Overall::NotConnected;
    case AdminSession::Phase::Connected:
        break;
    }
    if (m_state == u"stopping")
        return Overall::Stopping;
    if (m_state == u"locked" || anyCredentialNeedsAttention())
        return Overall::Degraded;
    return m_state.isEmpty() ? Overall::Looking : Overall::Serving;
}

QString ServiceState::title() const
{
    switch (overall()) {
    case Overall::Looking:
        return tr("Connecting", "state of the service");
    case Overall::NotConnected:
        return tr("Not connected", "state of the service");
    case Overall::Stopped:
        return tr("Not running", "state of the service");
    case Overall::Stopping:
        return tr("Stopping", "state of the service");
    case Overall::Degraded:
        return m_state == u"locked" ? tr("Locked", "state of the service")
                                    : tr("Serving, needs attention", "state of the service");
    case Overall::Serving:
        return tr("Serving", "state of the service");
    }
    return {};
}

Tone ServiceState::tone() const
{
    switch (overall()) {
    case Overall::Serving:
        return Tone::Good;
    case Overall::Stopping:
    case Overall::Degraded:
        return Tone::Attention;
    case Overall::NotConnected:
        return Tone::Bad;
    case Overall::Looking:
    case Overall::Stopped:
        return Tone::Off;
    }
    return Tone::Off;
}

QString ServiceState::scopeText() const
{
    if (!m_endpoint.isValid())
        return {};
    return m_endpoint.scope == Endpoint::Scope::ThisComputer ? tr("This computer only", "who can reach the endpoint")
                                                             : tr("Shared on the LAN", "who can reach the endpoint");
}

QStringList ServiceState::problems() const
{
    QStringList all;
    if (m_state == u"locked")
        all << tr("The master key cannot be opened, so providers with a stored key cannot be used. The service tries "
                  "again by itself.");
    if (m_providers.value()) {
        for (const ProviderInfo& provider : m_providers.value()->providers) {
            for (const CredentialInfo& credential : provider.credentials) {
                if (!provider.enabled || !needsAttention(credential))
                    continue;
                const QString what = credential.reason.isEmpty() ? wordsFor(credential).text : credential.reason;
                all << tr("Credential %1/%2: %3", "provider/credential: what is wrong")
                           .arg(provider.name, credential.name, sentence(what));
            }
        }
    }
    if (m_status.value()) {
        for (const QString& warning : m_status.value()->warnings)
            all << sentence(warning);
    }
    return all;
}

} // namespace lanyard
