#include "gui/widgets/SearchField.h"

#include "gui/widgets/Glyph.h"

#include <QKeyEvent>

namespace lanyard {

SearchField::SearchField(const QString& placeholder, QWidget* parent) : QLineEdit(parent)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setClearButtonEnabled(true);
    addAction(glyphIcon(Glyph::Search), QLineEdit::LeadingPosition);
    setToolTip(tr("%1 (Ctrl+F)", "what is searched and its shortcut").arg(placeholder));
    setFixedWidth(260);
}

void SearchField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty())
        return clear();
    QLineEdit::keyPressEvent(event);
}

} // namespace lanyard
