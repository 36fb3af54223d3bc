#pragma once

#include <QWidget>

namespace lanyard {

class TextLabel;

/// A figure and what it counts.
///
/// Lives in: the main thread.
class MetricTile final : public QWidget
{
    Q_OBJECT

public:
    explicit MetricTile(const QString& label, QWidget* parent = nullptr);

    void setValue(const QString& value);
    QString value() const;

private:
    QString m_label;
    TextLabel* m_value;
};

} // namespace lanyard
