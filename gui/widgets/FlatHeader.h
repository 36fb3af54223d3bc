#pragma once

#include <QHeaderView>

namespace lanyard {

/// Column titles as quiet words over a thin line, with the arrow of the sorted one.
///
/// Lives in: the main thread.
class FlatHeader final : public QHeaderView
{
    Q_OBJECT

public:
    explicit FlatHeader(QWidget* parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    void paintEvent(QPaintEvent* event) override;
};

} // namespace lanyard
