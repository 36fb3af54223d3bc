#include "gui/models/AdminSession.h"

namespace lanyard {
namespace {

QStringList wantedTopics()
{
    return {textOf(events::ConfigChanged::kName), textOf(events::ServiceState::kName),
            textOf(events::StatsTick::kName)};
}

} // namespace

AdminSession::AdminSession(AdminClient::Options options, QObject* parent)
    : QObject(parent), m_givenSocket(options.socketPath), m_client(std::move(options))
{
    connect(&m_client, &AdminClient::stateChanged, this, &AdminSession::onClientState);
    connect(&m_client, &AdminClient::eventReceived, this, &AdminSession::onEvent);
    m_client.subscribe(wantedTopics());
}

void AdminSession::onClientState(AdminClient::State state)
{
    switch (state) {
    case AdminClient::State::Connecting:
        return; // the phase before still tells the truth
    case AdminClient::State::Connected:
        return setPhase(Phase::Connected, {});
    case AdminClient::State::Disconnected:
        break;
    }
    const Error reason = m_client.reason().value_or(Error{ErrorCode::Unavailable, {}});
    const bool nobody = reason.code == ErrorCode::Unavailable || reason.code == ErrorCode::Timeout;
    setPhase(nobody ? Phase::NoService : Phase::Refused, QString::fromStdString(reason.message));
}

void AdminSession::onEvent(const AdminEvent& event)
{
    if (const auto stats = event.as<events::StatsTick>())
        Q_EMIT statsTicked(*stats);
    else if (const auto state = event.as<events::ServiceState>())
        Q_EMIT serviceStateChanged(state->state);
    else if (event.as<events::ConfigChanged>() || event.as<events::Resync>())
        Q_EMIT configChanged();
}

void AdminSession::setPhase(Phase phase, const QString& reason)
{
    if (m_phase == phase && m_reason == reason)
        return;
    m_phase = phase;
    m_reason = reason;
    Q_EMIT phaseChanged();
}

} // namespace lanyard
