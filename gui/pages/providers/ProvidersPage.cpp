#include "gui/pages/providers/ProvidersPage.h"

#include "gui/models/CliText.h"
#include "gui/widgets/DataTable.h"
#include "gui/widgets/SearchField.h"
#include "gui/widgets/TwoLists.h"

#include <algorithm>

namespace lanyard {

ProvidersPage::ProvidersPage(ServiceState& service, QWidget* parent)
    : Page(service, parent),
      m_search(new SearchField(tr("Search providers"))),
      m_providerTable(new DataTable(QStringLiteral("providers"), tr("Providers"))),
      m_credentialTable(new DataTable(QStringLiteral("credentials"), tr("Credentials of the chosen provider"))),
      m_lists(new TwoLists(m_providerTable, m_credentialTable))
{
    m_providerProxy.setSourceModel(&m_providers);
    m_credentialProxy.setSourceModel(&m_credentials);
    m_providerTable->setUp(&m_providerProxy, {14, 11, 0, 15, 9}, ProviderModel::Name);
    m_credentialTable->setUp(&m_credentialProxy, {13, 14, 20, 0, 9}, CredentialModel::Name);
    setContent(m_lists, m_search);

    connect(m_search, &QLineEdit::textChanged, this, &ProvidersPage::search);
    connect(m_providerTable, &DataTable::currentRowChanged, this, &ProvidersPage::showCredentials);
    connect(&service, &ServiceState::providersChanged, this, &ProvidersPage::refresh);
    connect(&session(), &AdminSession::phaseChanged, this, &ProvidersPage::refresh);
    refresh();
}

void ProvidersPage::refresh()
{
    if (!session().isConnected())
        return showDisconnected();
    if (service().providersError())
        return showFailed(*service().providersError());
    if (!service().providers())
        return showLoading();
    const auto& providers = service().providers()->providers;
    m_providers.assign(providers);
    if (providers.empty()) {
        return showEmpty(
            {Glyph::Providers,
             tr("No providers yet"),
             tr("A provider is where requests are sent on to: a cloud service, or a model server of your own."),
             commandLine(CliWords::addProvider(), session().givenSocket()),
             tr("This adds one whose key is in the variable OPENAI_API_KEY. It appears here by itself.",
                "below a command to copy"),
             {}});
    }
    setCount(m_providerProxy.rowCount(), m_providers.rowCount());
    m_providerTable->ensureCurrentRow();
    showCredentials();
    showContent();
}

void ProvidersPage::showCredentials()
{
    const QString name = m_providerTable->currentKey();
    const auto& all = m_providers.rows();
    const auto chosen =
        std::find_if(all.begin(), all.end(), [&](const ProviderInfo& provider) { return provider.name == name; });
    if (chosen == all.end()) {
        m_credentials.assign({});
        m_lists->setLowerHeading(tr("Credentials"));
        return m_lists->showLowerTable();
    }
    m_credentials.assign(chosen->credentials);
    m_lists->setLowerHeading(tr("Credentials of %1", "name of a provider").arg(name));
    if (!chosen->credentials.empty())
        return m_lists->showLowerTable();
    m_lists->showLowerEmpty(tr("This provider has no credential yet. This command asks for its key:"),
                            commandLine(CliWords::addCredential(name), session().givenSocket()));
}

void ProvidersPage::search(const QString& text)
{
    m_providerProxy.setSearch(text);
    setCount(m_providerProxy.rowCount(), m_providers.rowCount());
    m_providerTable->setPlaceholder(tr("No provider matches “%1”.").arg(text));
    m_providerTable->ensureCurrentRow();
    showCredentials();
}

} // namespace lanyard
