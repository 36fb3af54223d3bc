#include "ctl/CommandLine.h"

#include "ctl/Options.h"
#include "ctl/commands/AllCommands.h"

#include <sstream>

namespace lanyard {
namespace {

struct GroupText
{
    const char* name;
    const char* text;
};

constexpr GroupText kGroups[]{
    {"provider", "Services that answer requests."},
    {"credential", "The keys of a provider."},
    {"model", "What clients may ask for, and where it is had."},
    {"price", "What models cost."},
    {"user", "Who may ask."},
    {"group", "What users have in common."},
    {"voucher", "Codes that are worth money once."},
    {"alert", "What budgets told."},
    {"key", "What clients show to be let in."},
    {"setting", "How the service behaves."},
};

std::string groupText(const QString& name)
{
    for (const GroupText& group : kGroups) {
        if (name == QLatin1String(group.name))
            return ctlStd(group.text);
    }
    return {};
}

} // namespace

CommandLine::CommandLine(const DescribeServiceCommands& describe)
    : m_app(std::make_unique<CLI::App>(ctlStd("Lanyard: one endpoint for large language models, with keys, limits and costs per user."), "lanyard"))
{
    m_app->fallthrough(); // global options after the command
    m_app->require_subcommand(1);
    m_app->set_version_flag("--version", std::string("lanyard " LANYARD_VERSION), ctlStd("Prints the version."));
    addText(*m_app, "--admin-socket", m_adminSocket, "Where the service answers (default: your own service, else the system's).")->type_name("PATH");
    m_app->add_flag("--json", m_json, ctlStd("Prints JSON with stable keys."));
    m_app->footer(ctlStd("Global options may stand anywhere. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 no service."));
    CLI::App* serve = m_app->add_subcommand("serve", ctlStd("Runs the service."));
    CLI::App* restore = m_app->add_subcommand("restore", ctlStd("Puts a backup in place of the database; the service must not run."));
    if (describe)
        describe(*serve, *restore);
    for (const CommandEntry& entry : allCommands())
        add(entry);
}

CommandLine::~CommandLine() = default;

CLI::App& CommandLine::groupFor(const QString& name)
{
    const auto existing = m_app->get_subcommands([&](const CLI::App* app) { return fromStd(app->get_name()) == name; });
    if (!existing.empty())
        return *existing.front();
    CLI::App* group = m_app->add_subcommand(name.toStdString(), groupText(name));
    group->require_subcommand(1);
    return *group;
}

void CommandLine::add(const CommandEntry& entry)
{
    const QStringList words = QString::fromLatin1(entry.path).split(u' ');
    CLI::App& parent = words.size() > 1 ? groupFor(words.first()) : *m_app;
    CLI::App* app = parent.add_subcommand(words.last().toStdString(), ctlStd(entry.text));
    app->footer(ctlText("Example: %1").arg(QLatin1String(entry.example)).toStdString());
    m_commands.push_back(entry.make());
    Command* command = m_commands.back().get();
    app->preparse_callback([this, command](std::size_t) { m_command = command; });
    command->declare(*app);
}

bool CommandLine::parse(const QStringList& arguments)
{
    std::vector<std::string> words;
    for (auto it = arguments.rbegin(); it != arguments.rend(); ++it) // CLI11 takes them from the back
        words.push_back(it->toStdString());
    try {
        m_app->parse(words);
    } catch (const CLI::Success& stop) { // help or version
        std::ostringstream out;
        m_app->exit(stop, out, out);
        m_outText = fromStd(out.str());
        return false;
    } catch (const CLI::ParseError& mistake) {
        m_errText = ctlText("lanyard: %1\nRun the command with --help to see how it is used.\n").arg(wordsFor(mistake));
        m_exitCode = CtlExit::Usage;
        return false;
    }
    if (m_command)
        return true;
    m_errText = ctlText("lanyard: serve and restore are the service itself and cannot be combined with a command\n");
    m_exitCode = CtlExit::Usage;
    return false;
}

/// CLI11 complains of the missing command before it complains of the unknown one that stands in its place.
QString CommandLine::wordsFor(const CLI::ParseError& mistake) const
{
    const std::vector<std::string> unknown = m_app->remaining(true);
    if (dynamic_cast<const CLI::RequiredError*>(&mistake) && !unknown.empty())
        return ctlText("there is no command \"%1\"").arg(fromStd(unknown.front()));
    return fromStd(mistake.what()).trimmed();
}

} // namespace lanyard
