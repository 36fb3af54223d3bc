#include "ctl/commands/AllCommands.h"
#include "ctl/commands/TargetCommands.h"
#include "ctl/commands/Texts.h"

namespace lanyard {
namespace {

QString routeText(const RouteInfo& route)
{
    const QString text = QStringLiteral("%1/%2@%3:%4").arg(route.provider, route.model).arg(route.priority).arg(route.weight);
    return route.enabled ? text : ctlText("%1 (off)").arg(text);
}

class ModelListCommand final : public Command
{
public:
    void declare(CLI::App&) override {}
    void run(CtlSession& session) override
    {
        session.call<methods::ModelList>({}, [&session](const ModelListResult& result) {
            session.show(result, [&] { print(session, result); });
        });
    }

private:
    static void print(CtlSession& session, const ModelListResult& result)
    {
        Table table;
        table.addColumn(ctlText("NAME"));
        table.addColumn(ctlText("ENABLED"));
        table.addColumn(ctlText("STRATEGY"));
        table.addColumn(ctlText("INPUT"), Table::Align::Right);
        table.addColumn(ctlText("OUTPUT"), Table::Align::Right);
        table.addColumn(ctlText("ROUTES"));
        for (const ModelInfo& model : result.models) {
            QStringList routes;
            for (const RouteInfo& route : model.routes)
                routes.append(routeText(route));
            table.addRow({model.name, enabledCell(model.enabled), model.strategy,
                          model.price ? moneyText(model.price->input) : QStringLiteral("-"),
                          model.price ? moneyText(model.price->output) : QStringLiteral("-"), listText(routes)});
        }
        session.printTable(table, ctlText("There is no model yet. Add one: lanyard model add gpt-4o --route openai/gpt-4o"));
    }
};

void declareFields(CLI::App& app, ModelParams& params)
{
    addText(app, "name", params.name, "What clients ask for.")->type_name("")->required();
    addRoutes(app, "--route", params.routes,
              "Where it is had; may be given more than once, the whole list is replaced. Priority 0 comes first.");
    addText(app, "--strategy", params.strategy, "priority, weighted, random, least-busy, fastest or headroom.");
    addList(app, "--alias", params.aliases, "Another name for it; may be given more than once.");
    addNumber(app, "--max-output", params.maxOutput, "Most output tokens of a request that names no limit.");
    addSwitch(app, "affinity", params.affinity, "A conversation stays with one credential, for its prompt cache.");
    addSwitch(app, "hedging", params.hedging, "A stream that is late to begin is asked for a second time.");
    addSwitch(app, "cache", params.cache, "Whole answers are kept for the same user's same request.");
    addEnabled(app, params.enabled);
    addPrices(app, params.price);
}

class ModelAddCommand final : public Command
{
public:
    void declare(CLI::App& app) override { declareFields(app, m_params); }
    void run(CtlSession& session) override
    {
        session.call<methods::ModelAdd>(m_params, [&session](const ChangeResult& result) { session.showChange(result); });
    }

private:
    ModelParams m_params;
};

class ModelSetCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        declareFields(app, m_params);
        addRoutes(app, "--remove-route", m_remove, "A route to take away, PROVIDER/MODEL; may be given more than once.")
            ->excludes(app.get_option("--route"));
    }
    void run(CtlSession& session) override
    {
        if (m_remove) {
            m_params.removeRoutes.emplace();
            for (const RouteFields& route : *m_remove)
                m_params.removeRoutes->push_back({route.provider, route.model});
        }
        session.call<methods::ModelSet>(m_params, [&session](const ChangeResult& result) { session.showChange(result); });
    }

private:
    ModelParams m_params;
    std::optional<std::vector<RouteFields>> m_remove;
};

class PriceListCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        app.add_flag("--catalogue", m_catalogue, ctlStd("The prices that are shipped, of all models that are known."));
    }
    void run(CtlSession& session) override
    {
        if (m_catalogue) {
            session.call<methods::PriceCatalogueGet>({}, [&session](const CatalogueResult& result) {
                session.show(result, [&] { print(session, result); });
            });
            return;
        }
        session.call<methods::PriceList>({}, [&session](const PriceListResult& result) {
            session.show(result, [&] { print(session, result); });
        });
    }

private:
    static Table emptyTable(const QString& last)
    {
        Table table;
        table.addColumn(ctlText("MODEL"));
        for (const QString& heading : {ctlText("INPUT"), ctlText("CACHED"), ctlText("OUTPUT"), ctlText("REQUEST")})
            table.addColumn(heading, Table::Align::Right);
        table.addColumn(last);
        return table;
    }

    static void print(CtlSession& session, const PriceListResult& result)
    {
        Table table = emptyTable(ctlText("FROM"));
        for (const PriceRow& row : result.prices) {
            if (!row.price) {
                table.addRow({row.model, {QStringLiteral("-"), Table::Colour::Bad}, QStringLiteral("-"), QStringLiteral("-"), QStringLiteral("-"), QStringLiteral("-")});
                continue;
            }
            const QString from = row.asOf ? ctlText("%1 of %2").arg(row.from, *row.asOf) : row.from;
            table.addRow({row.model, moneyText(row.price->input), moneyText(row.price->cachedInput), moneyText(row.price->output),
                          moneyText(row.price->perCall), from});
        }
        session.printTable(table, ctlText("There is no model yet."));
        if (!table.empty())
            session.print(ctlText("USD per million tokens."));
    }

    static void print(CtlSession& session, const CatalogueResult& result)
    {
        Table table = emptyTable(ctlText("OF"));
        for (const CatalogueInfo& row : result.prices) {
            table.addRow({row.service + u'/' + row.model, moneyText(row.price.input), moneyText(row.price.cachedInput), moneyText(row.price.output),
                          moneyText(row.price.perCall), row.asOf});
        }
        session.printTable(table, ctlText("No prices are shipped."));
        session.print(ctlText("USD per million tokens; --json tells tiers and sources too."));
    }

    bool m_catalogue = false;
};

class PriceSetCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addText(app, "model", m_model, "Name of the model.")->type_name("")->required();
        addPrices(app, m_price);
        addTime(app, "--from", m_effective, "From when on it holds, such as 2027-01-01; what is not named stays as it is.");
        app.callback([this] {
            if (!m_price.isPresent())
                throw CLI::RequiredError(ctlStd("A price, such as --input 2.50 --output 10.00,"));
        });
    }
    void run(CtlSession& session) override
    {
        session.call<methods::PriceSet>({m_model, m_price.value().value_or(PricePatch{}), m_effective},
                                        [&session](const ChangeResult& result) { session.showChange(result); });
    }

private:
    QString m_model;
    Patch<PricePatch> m_price;
    std::optional<WallTime> m_effective;
};

class ExplainCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addText(app, "model", m_params.model, "As a client would ask for it.")->type_name("")->required();
        addText(app, "--user", m_params.user, "As this user.");
        addText(app, "--key", m_key, "As this API key, USER/NAME.");
    }
    void run(CtlSession& session) override
    {
        if (!m_key.isEmpty()) {
            m_params.user = m_key.section(u'/', 0, 0);
            m_params.key = m_key.section(u'/', 1);
        }
        session.call<methods::RouteExplain>(m_params, [&session](const ExplainResult& result) {
            session.show(result, [&] { print(session, result); });
        });
    }

private:
    static void print(CtlSession& session, const ExplainResult& result)
    {
        if (!result.model.isEmpty() && result.model != result.requested)
            session.print(printable(ctlText("%1 means %2.").arg(result.requested, result.model)));
        Table table;
        table.addColumn(ctlText("TRY"), Table::Align::Right);
        table.addColumn(ctlText("ROUTE"));
        table.addColumn(ctlText("CREDENTIAL"));
        table.addColumn(ctlText("WHY"));
        int number = 0;
        for (const ExplainCandidate& candidate : result.candidates) {
            const bool usable = !candidate.credential.isEmpty();
            table.addRow({QString::number(++number),
                          routeText({candidate.provider, candidate.model, candidate.priority, candidate.weight, true}),
                          {usable ? candidate.credential : ctlText("none"), usable ? Table::Colour::Good : Table::Colour::Bad},
                          candidate.reason});
        }
        session.printTable(table, ctlText("No route."));
    }

    ExplainParams m_params;
    QString m_key;
};

} // namespace

CommandEntries modelCommands()
{
    return {
        {"model list", "Lists all models with their routes.", "lanyard model list", makeCommand<ModelListCommand>},
        {"model show", "Shows one model.", "lanyard model show gpt-4o", makeCommand<ShowCommand<methods::ModelShow>>},
        {"model add", "Adds a model.",
         "lanyard model add gpt-4o --route openai/gpt-4o --route backup/gpt-4o@1:5 --input 2.50 --output 10.00",
         makeCommand<ModelAddCommand>},
        {"model set", "Changes a model; what is not named stays.", "lanyard model set gpt-4o --strategy weighted",
         makeCommand<ModelSetCommand>},
        {"model remove", "Removes a model.", "lanyard model remove gpt-4o", makeCommand<RemoveCommand<methods::ModelRemove>>},
        {"model enable", "Offers a model again.", "lanyard model enable gpt-4o", makeCommand<SwitchCommand<methods::ModelEnable>>},
        {"model disable", "Offers a model no more.", "lanyard model disable gpt-4o", makeCommand<SwitchCommand<methods::ModelDisable>>},
        {"price list", "Lists what models cost.", "lanyard price list", makeCommand<PriceListCommand>},
        {"price show", "Shows what one model costs, and where that price comes from.", "lanyard price show gpt-4o",
         makeCommand<ShowCommand<methods::PriceShow>>},
        {"price set", "Sets what a model costs, in USD per million tokens.", "lanyard price set gpt-4o --input 2.50 --output 10.00",
         makeCommand<PriceSetCommand>},
        {"price remove", "Takes a model's price away.", "lanyard price remove gpt-4o",
         makeCommand<RemoveCommand<methods::PriceRemove>>},
        {"explain", "Tells where a request for a model would go now, and why.", "lanyard explain gpt-4o --user alice",
         makeCommand<ExplainCommand>},
    };
}

} // namespace lanyard
