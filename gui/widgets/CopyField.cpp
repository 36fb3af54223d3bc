#include "gui/widgets/CopyField.h"

#include "gui/widgets/CopyButton.h"
#include "gui/widgets/Theme.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPlainTextEdit>
#include <QTextLayout>

#include <cmath>

namespace lanyard {
namespace {

constexpr auto kWrapMode = QTextOption::WrapAtWordBoundaryOrAnywhere;

int countLines(const QString& text, const QFont& font, int room)
{
    int count = 0;
    for (const QString& line : text.split(u'\n')) {
        QTextLayout layout(line, font);
        QTextOption option;
        option.setWrapMode(kWrapMode);
        layout.setTextOption(option);
        layout.beginLayout();
        int pieces = 0;
        for (QTextLine piece = layout.createLine(); piece.isValid(); piece = layout.createLine(), ++pieces)
            piece.setLineWidth(std::max(room, 1));
        layout.endLayout();
        count += std::max(pieces, 1);
    }
    return count;
}

} // namespace

CopyField::CopyField(const QString& name, const QString& copyText, QWidget* parent)
    : QFrame(parent), m_text(new QPlainTextEdit), m_button(new CopyButton(copyText))
{
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setWordWrapMode(kWrapMode);
    m_text->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
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
    if (text == m_plain)
        return; // a selection stays
    m_plain = text;
    m_text->setPlainText(text);
    fitHeight();
}

void CopyField::setProminent()
{
    m_prominent = true;
    dress();
}

void CopyField::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Theme::cardBorder(palette()));
    painter.setBrush(Theme::wellFill(palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Theme::kRadius - 2, Theme::kRadius - 2);
}

void CopyField::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        dress();
    QFrame::changeEvent(event);
}

void CopyField::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    fitHeight();
}

void CopyField::dress()
{
    QPalette palette;
    palette.setColor(QPalette::Base, Qt::transparent);
    m_text->setPalette(palette);
    QFont font = Theme::monoFont();
    if (m_prominent)
        font.setPointSizeF(font.pointSizeF() * 1.25);
    m_text->setFont(font);
    fitHeight();
}

/// As high as its lines, wrapped at the present width. Counted here, because the editor itself only wraps what is seen.
void CopyField::fitHeight()
{
    const QMargins margins = layout()->contentsMargins();
    const int room = width() - margins.left() - margins.right() - layout()->spacing() - m_button->sizeHint().width();
    const int lines = countLines(m_plain, m_text->font(), room);
    m_text->setFixedHeight(static_cast<int>(std::ceil(QFontMetricsF(m_text->font()).lineSpacing() * lines)) + 2);
}

} // namespace lanyard
