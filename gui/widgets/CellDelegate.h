#pragma once

#include <QStyledItemDelegate>

namespace lanyard {

/// Draws a cell: room at both sides, a dot before a state, and the whole text as a tool tip where it was cut.
///
/// Lives in: the main thread.
class CellDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

private:
    QRect textRect(const QStyleOptionViewItem& option, const QModelIndex& index) const;
};

} // namespace lanyard
