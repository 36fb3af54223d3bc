#include "gui/widgets/TextLabel.h"

#include "gui/widgets/Theme.h"

#include <QApplication>
#include <QEvent>
#include <QPainter>

namespace lanyard {
namespace {

/// Scripts that the font itself lacks are drawn in a taller one.
constexpr int kFallbackRoom = 6;

QFont fontOf(TextLabel::Voice voice)
{
    switch (voice) {
    case TextLabel::Voice::Title:
        return Theme::titleFont();
    case TextLabel::Voice::Section:
        return Theme::sectionFont();
    case TextLabel::Voice::Number:
        return Theme::numberFont();
    case TextLabel::Voice::Small:
        return Theme::smallFont();
    case TextLabel::Voice::Mono:
        return Theme::monoFont();
    case TextLabel::Voice::Body:
    case TextLabel::Voice::Quiet:
        break;
    }
    return QApplication::font();
}

} // namespace

TextLabel::TextLabel(Voice voice, const QString& text, QWidget* parent) : QLabel(text, parent), m_voice(voice)
{
    setTextFormat(Qt::PlainText); // names and messages come from outside
    setFont(fontOf(m_voice));
    takeColour();
}

void TextLabel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        setFont(fontOf(m_voice));
    if (event->type() == QEvent::PaletteChange)
        takeColour();
    QLabel::changeEvent(event);
}

void TextLabel::takeColour()
{
    if (m_voice != Voice::Quiet && m_voice != Voice::Small)
        return;
    const QColor quiet = Theme::quietText(QApplication::palette());
    if (palette().color(QPalette::WindowText) == quiet)
        return; // setting it tells of a change again
    QPalette own;
    own.setColor(QPalette::WindowText, quiet);
    setPalette(own);
}

ElidedLabel::ElidedLabel(Voice voice, QWidget* parent) : TextLabel(voice, {}, parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setFullText(const QString& text)
{
    m_fullText = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 8, fontMetrics().height() + kFallbackRoom};
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_fullText) + 2, fontMetrics().height() + kFallbackRoom};
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    const QString shown = fontMetrics().elidedText(m_fullText, Qt::ElideMiddle, width());
    setToolTip(shown == m_fullText ? QString() : m_fullText);
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(rect(), static_cast<int>(alignment() | Qt::TextSingleLine), shown);
}

} // namespace lanyard
