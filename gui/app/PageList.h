#pragma once

#include <QListWidget>

namespace lanyard {

/// The entries at the left that choose a page.
///
/// Lives in: the main thread.
class PageList final : public QListWidget
{
    Q_OBJECT

public:
    explicit PageList(QWidget* parent = nullptr);

    void addPage(const QIcon& icon, const QString& title, const QString& toolTip);
};

} // namespace lanyard
