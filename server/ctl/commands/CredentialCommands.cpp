#include "ctl/commands/AllCommands.h"
#include "ctl/commands/TargetCommands.h"
#include "ctl/commands/Texts.h"

namespace lanyard {
namespace {

class CredentialListCommand final : public Command
{
public:
    void declare(CLI::App& app) override { addText(app, "provider", m_params.provider, "Only of this provider.")->type_name(""); }
    void run(CtlSession& session) override
    {
        session.call<methods::CredentialList>(m_params, [&session](const CredentialListResult& result) {
            session.show(result, [&] { print(session, result); });
        });
    }

private:
    static void print(CtlSession& session, const CredentialListResult& result)
    {
        Table table;
        table.addColumn(ctlText("NAME"));
        table.addColumn(ctlText("KEY"));
        table.addColumn(ctlText("WEIGHT"), Table::Align::Right);
        table.addColumn(ctlText("STATE"));
        table.addColumn(ctlText("NOW"), Table::Align::Right);
        table.addColumn(ctlText("REQUESTS"), Table::Align::Right);
        table.addColumn(ctlText("FAILED"), Table::Align::Right);
        table.addColumn(ctlText("LIMITS"));
        table.addColumn(ctlText("REASON"));
        for (const CredentialInfo& c : result.credentials) {
            table.addRow({c.provider + u'/' + c.name, c.keyPrefix.isEmpty() ? QStringLiteral("-") : c.keyPrefix, QString::number(c.weight),
                          stateCell(c), QString::number(c.inFlight), numberText(c.requests), numberText(c.failures),
                          limitsText(c.limits), c.reason});
        }
        session.printTable(table, ctlText("There is no credential. Add one: lanyard credential add PROVIDER/main --key-stdin"));
    }

    CredentialListParams m_params;
};

/// add and set: the same fields, and for a new one the key is asked for.
template<class M, KeySource::WhenAbsent whenAbsent>
class CredentialWriteCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addRef(app, "provider/name", m_params.provider, m_params.name, "The credential.");
        m_key.declare(app);
        addNumber(app, "--weight", m_params.weight, "Its share of the requests, next to the others'.");
        addEnabled(app, m_params.enabled);
        addLimits(app, m_params.limits);
    }
    void run(CtlSession& session) override
    {
        auto key = m_key.read(session.console(), whenAbsent);
        if (!key)
            return session.fail(key.error());
        m_params.key = *std::move(key);
        session.call<M>(m_params, [&session](const ChangeResult& result) { session.showChange(result); });
    }

private:
    CredentialParams m_params;
    KeySource m_key;
};

class CredentialResetCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        auto* which = addText(app, "provider[/name]", m_which, "Those of a provider, or one of them.")->type_name("");
        auto* all = app.add_flag("--all", m_params.all, ctlStd("Those of all providers."));
        all->excludes(which);
        app.callback([this] {
            if (m_which.isEmpty() && !m_params.all)
                throw CLI::RequiredError(ctlStd("PROVIDER[/NAME] or --all"));
        });
    }
    void run(CtlSession& session) override
    {
        if (!m_which.isEmpty())
            m_params.provider = m_which.section(u'/', 0, 0);
        if (m_which.contains(u'/'))
            m_params.name = m_which.section(u'/', 1);
        session.call<methods::CredentialReset>(m_params, [&session](const CredentialResetResult& result) {
            session.show(result, [&] { session.print(ctlText("Reset %1 credentials.").arg(result.reset)); });
        });
    }

private:
    QString m_which;
    CredentialResetParams m_params;
};

} // namespace

CommandEntries credentialCommands()
{
    return {
        {"credential list", "Lists credentials with their live state.", "lanyard credential list openai",
         makeCommand<CredentialListCommand>},
        {"credential show", "Shows one credential.", "lanyard credential show openai/main",
         makeCommand<ShowCommand<methods::CredentialShow>>},
        {"credential add", "Adds a credential; its key comes from stdin, the environment or a prompt.",
         "lanyard credential add openai/second --key-env SECOND_KEY --weight 2",
         makeCommand<CredentialWriteCommand<methods::CredentialAdd, KeySource::WhenAbsent::Ask>>},
        {"credential set", "Changes a credential, or replaces its key.", "lanyard credential set openai/main --weight 5 --rpm 60",
         makeCommand<CredentialWriteCommand<methods::CredentialSet, KeySource::WhenAbsent::Leave>>},
        {"credential remove", "Removes a credential.", "lanyard credential remove openai/second",
         makeCommand<RemoveCommand<methods::CredentialRemove>>},
        {"credential enable", "Lets a credential be used again.", "lanyard credential enable openai/main",
         makeCommand<SwitchCommand<methods::CredentialEnable>>},
        {"credential disable", "Takes a credential out of use.", "lanyard credential disable openai/main",
         makeCommand<SwitchCommand<methods::CredentialDisable>>},
        {"credential reset", "Clears counters, cool-downs, breakers and disabled-by-error.", "lanyard credential reset --all",
         makeCommand<CredentialResetCommand>},
    };
}

} // namespace lanyard
