#pragma once

#include "gui/models/RowModel.h"
#include "protocol/Methods.h"

namespace lanyard {

/// Lives in: the main thread.
class ProviderModel final : public RowModel<ProviderInfo>
{
    Q_OBJECT

public:
    enum Column { Name, Kind, BaseUrl, Credentials, Enabled, ColumnCount };

    using RowModel::RowModel;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    QString keyOf(const ProviderInfo& row) const override { return row.name; }
};

} // namespace lanyard
