#include "gui/widgets/StatusDot.h"

#include "gui/widgets/Theme.h"

#include <QPainter>

namespace lanyard {

StatusDot::StatusDot(int diameter, QWidget* parent) : QWidget(parent)
{
    setFixedSize(diameter, diameter);
}

void StatusDot::setTone(Tone tone)
{
    if (m_tone == tone)
        return;
    m_tone = tone;
    update();
}

void StatusDot::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::tone(m_tone, palette()));
    painter.drawEllipse(rect());
}

} // namespace lanyard
