#pragma once

#include <QLineEdit>

namespace lanyard {

/// Filters what stands below it while typing; Escape empties it.
///
/// Lives in: the main thread.
class SearchField final : public QLineEdit
{
    Q_OBJECT

public:
    explicit SearchField(const QString& placeholder, QWidget* parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

} // namespace lanyard
