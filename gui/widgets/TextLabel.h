#pragma once

#include <QLabel>

namespace lanyard {

/// A label in one of the theme's voices; keeps its colour right when the system changes between light and dark.
///
/// Lives in: the main thread.
class TextLabel : public QLabel
{
    Q_OBJECT

public:
    enum class Voice {
        Title,   ///< of a page
        Section, ///< of a card
        Number,  ///< a large figure
        Body,
        Quiet, ///< explains something else
        Small, ///< quiet and small: labels above figures, the status line
        Mono,
    };

    explicit TextLabel(Voice voice, const QString& text = {}, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void takeColour();

    Voice m_voice;
};

/// One line that is cut in the middle when there is no room, with the whole text as its tool tip.
///
/// Lives in: the main thread.
class ElidedLabel final : public TextLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(Voice voice, QWidget* parent = nullptr);

    void setFullText(const QString& text);
    const QString& fullText() const { return m_fullText; }

    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_fullText;
};

} // namespace lanyard
