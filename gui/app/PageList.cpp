#include "gui/app/PageList.h"

#include "gui/widgets/Theme.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace lanyard {
namespace {

constexpr int kRowHeight = 36;

class EntryDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {0, std::max(kRowHeight, option.fontMetrics.height() + 2 * Theme::kSmall)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRect box = option.rect.adjusted(0, 1, 0, -1);
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
        if (chosen || hovered) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(chosen ? Theme::chosenFill(option.palette) : Theme::hoverFill(option.palette));
            painter->drawRoundedRect(box, Theme::kRadius - 2, Theme::kRadius - 2);
        }
        if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
            painter->setPen(option.palette.color(QPalette::Highlight));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), Theme::kRadius - 2,
                                     Theme::kRadius - 2);
        }
        const QRect icon(box.left() + Theme::kMedium, box.center().y() + 1 - Theme::kIcon / 2, Theme::kIcon,
                         Theme::kIcon);
        index.data(Qt::DecorationRole).value<QIcon>().paint(painter, icon);
        painter->setPen(option.palette.color(QPalette::WindowText));
        painter->drawText(box.adjusted(icon.right() - box.left() + Theme::kMedium, 0, -Theme::kSmall, 0),
                          Qt::AlignVCenter, index.data().toString());
        painter->restore();
    }
};

} // namespace

PageList::PageList(QWidget* parent) : QListWidget(parent)
{
    setAccessibleName(tr("Pages"));
    setItemDelegate(new EntryDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setUniformItemSizes(true);
    QPalette clear;
    clear.setColor(QPalette::Base, Qt::transparent);
    setPalette(clear);
    viewport()->setAutoFillBackground(false);
}

void PageList::addPage(const QIcon& icon, const QString& title, const QString& toolTip)
{
    auto* item = new QListWidgetItem(icon, title, this);
    item->setToolTip(toolTip);
}

} // namespace lanyard
