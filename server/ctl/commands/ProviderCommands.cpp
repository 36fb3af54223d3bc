#include "ctl/commands/AllCommands.h"
#include "ctl/commands/TargetCommands.h"
#include "ctl/commands/Texts.h"
#include "settings/ProviderPresets.h"

namespace lanyard {
namespace {

class ProviderListCommand final : public Command
{
public:
    void declare(CLI::App&) override {}
    void run(CtlSession& session) override
    {
        session.call<methods::ProviderList>({}, [&session](const ProviderListResult& result) {
            session.show(result, [&] { print(session, result); });
        });
    }

private:
    static void print(CtlSession& session, const ProviderListResult& result)
    {
        Table table;
        table.addColumn(ctlText("NAME"));
        table.addColumn(ctlText("KIND"));
        table.addColumn(ctlText("ENABLED"));
        table.addColumn(ctlText("CREDENTIALS"));
        table.addColumn(ctlText("BASE URL"));
        for (const ProviderInfo& provider : result.providers) {
            const auto isReady = [](const CredentialInfo& c) { return c.enabled && c.state == QLatin1String("ready"); };
            const auto ready = std::count_if(provider.credentials.begin(), provider.credentials.end(), isReady);
            table.addRow({provider.name, provider.kind, enabledCell(provider.enabled),
                          {ctlText("%1 of %2 ready").arg(ready).arg(provider.credentials.size()),
                           ready || provider.credentials.empty() ? Table::Colour::None : Table::Colour::Bad},
                          provider.baseUrl});
        }
        session.printTable(table, ctlText("There is no provider yet. Add one: lanyard provider add openai --preset openai --key-env OPENAI_API_KEY"));
    }
};

void declareFields(CLI::App& app, ProviderParams& params)
{
    addText(app, "--base-url", params.baseUrl, "Where the service answers; without a path it gets the kind's own, such as /v1.");
    addText(app, "--proxy", params.proxy, "Name of a proxy to go through.");
    addPairs(app, "--header", params.headers, "A header for each request; may be given more than once.");
    addPairs(app, "--option", params.options, "An option of the kind; may be given more than once.");
    addEnabled(app, params.enabled);
    addLimits(app, params.limits);
}

void declareTimeouts(CLI::App& app, TimeoutsPatch& timeouts)
{
    addNumber(app, "--connect-ms", timeouts.connectMs, "Time to connect.");
    addNumber(app, "--first-byte-ms", timeouts.firstByteMs, "Time to the first byte of a stream.");
    addNumber(app, "--whole-ms", timeouts.wholeMs, "Time for a plain answer.");
    addNumber(app, "--idle-ms", timeouts.idleMs, "Time between two chunks of a stream.");
    addNumber(app, "--total-ms", timeouts.totalMs, "Time for everything; 0 = no limit.");
}

class ProviderAddCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addText(app, "name", m_params.name, "Its name.")->type_name("")->required();
        const std::string help = "A well-known service, which needs no kind and no address: " + presetNames() + ".";
        addText(app, "--preset", m_preset, help.c_str());
        addText(app, "--kind", m_params.kind, "What it speaks, such as openai or anthropic; needed without a preset.");
        declareFields(app, m_params);
        declareTimeouts(app, m_timeouts);
        m_key.declare(app);
        addText(app, "--credential", m_credential, "Name of the credential for the key (default: main).");
    }
    void run(CtlSession& session) override
    {
        auto key = m_key.read(session.console(), KeySource::WhenAbsent::Leave);
        if (!key)
            return session.fail(key.error());
        if (const Result<void> filled = fillFromPreset(); !filled)
            return session.fail(filled.error(), CtlExit::Usage);
        if (*key)
            m_params.credentials = {CredentialFields{m_credential, **key, {}, {}, {}}};
        if (m_timeouts != TimeoutsPatch{})
            m_params.timeouts = m_timeouts;
        session.call<methods::ProviderAdd>(m_params, [&session](const ChangeResult& result) { session.showChange(result); });
    }

private:
    static std::string presetNames()
    {
        std::string names;
        for (const ProviderPreset& preset : providerPresets())
            names += (names.empty() ? "" : ", ") + std::string(preset.name);
        return names;
    }

    /// What the command line says itself stays.
    Result<void> fillFromPreset()
    {
        if (!m_preset) {
            if (!m_params.kind)
                return Error{ErrorCode::InvalidArgument, "--kind or --preset is required"};
            return {};
        }
        const ProviderPreset* const preset = findProviderPreset(m_preset->toStdString());
        if (!preset)
            return Error{ErrorCode::InvalidArgument, "there is no preset \"" + m_preset->toStdString() + "\"; there are " + presetNames()};
        const auto text = [](std::string_view view) { return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size())); };
        if (!m_params.kind)
            m_params.kind = text(preset->kind);
        if (!m_params.baseUrl)
            m_params.baseUrl = text(preset->baseUrl);
        if (preset->responses && !m_params.options)
            m_params.options = TextMap{{QStringLiteral("responses"), QStringLiteral("true")}};
        return {};
    }

    ProviderParams m_params;
    std::optional<QString> m_preset;
    TimeoutsPatch m_timeouts;
    KeySource m_key;
    QString m_credential = QStringLiteral("main");
};

class ProviderSetCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addText(app, "name", m_params.name, "Its name.")->type_name("")->required();
        addText(app, "--kind", m_params.kind, "What it speaks, such as openai or demo.");
        declareFields(app, m_params);
        declareTimeouts(app, m_timeouts);
    }
    void run(CtlSession& session) override
    {
        if (m_timeouts != TimeoutsPatch{})
            m_params.timeouts = m_timeouts;
        session.call<methods::ProviderSet>(m_params, [&session](const ChangeResult& result) { session.showChange(result); });
    }

private:
    ProviderParams m_params;
    TimeoutsPatch m_timeouts;
};

class ProviderCheckCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addText(app, "name", m_params.name, "Its name.")->type_name("")->required();
        addText(app, "--credential", m_params.credential, "Name of the credential to use (default: the first usable one).");
        addText(app, "--model", m_params.model, "The provider's own name of a model: asks it for one word, which costs a few tokens.");
    }
    void run(CtlSession& session) override
    {
        session.call<methods::ProviderCheck>(m_params, [this, &session](const ProviderCheckResult& result) {
            session.json() ? session.printJson(toJson(result)) : print(session, result);
            session.finish(result.ok ? CtlExit::Ok : CtlExit::Failed);
        });
    }

private:
    void print(CtlSession& session, const ProviderCheckResult& result) const
    {
        if (result.ok && m_params.model)
            return session.print(ctlText("%1 of %2 answers in %3 ms.").arg(*m_params.model, m_params.name).arg(result.ms));
        if (result.ok)
            return session.print(ctlText("%1 answers in %2 ms and offers %3 models.").arg(m_params.name).arg(result.ms).arg(result.models.size()));
        const QString status = result.status ? ctlText("status %1").arg(result.status) : ctlText("no answer");
        session.print(printable(ctlText("%1 does not work (%2): %3").arg(m_params.name, status, result.message)));
    }

    ProviderCheckParams m_params;
};

class ProviderDiscoverCommand final : public Command
{
public:
    void declare(CLI::App&) override {}
    void run(CtlSession& session) override
    {
        session.call<methods::ProviderDiscover>({}, [&session](const DiscoverResult& result) {
            session.show(result, [&] { print(session, result); });
        });
    }

private:
    static void print(CtlSession& session, const DiscoverResult& result)
    {
        Table table;
        for (const QString& heading : {ctlText("SERVER"), ctlText("ADDRESS"), ctlText("MODELS"), ctlText("PROVIDER")})
            table.addColumn(heading);
        for (const DiscoveredServer& server : result.servers)
            table.addRow({server.title, server.baseUrl, server.models.join(QStringLiteral(", ")), server.provider.isEmpty() ? QStringLiteral("-") : server.provider});
        session.printTable(table, ctlText("No model server answers on the usual ports (Ollama 11434, LM Studio 1234, llama.cpp 8080, vLLM 8000)."));
        for (const DiscoveredServer& server : result.servers) {
            if (server.provider.isEmpty())
                return session.print(ctlText("Add one: lanyard provider add %1 --preset %1").arg(server.preset));
        }
    }
};

} // namespace

CommandEntries providerCommands()
{
    return {
        {"provider list", "Lists all providers.", "lanyard provider list", makeCommand<ProviderListCommand>},
        {"provider show", "Shows one provider with its credentials.", "lanyard provider show openai",
         makeCommand<ShowCommand<methods::ProviderShow>>},
        {"provider add", "Adds a provider, with its first credential when a key is given.",
         "lanyard provider add deepseek --preset deepseek --key-env DEEPSEEK_API_KEY",
         makeCommand<ProviderAddCommand>},
        {"provider set", "Changes fields of a provider; what is not named stays.", "lanyard provider set openai --concurrency 8",
         makeCommand<ProviderSetCommand>},
        {"provider remove", "Removes a provider with its credentials.", "lanyard provider remove openai",
         makeCommand<RemoveCommand<methods::ProviderRemove>>},
        {"provider enable", "Lets requests go to a provider again.", "lanyard provider enable openai",
         makeCommand<SwitchCommand<methods::ProviderEnable>>},
        {"provider disable", "Sends no more requests to a provider.", "lanyard provider disable openai",
         makeCommand<SwitchCommand<methods::ProviderDisable>>},
        {"provider check", "Asks a provider for its models, or one model for a word; fails when it does not answer well.",
         "lanyard provider check openai --model gpt-4o-mini", makeCommand<ProviderCheckCommand>},
        {"provider discover", "Looks for model servers on the usual ports of the service's machine.", "lanyard provider discover",
         makeCommand<ProviderDiscoverCommand>},
    };
}

} // namespace lanyard
