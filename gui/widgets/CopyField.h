#pragma once

#include <QFrame>

class QPlainTextEdit;

namespace lanyard {

class CopyButton;

/// Text to be taken elsewhere (a URL, a command, a few lines), selectable, with its copy button. Long lines wrap on the
/// screen only: what is copied is the text as it was set.
///
/// Lives in: the main thread.
class CopyField final : public QFrame
{
    Q_OBJECT

public:
    /// `name` of the text and `copyText` of its button, for people who do not see them.
    CopyField(const QString& name, const QString& copyText, QWidget* parent = nullptr);

    void setText(const QString& text);
    const QString& text() const { return m_plain; }
    /// Larger, for the one that matters most on a page.
    void setProminent();
    CopyButton* button() const { return m_button; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void dress();
    void fitHeight();

    QString m_plain;
    bool m_prominent = false;
    QPlainTextEdit* m_text;
    CopyButton* m_button;
};

} // namespace lanyard
