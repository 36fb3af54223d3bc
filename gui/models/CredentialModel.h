#pragma once

#include "gui/models/RowModel.h"
#include "protocol/Methods.h"

namespace lanyard {

/// The credentials of one provider.
///
/// Lives in: the main thread.
class CredentialModel final : public RowModel<CredentialInfo>
{
    Q_OBJECT

public:
    enum Column { Name, Key, State, Reason, Weight, ColumnCount };

    using RowModel::RowModel;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    QString keyOf(const CredentialInfo& row) const override { return row.provider + u'/' + row.name; }
};

} // namespace lanyard
