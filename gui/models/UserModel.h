#pragma once

#include "gui/models/RowModel.h"
#include "protocol/Methods.h"

namespace lanyard {

/// Lives in: the main thread.
class UserModel final : public RowModel<UserInfo>
{
    Q_OBJECT

public:
    enum Column { Name, Group, State, Keys, Balance, ColumnCount };

    using RowModel::RowModel;

    /// What to look for in FilterRole when somebody types this; the prefix of a key finds its user.
    static QString searchFor(const QString& typed);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    QString keyOf(const UserInfo& row) const override { return row.name; }
};

} // namespace lanyard
