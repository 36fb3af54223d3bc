#include "gui/widgets/Card.h"

#include "gui/widgets/TextLabel.h"
#include "gui/widgets/Theme.h"

#include <QPainter>
#include <QVBoxLayout>

namespace lanyard {

Card::Card(const QString& heading, QWidget* parent) : QFrame(parent), m_content(new QVBoxLayout(this))
{
    m_content->setContentsMargins(Theme::kLarge, Theme::kMedium + 2, Theme::kLarge, Theme::kMedium + 4);
    m_content->setSpacing(Theme::kSmall);
    if (!heading.isEmpty())
        m_content->addWidget(new TextLabel(TextLabel::Voice::Section, heading));
}

void Card::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Theme::cardBorder(palette()));
    painter.setBrush(Theme::cardFill(palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Theme::kRadius, Theme::kRadius);
}

} // namespace lanyard
