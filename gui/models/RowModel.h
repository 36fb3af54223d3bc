#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <vector>

namespace lanyard {

/// What views and proxies ask for beyond Qt's own roles.
enum RowRole {
    KeyRole = Qt::UserRole, ///< what names the row for ever
    SortRole,               ///< number, date or text
    FilterRole,             ///< all text of the row that a search should find
    ToneRole,               ///< Tone, for cells that show a state
};

/// A table over a list of structs that is replaced as a whole and changes as little as possible: rows are matched by
/// their key, and only what differs is told to the views. Order is the proxies' business; new rows go to the end.
template <class Row>
class RowModel : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const final
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    const Row& rowAt(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    const std::vector<Row>& rows() const { return m_rows; }

    void assign(std::vector<Row> rows);

protected:
    virtual QString keyOf(const Row& row) const = 0;

private:
    /// More separate gaps than this are one reset: each gap moves all rows behind it.
    static constexpr std::size_t kManyGaps = 64;

    struct Run
    {
        std::size_t first;
        std::size_t last; ///< inclusive
    };
    std::vector<Run> runsOf(auto&& isIn) const;
    bool removeMissing(const QHash<QString, std::size_t>& wanted);
    void updateKept(const QHash<QString, std::size_t>& wanted, std::vector<Row>& rows);
    void appendNew(const QHash<QString, std::size_t>& wanted, std::vector<Row>& rows);

    std::vector<Row> m_rows;
};

template <class Row>
void RowModel<Row>::assign(std::vector<Row> rows)
{
    QHash<QString, std::size_t> wanted;
    wanted.reserve(static_cast<qsizetype>(rows.size()));
    for (std::size_t i = 0; i < rows.size(); ++i)
        wanted.insert(keyOf(rows[i]), i);
    if (!removeMissing(wanted)) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    updateKept(wanted, rows);
    appendNew(wanted, rows);
}

template <class Row>
auto RowModel<Row>::runsOf(auto&& isIn) const -> std::vector<Run>
{
    std::vector<Run> runs;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (!isIn(m_rows[i]))
            continue;
        if (!runs.empty() && runs.back().last + 1 == i)
            runs.back().last = i;
        else
            runs.push_back({i, i});
    }
    return runs;
}

/// False when so much goes that a reset is cheaper; nothing is done then.
template <class Row>
bool RowModel<Row>::removeMissing(const QHash<QString, std::size_t>& wanted)
{
    const auto gaps = runsOf([&](const Row& row) { return !wanted.contains(keyOf(row)); });
    if (gaps.size() > kManyGaps)
        return false;
    for (auto gap = gaps.rbegin(); gap != gaps.rend(); ++gap) {
        beginRemoveRows({}, static_cast<int>(gap->first), static_cast<int>(gap->last));
        const auto begin = m_rows.begin();
        m_rows.erase(begin + static_cast<std::ptrdiff_t>(gap->first),
                     begin + static_cast<std::ptrdiff_t>(gap->last) + 1);
        endRemoveRows();
    }
    return true;
}

template <class Row>
void RowModel<Row>::updateKept(const QHash<QString, std::size_t>& wanted, std::vector<Row>& rows)
{
    const auto differing = runsOf([&](const Row& row) { return !(row == rows[wanted.value(keyOf(row))]); });
    for (const Run& run : differing) {
        for (std::size_t i = run.first; i <= run.last; ++i)
            m_rows[i] = rows[wanted.value(keyOf(m_rows[i]))];
        Q_EMIT dataChanged(index(static_cast<int>(run.first), 0), index(static_cast<int>(run.last), columnCount() - 1));
    }
}

template <class Row>
void RowModel<Row>::appendNew(const QHash<QString, std::size_t>& wanted, std::vector<Row>& rows)
{
    QSet<QString> have;
    have.reserve(static_cast<qsizetype>(m_rows.size()));
    for (const Row& row : m_rows)
        have.insert(keyOf(row));
    std::vector<std::size_t> added;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const QString key = keyOf(rows[i]);
        if (!have.contains(key) && wanted.value(key) == i) // a key that is there twice counts once
            added.push_back(i);
    }
    if (added.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(added.size()) - 1);
    m_rows.reserve(m_rows.size() + added.size());
    for (const std::size_t i : added)
        m_rows.push_back(std::move(rows[i]));
    endInsertRows();
}

} // namespace lanyard
