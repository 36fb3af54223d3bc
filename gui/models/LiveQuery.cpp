#include "gui/models/LiveQuery.h"

namespace lanyard {

LiveQueryBase::LiveQueryBase(AdminSession& session, QObject* parent) : QObject(parent), m_session(session)
{
    m_distance.setSingleShot(true);
    m_distance.setInterval(kDistance);
    connect(&m_distance, &QTimer::timeout, this, &LiveQueryBase::sendIfDue);
    connect(&session, &AdminSession::phaseChanged, this, &LiveQueryBase::onPhase);
}

void LiveQueryBase::setWanted(bool wanted)
{
    m_wanted = wanted;
    sendIfDue();
}

void LiveQueryBase::markStale()
{
    m_stale = true;
    sendIfDue();
}

void LiveQueryBase::onPhase()
{
    m_stale = true; // another service, or one that did things while we were away
    m_error.reset();
    if (m_session.isConnected())
        m_distance.stop();
    sendIfDue();
}

void LiveQueryBase::sendIfDue()
{
    if (!m_wanted || !m_stale || m_underWay || m_distance.isActive() || !m_session.isConnected())
        return;
    m_stale = false;
    m_underWay = true;
    m_distance.start();
    send();
}

void LiveQueryBase::finish(const std::optional<Error>& error)
{
    m_underWay = false;
    if (m_session.client().state() != AdminClient::State::Connected)
        return; // cut off: the session tells that, and the next connection reads again
    m_error = error;
    Q_EMIT changed();
    sendIfDue();
}

} // namespace lanyard
