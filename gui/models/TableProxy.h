#pragma once

#include <QCollator>
#include <QSortFilterProxyModel>

namespace lanyard {

/// Sorts a RowModel by SortRole, text as people of this locale sort it, and shows the rows whose FilterRole holds every
/// word that was searched.
class TableProxy final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit TableProxy(QObject* parent = nullptr);

    void setSearch(const QString& text);
    const QStringList& words() const { return m_words; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    QStringList m_words;
    QCollator m_collator;
};

} // namespace lanyard
