#include "gui/widgets/FlatHeader.h"

#include "gui/widgets/Theme.h"

#include <QPainter>

namespace lanyard {
namespace {

constexpr double kArrowWidth = 7;

void paintArrow(QPainter& painter, const QPointF& centre, Qt::SortOrder order, const QColor& color)
{
    const double up = order == Qt::AscendingOrder ? -1 : 1;
    QPolygonF arrow;
    arrow << QPointF(-kArrowWidth / 2, -up * 2) << QPointF(0, up * 2) << QPointF(kArrowWidth / 2, -up * 2);
    painter.setPen(QPen(color, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(arrow.translated(centre));
}

} // namespace

FlatHeader::FlatHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent)
{
    setFrameShape(QFrame::NoFrame);
    setSectionsClickable(true);
    setHighlightSections(false);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    viewport()->setAutoFillBackground(false);
}

QSize FlatHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), fontMetrics().height() + Theme::kMedium};
}

void FlatHeader::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.fillRect(QRect(0, height() - 1, width(), 1), Theme::cardBorder(palette()));
    painter.end();
    QHeaderView::paintEvent(event);
}

void FlatHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QVariant given = model()->headerData(section, orientation(), Qt::TextAlignmentRole);
    const Qt::Alignment align = given.isValid() ? Qt::Alignment(given.toInt()) : defaultAlignment();
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == section;
    const QColor color = sorted ? palette().color(QPalette::WindowText) : Theme::quietText(palette());
    QRect room = rect.adjusted(Theme::kSmall, 0, -Theme::kSmall, 0);
    const int arrow = sorted ? static_cast<int>(kArrowWidth) + Theme::kSmall : 0;
    const bool right = align.testFlag(Qt::AlignRight);
    const QString text = fontMetrics().elidedText(model()->headerData(section, orientation()).toString(),
                                                  Qt::ElideRight, room.width() - arrow);
    painter->setFont(Theme::smallFont());
    painter->setPen(color);
    const QRect used = painter->boundingRect(room, static_cast<int>(align | Qt::TextSingleLine), text);
    painter->drawText(room, static_cast<int>(align | Qt::TextSingleLine), text);
    if (sorted) {
        const double x = right ? used.left() - Theme::kSmall : used.right() + Theme::kSmall + 2;
        paintArrow(*painter, {x, rect.center().y() + 0.5}, sortIndicatorOrder(), color);
    }
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), Theme::cardBorder(palette()));
    painter->restore();
}

} // namespace lanyard
