#include "ctl/commands/AllCommands.h"
#include "ctl/commands/TargetCommands.h"
#include "ctl/commands/ShownMoney.h"
#include "ctl/commands/Texts.h"

namespace lanyard {
namespace {

class UserListCommand final : public Command
{
public:
    void declare(CLI::App&) override {}
    void run(CtlSession& session) override
    {
        session.call<methods::UserList>({}, [&session](const UserListResult& result) {
            session.show(result, [&] { print(session, result); });
        });
    }

private:
    static Table::Cell state(const UserInfo& user)
    {
        if (user.frozen)
            return {ctlText("frozen"), Table::Colour::Bad};
        return user.enabled ? Table::Cell(ctlText("active"), Table::Colour::Good) : Table::Cell(ctlText("off"), Table::Colour::Faint);
    }
    static void print(CtlSession& session, const UserListResult& result)
    {
        Table table;
        table.addColumn(ctlText("NAME"));
        table.addColumn(ctlText("GROUP"));
        table.addColumn(ctlText("STATE"));
        table.addColumn(ctlText("BALANCE %1").arg(session.client().service().displayCurrency), Table::Align::Right);
        table.addColumn(ctlText("KEYS"), Table::Align::Right);
        table.addColumn(ctlText("LIMITS"));
        for (const UserInfo& user : result.users) {
            table.addRow({user.name, user.group.isEmpty() ? QStringLiteral("-") : user.group, state(user), shownMoney(session.client().service(), user.balance),
                          QString::number(user.keys.size()), limitsText(user.limits)});
        }
        session.printTable(table, ctlText("There is no user yet. Add one: lanyard user add alice --balance 10.00"));
    }
};

template<class M>
class UserWriteCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addText(app, "name", m_params.name, "Their name.")->type_name("")->required();
        addText(app, "--group", m_params.group, "The group they belong to.");
        if constexpr (std::is_same_v<M, methods::UserAdd>)
            addMoney(app, "--balance", m_params.balance, "Opening deposit; without one they pay afterwards.");
        addEnabled(app, m_params.enabled);
        addLimits(app, m_params.limits);
        addBudget(app, m_params.budget);
    }
    void run(CtlSession& session) override
    {
        session.call<M>(m_params, [&session](const ChangeResult& result) { session.showChange(result); });
    }

private:
    UserParams m_params;
};

class GroupListCommand final : public Command
{
public:
    void declare(CLI::App&) override {}
    void run(CtlSession& session) override
    {
        session.call<methods::GroupList>({}, [&session](const GroupListResult& result) {
            session.show(result, [&] { print(session, result); });
        });
    }

private:
    static void print(CtlSession& session, const GroupListResult& result)
    {
        Table table;
        table.addColumn(ctlText("NAME"));
        table.addColumn(ctlText("USERS"), Table::Align::Right);
        table.addColumn(ctlText("MULTIPLIER"), Table::Align::Right);
        table.addColumn(ctlText("MODELS"));
        table.addColumn(ctlText("LIMITS"));
        for (const GroupInfo& group : result.groups) {
            table.addRow({group.name, QString::number(group.users), group.multiplier,
                          group.models.isEmpty() ? ctlText("all") : listText(group.models), limitsText(group.limits)});
        }
        session.printTable(table, ctlText("There is no group yet. Add one: lanyard group add family"));
    }
};

template<class M>
class GroupWriteCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addText(app, "name", m_params.name, "Its name.")->type_name("")->required();
        addText(app, "--multiplier", m_params.multiplier, "Times every price, such as 1.2.");
        addList(app, "--model", m_params.models, "A model it may use, with * as a wildcard; may be given more than once.");
        addLimits(app, m_params.limits);
        addBudget(app, m_params.budget);
    }
    void run(CtlSession& session) override
    {
        session.call<M>(m_params, [&session](const ChangeResult& result) { session.showChange(result); });
    }

private:
    GroupParams m_params;
};

} // namespace

CommandEntries userCommands()
{
    return {
        {"user list", "Lists all users.", "lanyard user list", makeCommand<UserListCommand>},
        {"user show", "Shows one user with their API keys.", "lanyard user show alice", makeCommand<ShowCommand<methods::UserShow>>},
        {"user add", "Adds a user.", "lanyard user add alice --group family --balance 10.00",
         makeCommand<UserWriteCommand<methods::UserAdd>>},
        {"user set", "Changes a user; what is not named stays.", "lanyard user set alice --rpm 10",
         makeCommand<UserWriteCommand<methods::UserSet>>},
        {"user remove", "Archives a user; their rows stay in the ledger.", "lanyard user remove alice",
         makeCommand<RemoveCommand<methods::UserRemove>>},
        {"user enable", "Lets a user make requests again.", "lanyard user enable alice", makeCommand<SwitchCommand<methods::UserEnable>>},
        {"user disable", "Refuses a user's requests.", "lanyard user disable alice", makeCommand<SwitchCommand<methods::UserDisable>>},
        {"user freeze", "Stops a user's spending by hand.", "lanyard user freeze alice", makeCommand<SwitchCommand<methods::UserFreeze>>},
        {"user unfreeze", "Lets a frozen user spend again.", "lanyard user unfreeze alice",
         makeCommand<SwitchCommand<methods::UserUnfreeze>>},
        {"group list", "Lists all groups.", "lanyard group list", makeCommand<GroupListCommand>},
        {"group show", "Shows one group.", "lanyard group show family", makeCommand<ShowCommand<methods::GroupShow>>},
        {"group add", "Adds a group.", "lanyard group add family --model 'gpt-*'", makeCommand<GroupWriteCommand<methods::GroupAdd>>},
        {"group set", "Changes a group; what is not named stays.", "lanyard group set family --multiplier 1.2",
         makeCommand<GroupWriteCommand<methods::GroupSet>>},
        {"group remove", "Removes a group; its users stay.", "lanyard group remove family",
         makeCommand<RemoveCommand<methods::GroupRemove>>},
    };
}

} // namespace lanyard
