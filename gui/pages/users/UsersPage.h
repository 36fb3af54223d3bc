#pragma once

#include "gui/models/KeyModel.h"
#include "gui/models/TableProxy.h"
#include "gui/models/UserModel.h"
#include "gui/pages/Page.h"

namespace lanyard {

class DataTable;
class TwoLists;

/// The users with their balances, and the API keys of the chosen one.
///
/// Lives in: the main thread.
class UsersPage final : public Page
{
    Q_OBJECT

public:
    explicit UsersPage(ServiceState& service, QWidget* parent = nullptr);

    QString id() const override { return QStringLiteral("users"); }
    QString title() const override { return tr("Users"); }
    Glyph glyph() const override { return Glyph::Users; }
    SearchField* searchField() const override { return m_search; }
    void activate() override { m_query.setWanted(true); }
    void deactivate() override { m_query.setWanted(false); }

    DataTable* userTable() const { return m_userTable; }
    DataTable* keyTable() const { return m_keyTable; }
    const UserModel& users() const { return m_users; }

protected:
    void retry() override { m_query.markStale(); }

private:
    void refresh();
    void showKeys();
    void search(const QString& text);

    LiveQuery<methods::UserList> m_query;
    UserModel m_users;
    TableProxy m_userProxy;
    KeyModel m_keys;
    TableProxy m_keyProxy;
    SearchField* m_search;
    DataTable* m_userTable;
    DataTable* m_keyTable;
    TwoLists* m_lists;
};

} // namespace lanyard
