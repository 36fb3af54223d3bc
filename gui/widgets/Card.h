#pragma once

#include <QFrame>

class QVBoxLayout;

namespace lanyard {

/// A quiet box around things that belong together, with an optional heading.
///
/// Lives in: the main thread.
class Card final : public QFrame
{
    Q_OBJECT

public:
    explicit Card(const QString& heading = {}, QWidget* parent = nullptr);

    QVBoxLayout* content() const { return m_content; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QVBoxLayout* m_content;
};

} // namespace lanyard
