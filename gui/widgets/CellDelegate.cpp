#include "gui/widgets/CellDelegate.h"

#include "gui/models/RowModel.h"
#include "gui/models/Tone.h"
#include "gui/widgets/Theme.h"

#include <QAbstractItemView>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace lanyard {

QRect CellDelegate::textRect(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QRect rect = option.rect.adjusted(Theme::kSmall, 0, -Theme::kSmall, 0);
    if (index.data(ToneRole).isValid())
        rect.adjust(Theme::kDot + Theme::kSmall, 0, 0, 0);
    return rect;
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    if (chosen)
        painter->fillRect(option.rect, Theme::chosenFill(option.palette));
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      Theme::rowLine(QGuiApplication::palette()));
    const QVariant tone = index.data(ToneRole);
    if (tone.isValid()) {
        const QRectF dot(option.rect.left() + Theme::kSmall, option.rect.center().y() + 1 - Theme::kDot / 2.0,
                         Theme::kDot, Theme::kDot);
        painter->setPen(Qt::NoPen);
        painter->setBrush(Theme::tone(tone.value<Tone>(), option.palette));
        painter->drawEllipse(dot);
    }
    const QRect rect = textRect(option, index);
    const QVariant alignment = index.data(Qt::TextAlignmentRole);
    const auto align = alignment.isValid() ? Qt::Alignment(alignment.toInt()) : Qt::AlignLeft | Qt::AlignVCenter;
    painter->setPen(option.palette.color(QPalette::WindowText));
    painter->setFont(option.font);
    painter->drawText(rect, static_cast<int>(align | Qt::TextSingleLine),
                      option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, rect.width()));
    if (option.state.testFlag(QStyle::State_HasFocus) && chosen) {
        painter->setPen(QPen(option.palette.color(QPalette::Highlight), 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5));
    }
    painter->restore();
}

bool CellDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                             const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const QString text = index.data().toString();
    const QString more = index.data(Qt::ToolTipRole).toString();
    const bool cut = option.fontMetrics.horizontalAdvance(text) > textRect(option, index).width();
    const QString tip = !more.isEmpty() ? more : cut ? text : QString();
    QToolTip::showText(event->globalPos(), tip, view);
    return true;
}

} // namespace lanyard
