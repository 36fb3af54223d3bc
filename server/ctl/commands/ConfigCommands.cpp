#include "ctl/commands/AllCommands.h"
#include "ctl/CtlSession.h"
#include "ctl/Options.h"
#include "settings/ConfigVariables.h"

#include <QFile>

namespace lanyard {
namespace {

class ApplyCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addText(app, "-f,--file", m_file, "The file, or - for stdin.")->type_name("FILE")->required();
        app.add_flag("--dry-run", m_params.dryRun, ctlStd("Tells what would change and changes nothing."));
        app.add_flag("--prune", m_params.prune, ctlStd("Removes what the file does not list."));
        app.add_flag("-y,--yes", m_yes, ctlStd("Does not ask."));
    }
    void run(CtlSession& session) override
    {
        auto text = read(session.console());
        if (!text)
            return session.fail(text.error());
        if (m_params.prune && !m_params.dryRun && !session.confirm(ctlText("This removes whatever %1 does not list. Go on?").arg(m_file), m_yes))
            return;
        for (const std::string& name : findVariables(text->toStdString())) {
            if (const auto value = session.console().environment(fromStd(name)))
                m_params.variables[fromStd(name)] = *value;
        }
        m_params.document = QString::fromUtf8(*text);
        session.call<methods::ConfigApply>(m_params, [&session](const ChangeResult& result) { session.showChange(result); },
                                           std::chrono::minutes{5});
    }

private:
    Result<QByteArray> read(Console& console) const
    {
        if (m_file == QLatin1String("-"))
            return console.readInput();
        QFile file(m_file);
        if (!file.open(QIODevice::ReadOnly)) {
            const QString text = ctlText("%1 cannot be read: %2").arg(m_file, file.errorString());
            return Error{ErrorCode::Io, text.toStdString()};
        }
        return file.readAll();
    }

    QString m_file;
    ApplyParams m_params;
    bool m_yes = false;
};

class ExportCommand final : public Command
{
public:
    void declare(CLI::App&) override {}
    void run(CtlSession& session) override
    {
        session.call<methods::ConfigExport>({}, [&session](const ExportResult& result) {
            session.show(result, [&] { session.console().out(result.document); });
        });
    }
};

class SettingListCommand final : public Command
{
public:
    void declare(CLI::App&) override {}
    void run(CtlSession& session) override
    {
        session.call<methods::SettingList>({}, [&session](const SettingListResult& result) {
            session.show(result, [&] { print(session, result); });
        });
    }

private:
    static void print(CtlSession& session, const SettingListResult& result)
    {
        Table table;
        table.addColumn(ctlText("SETTING"));
        table.addColumn(ctlText("VALUE"));
        table.addColumn(ctlText("DEFAULT"));
        table.addColumn(ctlText("MEANING"));
        for (const SettingInfo& setting : result.settings) {
            const QString text = setting.needsRestart ? ctlText("%1 Needs a restart.").arg(setting.text) : setting.text;
            table.addRow({setting.key, {setting.value, setting.changed ? Table::Colour::Good : Table::Colour::None},
                          setting.defaultValue, text});
        }
        session.printTable(table, ctlText("There is no setting."));
    }
};

class SettingSetCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addText(app, "key", m_key, "Name of the setting.")->type_name("")->required();
        auto* value = addText(app, "value", m_value, "Its new value.")->type_name("");
        auto* back = app.add_flag("--default", m_default, ctlStd("Takes it back to its default."));
        value->excludes(back);
        app.callback([this] {
            if (!m_value && !m_default)
                throw CLI::RequiredError(ctlStd("A value, or --default,"));
        });
    }
    void run(CtlSession& session) override
    {
        const Patch<QString> value = m_value ? Patch<QString>(*m_value) : Patch<QString>::cleared();
        session.call<methods::SettingSet>({m_key, value}, [&session](const ChangeResult& result) { session.showChange(result); });
    }

private:
    QString m_key;
    std::optional<QString> m_value;
    bool m_default = false;
};

} // namespace

CommandEntries configCommands()
{
    return {
        {"apply", "Makes the configuration match a declarative file, all or nothing.", "lanyard apply -f lanyard.yaml --dry-run",
         makeCommand<ApplyCommand>},
        {"export", "Prints the configuration as a declarative file, without secrets.", "lanyard export > lanyard.yaml",
         makeCommand<ExportCommand>},
        {"setting list", "Lists every setting.", "lanyard setting list", makeCommand<SettingListCommand>},
        {"setting set", "Changes a setting.", "lanyard setting set default_model gpt-4o-mini", makeCommand<SettingSetCommand>},
    };
}

} // namespace lanyard
