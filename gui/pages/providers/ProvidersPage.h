#pragma once

#include "gui/models/CredentialModel.h"
#include "gui/models/ProviderModel.h"
#include "gui/models/TableProxy.h"
#include "gui/pages/Page.h"

namespace lanyard {

class DataTable;
class TwoLists;

/// The providers, and the credentials of the chosen one with their live state.
///
/// Lives in: the main thread.
class ProvidersPage final : public Page
{
    Q_OBJECT

public:
    explicit ProvidersPage(ServiceState& service, QWidget* parent = nullptr);

    QString id() const override { return QStringLiteral("providers"); }
    QString title() const override { return tr("Providers"); }
    Glyph glyph() const override { return Glyph::Providers; }
    SearchField* searchField() const override { return m_search; }

    DataTable* providerTable() const { return m_providerTable; }
    DataTable* credentialTable() const { return m_credentialTable; }

protected:
    void retry() override { service().refresh(); }

private:
    void refresh();
    void showCredentials();
    void search(const QString& text);

    ProviderModel m_providers;
    TableProxy m_providerProxy;
    CredentialModel m_credentials;
    TableProxy m_credentialProxy;
    SearchField* m_search;
    DataTable* m_providerTable;
    DataTable* m_credentialTable;
    TwoLists* m_lists;
};

} // namespace lanyard
