#include "gui/widgets/GlyphLabel.h"

#include "gui/widgets/Theme.h"

#include <QPainter>

namespace lanyard {

GlyphLabel::GlyphLabel(Glyph glyph, QWidget* parent) : QWidget(parent), m_glyph(glyph)
{
    setFixedSize(Theme::kIcon, Theme::kIcon);
}

void GlyphLabel::setGlyph(Glyph glyph)
{
    m_glyph = glyph;
    update();
}

void GlyphLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintGlyph(painter, m_glyph, rect(), palette().color(QPalette::WindowText));
}

} // namespace lanyard
