#include "gui/pages/users/UsersPage.h"

#include "gui/models/CliText.h"
#include "gui/widgets/DataTable.h"
#include "gui/widgets/SearchField.h"
#include "gui/widgets/TwoLists.h"

#include <algorithm>

namespace lanyard {

UsersPage::UsersPage(ServiceState& service, QWidget* parent)
    : Page(service, parent),
      m_query(service.session()),
      m_search(new SearchField(tr("Search users and keys"))),
      m_userTable(new DataTable(QStringLiteral("users"), tr("Users"))),
      m_keyTable(new DataTable(QStringLiteral("keys"), tr("API keys of the chosen user"))),
      m_lists(new TwoLists(m_userTable, m_keyTable))
{
    m_userProxy.setSourceModel(&m_users);
    m_keyProxy.setSourceModel(&m_keys);
    m_userTable->setUp(&m_userProxy, {0, 15, 19, 8, 12}, UserModel::Name);
    m_keyTable->setUp(&m_keyProxy, {13, 14, 13, 0, 18}, KeyModel::Name);
    setContent(m_lists, m_search);

    connect(m_search, &QLineEdit::textChanged, this, &UsersPage::search);
    connect(m_userTable, &DataTable::currentRowChanged, this, &UsersPage::showKeys);
    connect(&m_query, &LiveQueryBase::changed, this, &UsersPage::refresh);
    connect(&session(), &AdminSession::configChanged, &m_query, &LiveQueryBase::markStale);
    connect(&session(), &AdminSession::phaseChanged, this, &UsersPage::refresh);
    refresh();
}

void UsersPage::refresh()
{
    if (!session().isConnected())
        return showDisconnected();
    if (m_query.error())
        return showFailed(*m_query.error());
    if (!m_query.value())
        return showLoading();
    const auto& users = m_query.value()->users;
    m_users.assign(users);
    if (users.empty()) {
        return showEmpty(
            {Glyph::Users,
             tr("No users yet"),
             tr("Every person, app or agent that may use the endpoint is a user with API keys and, if you like, a "
                "balance."),
             commandLine(CliWords::addUser(), session().givenSocket()),
             tr("This adds one with a balance of 10 dollars. It appears here by itself.", "below a command to copy"),
             {}});
    }
    setCount(m_userProxy.rowCount(), m_users.rowCount());
    m_userTable->ensureCurrentRow();
    showKeys();
    showContent();
}

void UsersPage::showKeys()
{
    const QString name = m_userTable->currentKey();
    const auto& all = m_users.rows();
    const auto chosen = std::find_if(all.begin(), all.end(), [&](const UserInfo& user) { return user.name == name; });
    if (chosen == all.end()) {
        m_keys.assign({});
        m_lists->setLowerHeading(tr("API keys"));
        return m_lists->showLowerTable();
    }
    m_keys.assign(chosen->keys);
    m_lists->setLowerHeading(tr("API keys of %1", "name of a user").arg(name));
    if (!chosen->keys.empty())
        return m_lists->showLowerTable();
    m_lists->showLowerEmpty(tr("This user has no API key yet. This command makes one and shows it once:"),
                            commandLine(CliWords::addKey(name), session().givenSocket()));
}

void UsersPage::search(const QString& text)
{
    m_userProxy.setSearch(UserModel::searchFor(text));
    setCount(m_userProxy.rowCount(), m_users.rowCount());
    m_userTable->setPlaceholder(tr("No user matches “%1”.").arg(text));
    m_userTable->ensureCurrentRow();
    showKeys();
}

} // namespace lanyard
