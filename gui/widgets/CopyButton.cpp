#include "gui/widgets/CopyButton.h"

#include "gui/widgets/Glyph.h"
#include "gui/widgets/Theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QToolTip>

namespace lanyard {

CopyButton::CopyButton(const QString& what, QWidget* parent) : QToolButton(parent), m_what(what)
{
    setAutoRaise(true);
    setIconSize({Theme::kIcon - 2, Theme::kIcon - 2});
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    m_feedback.setSingleShot(true);
    m_feedback.setInterval(std::chrono::milliseconds{1600});
    connect(&m_feedback, &QTimer::timeout, this, &CopyButton::showIdle);
    connect(this, &QToolButton::clicked, this, &CopyButton::copy);
    showIdle();
}

void CopyButton::setText(const QString& text)
{
    m_text = text;
    setEnabled(!text.isEmpty());
}

void CopyButton::copy()
{
    QGuiApplication::clipboard()->setText(m_text);
    setIcon(glyphIcon(Glyph::Check));
    const QString done = tr("Copied");
    setToolTip(done);
    setAccessibleName(done);
    QToolTip::showText(mapToGlobal(QPoint(width() / 2, height())), done, this);
    m_feedback.start();
}

void CopyButton::showIdle()
{
    setIcon(glyphIcon(Glyph::Copy));
    setToolTip(m_what);
    setAccessibleName(m_what);
}

} // namespace lanyard
