#pragma once

#include "gui/widgets/Glyph.h"

#include <QWidget>

class QPushButton;

namespace lanyard {

class CopyField;
class TextLabel;

/// What stands in the place of a page's content while there is none: why, and the next step.
///
/// Lives in: the main thread.
class StateView final : public QWidget
{
    Q_OBJECT

public:
    struct Content
    {
        Glyph glyph = Glyph::Waiting;
        QString title;
        QString text;
        QString command;    ///< to be copied into a terminal; "" = none
        QString footnote;   ///< below the command
        QString buttonText; ///< "" = no button
    };

    explicit StateView(QWidget* parent = nullptr);

    void setContent(const Content& content);
    const Content& content() const { return m_content; }

Q_SIGNALS:
    void buttonClicked();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Content m_content;
    QWidget* m_glyph;
    TextLabel* m_title;
    TextLabel* m_text;
    CopyField* m_command;
    TextLabel* m_footnote;
    QPushButton* m_button;
};

} // namespace lanyard
