#include "gui/widgets/CopyField.h"

#include "gui/widgets/CopyButton.h"
#include "gui/widgets/Theme.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollBar>

#include <cmath>

namespace lanyard {

CopyField::CopyField(const QString& name, const QString& copyText, QWidget* parent)
    : QFrame(parent), m_text(new QPlainTextEdit), m_button(new CopyButton(copyText))
{
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->setTabChangesFocus(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setAccessibleName(name);
    m_text->document()->setDocumentMargin(0);
    m_text->viewport()->setAutoFillBackground(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::kMedium, Theme::kSmall - 2, Theme::kSmall - 2, Theme::kSmall - 2);
    layout->setSpacing(Theme::kSmall);
    layout->addWidget(m_text, 1, Qt::AlignVCenter);
    layout->addWidget(m_button, 0, Qt::AlignTop);
    dress();
}

void CopyField::setText(const QString& text)
{
    m_button->setText(text);
    if (text == m_text->toPlainText())
        return; // a selection stays
    m_text->setPlainText(text);
    fitHeight();
}

QString CopyField::text() const
{
    return m_text->toPlainText();
}

void CopyField::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::wellFill(palette()));
    painter.drawRoundedRect(rect(), Theme::kRadius - 2, Theme::kRadius - 2);
}

void CopyField::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::ApplicationFontChange)
        dress();
    QFrame::changeEvent(event);
}

void CopyField::dress()
{
    QPalette palette;
    palette.setColor(QPalette::Base, Qt::transparent);
    m_text->setPalette(palette);
    m_text->setFont(Theme::monoFont());
    fitHeight();
}

/// As high as its lines; a line that is wider than the field gets room for the scroll bar.
void CopyField::fitHeight()
{
    const QFontMetricsF metrics(m_text->font());
    const int lines = std::max(1, m_text->blockCount());
    const int bar = lines > 1 ? m_text->horizontalScrollBar()->sizeHint().height() : 0;
    m_text->setHorizontalScrollBarPolicy(lines > 1 ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    m_text->setFixedHeight(static_cast<int>(std::ceil(metrics.lineSpacing() * lines)) + 2 + bar);
}

} // namespace lanyard
