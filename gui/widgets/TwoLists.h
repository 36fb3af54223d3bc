#pragma once

#include <QSplitter>

namespace lanyard {

class CopyField;
class DataTable;
class TextLabel;

/// A list and, below it, what belongs to its chosen row.
///
/// Lives in: the main thread.
class TwoLists final : public QSplitter
{
    Q_OBJECT

public:
    TwoLists(DataTable* upper, DataTable* lower, QWidget* parent = nullptr);

    void setLowerHeading(const QString& heading);
    /// Nothing belongs to the chosen row: says so, with the command that changes it.
    void showLowerEmpty(const QString& text, const QString& command);
    void showLowerTable();

private:
    DataTable* m_lower;
    TextLabel* m_heading;
    TextLabel* m_emptyText;
    CopyField* m_emptyCommand;
    QWidget* m_empty;
};

} // namespace lanyard
