#include "ctl/commands/AllCommands.h"
#include "ctl/commands/TargetCommands.h"
#include "ctl/commands/Texts.h"
#include "ctl/TimeText.h"

namespace lanyard {
namespace {

class KeyListCommand final : public Command
{
public:
    void declare(CLI::App& app) override { addText(app, "user", m_params.user, "Only of this user.")->type_name(""); }
    void run(CtlSession& session) override
    {
        session.call<methods::KeyList>(m_params, [&session](const KeyListResult& result) {
            session.show(result, [&] { print(session, result); });
        });
    }

private:
    static Table::Cell state(const KeyInfo& key)
    {
        if (key.revoked)
            return {ctlText("revoked"), Table::Colour::Bad};
        if (key.expires && *key.expires <= SystemClock().wall())
            return {ctlText("expired"), Table::Colour::Bad};
        return key.enabled ? Table::Cell(ctlText("active"), Table::Colour::Good) : Table::Cell(ctlText("off"), Table::Colour::Faint);
    }
    static void print(CtlSession& session, const KeyListResult& result)
    {
        Table table;
        table.addColumn(ctlText("NAME"));
        table.addColumn(ctlText("KEY"));
        table.addColumn(ctlText("STATE"));
        table.addColumn(ctlText("MODELS"));
        table.addColumn(ctlText("ADDRESSES"));
        table.addColumn(ctlText("EXPIRES"));
        table.addColumn(ctlText("LIMITS"));
        for (const KeyInfo& key : result.keys) {
            table.addRow({key.user + u'/' + key.name, key.prefix + QStringLiteral("..."), state(key),
                          key.models.isEmpty() ? ctlText("all") : listText(key.models), key.ips.isEmpty() ? ctlText("all") : listText(key.ips),
                          key.expires ? localTimeText(*key.expires) : ctlText("never"), limitsText(key.limits)});
        }
        session.printTable(table, ctlText("There is no API key. Add one: lanyard key add USER/laptop"));
    }

    KeyListParams m_params;
};

template<class M>
class KeyWriteCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addRef(app, "user/name", m_params.user, m_params.name, "The API key.");
        m_key.declare(app);
        addList(app, "--model", m_params.models, "A model it may use, with * as a wildcard; may be given more than once.");
        addList(app, "--ip", m_params.ips, "An address or block it may come from; may be given more than once.");
        addText(app, "--expires", m_params.expires, "The day it ends, such as 2027-01-01.");
        addEnabled(app, m_params.enabled);
        addText(app, "--error-style", m_params.errorStyle, "How its chats are told that they are refused: status, chat, or none for the setting's.");
        addLimits(app, m_params.limits);
        addBudget(app, m_params.budget);
    }
    void run(CtlSession& session) override
    {
        auto key = m_key.read(session.console(), KeySource::WhenAbsent::Leave);
        if (!key)
            return session.fail(key.error());
        m_params.key = *std::move(key);
        session.call<M>(m_params, [&session](const ChangeResult& result) { session.showChange(result); });
    }

private:
    KeyParams m_params;
    KeySource m_key;
};

} // namespace

CommandEntries keyCommands()
{
    return {
        {"key list", "Lists API keys, of all users or of one.", "lanyard key list alice", makeCommand<KeyListCommand>},
        {"key show", "Shows one API key, without the key itself.", "lanyard key show alice/laptop",
         makeCommand<ShowCommand<methods::KeyShow>>},
        {"key add", "Makes an API key and shows it once.", "lanyard key add alice/laptop --expires 2027-01-01",
         makeCommand<KeyWriteCommand<methods::KeyAdd>>},
        {"key set", "Changes an API key; what is not named stays.", "lanyard key set alice/laptop --model 'gpt-*'",
         makeCommand<KeyWriteCommand<methods::KeySet>>},
        {"key remove", "Removes an API key.", "lanyard key remove alice/laptop", makeCommand<RemoveCommand<methods::KeyRemove>>},
        {"key enable", "Lets an API key be used again.", "lanyard key enable alice/laptop",
         makeCommand<SwitchCommand<methods::KeyEnable>>},
        {"key disable", "Refuses an API key.", "lanyard key disable alice/laptop", makeCommand<SwitchCommand<methods::KeyDisable>>},
        {"key revoke", "Takes an API key back for ever.", "lanyard key revoke alice/laptop",
         makeCommand<RemoveCommand<methods::KeyRevoke>>},
    };
}

} // namespace lanyard
