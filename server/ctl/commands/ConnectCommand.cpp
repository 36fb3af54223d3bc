#include "clients/ClientSetup.h"
#include "ctl/commands/AllCommands.h"
#include "ctl/CtlSession.h"
#include "ctl/Options.h"

#include <QUrl>

namespace lanyard {
namespace {

/// The texts that point a client at the endpoint; the same as in the window.
class ConnectCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addText(app, "client", m_client, "Which client, such as codex or claude-code (default: lists all).")->type_name("");
        addText(app, "--model", m_model, "The model that it is to ask for (default: the first that is offered).");
        addText(app, "--url", m_url, "The endpoint as the client reaches it (default: as the service listens).");
        m_key.declare(app);
    }
    void run(CtlSession& session) override
    {
        auto key = m_key.read(session.console(), KeySource::WhenAbsent::Leave);
        if (!key)
            return session.fail(key.error());
        if (*key)
            m_target.key = fromStd(std::string((*key)->reveal()));
        const HelloResult& service = session.client().service();
        m_target.endpoint = QUrl(m_url ? *m_url : service.listen.isEmpty() ? QString() : service.listen.front() + QStringLiteral("/v1"));
        if (m_model) {
            m_target.model = *m_model;
            return print(session);
        }
        session.call<methods::ModelList>({}, [this, &session](const ModelListResult& models) {
            for (const ModelInfo& model : models.models) {
                if (model.enabled && m_target.model.isEmpty())
                    m_target.model = model.name;
            }
            print(session);
        });
    }

private:
    void print(CtlSession& session) const
    {
        Table table;
        table.addColumn(ctlText("NAME"));
        table.addColumn(ctlText("CLIENT"));
        table.addColumn(ctlText("WHERE"));
        QJsonArray list;
        for (const ClientSetup& setup : clientSetups(m_target)) {
            if (m_client && setup.id == *m_client)
                return printOne(session, setup);
            table.addRow({setup.id, setup.title, setup.place});
            list.append(jsonOf(setup));
        }
        if (m_client)
            return session.fail({ErrorCode::NotFound, ctlText("there is no client \"%1\"; `lanyard connect` lists all").arg(*m_client).toStdString()});
        if (session.json())
            session.printJson({{QStringLiteral("clients"), list}});
        else
            session.printTable(table, {});
        session.finish();
    }

    static QJsonObject jsonOf(const ClientSetup& setup)
    {
        return {{QStringLiteral("name"), setup.id}, {QStringLiteral("title"), setup.title}, {QStringLiteral("where"), setup.place}, {QStringLiteral("text"), setup.text}};
    }

    /// Only the text goes to stdout, so that it can be written to a file.
    static void printOne(CtlSession& session, const ClientSetup& setup)
    {
        if (session.json()) {
            session.printJson(jsonOf(setup));
        } else {
            session.warn(ctlText("%1: %2").arg(setup.title, setup.place));
            session.print(setup.text);
        }
        session.finish();
    }

    std::optional<QString> m_client;
    std::optional<QString> m_model;
    std::optional<QString> m_url;
    KeySource m_key;
    ClientTarget m_target;
};

} // namespace

CommandEntries connectCommands()
{
    return {{"connect", "Shows how a client is pointed at this endpoint.", "lanyard connect codex --model gpt-4o-mini --key-env LANYARD_API_KEY",
             makeCommand<ConnectCommand>}};
}

} // namespace lanyard
