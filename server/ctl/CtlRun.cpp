#include "ctl/CtlRun.h"

namespace lanyard {

void CtlRun::start(const QStringList& arguments)
{
    if (!m_line.parse(arguments)) {
        m_console.out(m_line.outText());
        m_console.err(m_line.errText());
        return end(m_line.exitCode());
    }
    AdminClient::Options options;
    options.socketPath = m_line.adminSocket();
    options.reconnect = false;
    m_client = std::make_unique<AdminClient>(options);
    m_session = std::make_unique<CtlSession>(*m_client, m_console, m_line.json());
    connect(m_session.get(), &CtlSession::finished, this, &CtlRun::end);
    connect(m_client.get(), &AdminClient::stateChanged, this, &CtlRun::onStateChanged);
    m_client->start();
}

void CtlRun::onStateChanged(AdminClient::State state)
{
    if (state == AdminClient::State::Connected) {
        m_running = true;
        m_line.command().run(*m_session);
    } else if (state == AdminClient::State::Disconnected) {
        const Error why = m_client->reason().value_or(Error{ErrorCode::Unavailable, "no Lanyard service is running"});
        m_running ? m_session->onServiceLost(why) : m_line.command().runWithoutService(*m_session, why);
    }
}

void CtlRun::end(CtlExit code)
{
    // Queued: start() may still be on the stack, and so may the signal that brought the end.
    QMetaObject::invokeMethod(this, [this, code] { Q_EMIT finished(static_cast<int>(code)); }, Qt::QueuedConnection);
}

} // namespace lanyard
