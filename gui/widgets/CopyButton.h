#pragma once

#include <QTimer>
#include <QToolButton>

namespace lanyard {

/// Puts a text on the clipboard and says so for a moment.
///
/// Lives in: the main thread.
class CopyButton final : public QToolButton
{
    Q_OBJECT

public:
    /// `what`: of the text, for people who do not see what it stands beside: "Copy the endpoint URL".
    explicit CopyButton(const QString& what, QWidget* parent = nullptr);

    void setText(const QString& text);
    const QString& textToCopy() const { return m_text; }
    bool justCopied() const { return m_feedback.isActive(); }

private:
    void copy();
    void showIdle();

    QString m_what;
    QString m_text;
    QTimer m_feedback;
};

} // namespace lanyard
