#include "gui/app/StatusLine.h"

#include "gui/widgets/StatusDot.h"
#include "gui/widgets/TextLabel.h"
#include "gui/widgets/Theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace lanyard {

StatusLine::StatusLine(ServiceState& service, QWidget* parent)
    : QWidget(parent),
      m_service(service),
      m_dot(new StatusDot(Theme::kDot)),
      m_serviceText(new ElidedLabel(TextLabel::Voice::Small)),
      m_endpointText(new TextLabel(TextLabel::Voice::Small))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::kMedium, Theme::kSmall - 2, Theme::kMedium, Theme::kSmall - 2);
    layout->setSpacing(Theme::kSmall);
    layout->addWidget(m_dot);
    layout->addWidget(m_serviceText, 1);
    layout->addWidget(m_endpointText);
    connect(&service, &ServiceState::changed, this, &StatusLine::refresh);
    refresh();
}

QString StatusLine::serviceText() const
{
    return m_serviceText->fullText();
}

QString StatusLine::endpointText() const
{
    return m_endpointText->text();
}

void StatusLine::refresh()
{
    const AdminSession& session = m_service.session();
    m_dot->setTone(m_service.tone());
    if (!session.isConnected()) {
        const bool looking = session.phase() == AdminSession::Phase::Looking;
        m_serviceText->setFullText(looking ? tr("Looking for the service")
                                           : tr("Not connected; trying again by itself"));
        m_endpointText->setText({});
        return;
    }
    QString which;
    switch (session.location().kind) {
    case SocketLocation::Kind::Given:
        which = tr("Connected to the given service", "named with --admin-socket");
        break;
    case SocketLocation::Kind::PerUser:
        which = tr("Connected to your own service");
        break;
    case SocketLocation::Kind::System:
        which = tr("Connected to the system service");
        break;
    }
    m_serviceText->setFullText(which + QStringLiteral("  ·  ") + session.location().path);
    const Endpoint& endpoint = m_service.endpoint();
    m_endpointText->setText(endpoint.isValid() ? endpoint.bound + QStringLiteral("  ·  ") + m_service.scopeText()
                                               : QString());
}

void StatusLine::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), 1), Theme::cardBorder(palette()));
}

} // namespace lanyard
