#pragma once

#include <QTableView>

namespace lanyard {

/// A table as every page shows one: whole rows, sortable, long texts cut with a tool tip, Ctrl+C takes the current
/// cell, column widths are remembered.
///
/// Lives in: the main thread.
class DataTable final : public QTableView
{
    Q_OBJECT

public:
    /// `id` names its remembered columns; `name` is for people who do not see it.
    DataTable(const QString& id, const QString& name, QWidget* parent = nullptr);

    /// `widths` in characters, one a column; the column with width 0 takes what is left.
    void setUp(QAbstractItemModel* model, const std::vector<int>& widths, int sortColumn);
    /// Height for a list that is mostly short.
    void setVisibleRows(int rows);
    /// What stands in the place of rows while there are none, for example because nothing matches a search.
    void setPlaceholder(const QString& text);
    /// Chooses the first row when none is chosen.
    void ensureCurrentRow();
    /// The key of the current row; "" = none.
    QString currentKey() const;

    void copyCell() const;

Q_SIGNALS:
    void currentRowChanged();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void dress();
    void restoreColumns(const std::vector<int>& widths);
    void saveColumns() const;

    QString m_id;
    QString m_placeholder;
};

} // namespace lanyard
