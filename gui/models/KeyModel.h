#pragma once

#include "gui/models/RowModel.h"
#include "protocol/Methods.h"

namespace lanyard {

/// The API keys of one user.
///
/// Lives in: the main thread.
class KeyModel final : public RowModel<KeyInfo>
{
    Q_OBJECT

public:
    enum Column { Name, Prefix, State, Models, Expires, ColumnCount };

    using RowModel::RowModel;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    QString keyOf(const KeyInfo& row) const override { return row.user + u'/' + row.name; }
};

} // namespace lanyard
