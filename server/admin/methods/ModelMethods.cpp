#include "admin/methods/AllMethods.h"
#include "admin/methods/Changes.h"
#include "admin/methods/Views.h"
#include "config/PriceCatalogue.h"

namespace lanyard {
namespace {

const QString kSection = QStringLiteral("models");
const QString kEnabled = QStringLiteral("enabled");
const QString kPrice = QStringLiteral("price");
using Expect = ConfigChange::Expect;

ConfigChange modelChange(const ModelParams& params, Expect expect)
{
    ConfigChange change = objectChange(kSection, without(toJson(params), QStringLiteral("remove_routes")), expect);
    for (const RouteRef& route : params.removeRoutes.value_or(std::vector<RouteRef>{}))
        change.remove.push_back({ObjectKind::Route, (route.provider + u'/' + route.model).toStdString(), params.name.toStdString()});
    return change;
}

/// A change of the price's list of changes: what it will be from `effective` on is what holds then, with the patch on it.
QJsonObject withChange(const Price& price, WallTime effective, const PricePatch& patch)
{
    Price then = price.at(effective);
    then.changes.clear();
    QJsonObject next = toJson(priceInfo(then));
    const QJsonObject given = toJson(patch);
    for (auto part = given.begin(); part != given.end(); ++part)
        next.insert(part.key(), part.value());
    next.insert(QStringLiteral("effective"), toJson(PriceChangeInfo{effective, {}, {}, {}, {}, {}, {}, {}, {}, {}}).value(QStringLiteral("effective")));
    QJsonArray changes{next};
    for (const QJsonValue& known : toJson(priceInfo(price)).value(QStringLiteral("changes")).toArray()) {
        if (known.toObject().value(QStringLiteral("effective")) != next.value(QStringLiteral("effective")))
            changes.append(known);
    }
    return {{QStringLiteral("changes"), changes}};
}

/// What requests for it cost, whoever set that.
PriceRow priceRow(const Snapshot& snapshot, const ModelConfig& model)
{
    PriceRow row{toText(model.name), {}};
    const ProviderConfig nobody;
    if (const Price* price = snapshot.priceOf(&model, nobody, {}))
        row.price = priceInfo(*price);
    switch (snapshot.priceSource(model)) {
    case Snapshot::PriceFrom::Nowhere: break;
    case Snapshot::PriceFrom::Owner: row.from = QStringLiteral("owner"); break;
    case Snapshot::PriceFrom::Ceiling: row.from = QStringLiteral("ceiling"); break;
    case Snapshot::PriceFrom::Catalogue:
        row.from = QStringLiteral("catalogue");
        if (const CatalogueRow* shipped = cataloguePriceOf(snapshot.configuration(), model)) {
            row.page = toText(shipped->source);
            row.asOf = toText(shipped->asOf);
        }
        break;
    }
    return row;
}

} // namespace

void registerModelMethods(Dispatcher& dispatcher, AdminServices& services)
{
    dispatcher.on<methods::ModelList>([&services](const Nothing&, Answer<ModelListResult> answer) {
        const auto snapshot = services.snapshots.current();
        ModelListResult result;
        for (const ModelConfig& model : snapshot->configuration().models)
            result.models.push_back(modelInfo(*snapshot, model));
        answer(std::move(result));
    });
    dispatcher.on<methods::ModelShow>([&services](const NameParams& params, Answer<ModelInfo> answer) {
        const auto snapshot = services.snapshots.current();
        const ModelConfig* model = findByName(snapshot->configuration().models, params.name);
        if (!model)
            return answer(notFound(QStringLiteral("model"), params.name));
        answer(modelInfo(*snapshot, *model));
    });
    dispatcher.on<methods::ModelAdd>([&services](const ModelParams& params, ChangeAnswer answer) {
        if (params.removeRoutes)
            return answer(Error{ErrorCode::InvalidArgument, "model.add: remove_routes is for model.set"});
        submit(services, modelChange(params, Expect::New), std::move(answer));
    });
    dispatcher.on<methods::ModelSet>([&services](const ModelParams& params, ChangeAnswer answer) {
        if (params.removeRoutes && params.routes)
            return answer(Error{ErrorCode::InvalidArgument, "model.set: give either routes (the whole list) or remove_routes"});
        submit(services, modelChange(params, Expect::Existing), std::move(answer));
    });
    dispatcher.on<methods::ModelRemove>([&services](const NameParams& params, ChangeAnswer answer) {
        submit(services, removal(ObjectKind::Model, params.name), std::move(answer));
    });
    dispatcher.on<methods::ModelEnable>([&services](const NameParams& params, ChangeAnswer answer) {
        submit(services, objectChange(kSection, namedField(params.name, kEnabled, true), Expect::Existing), std::move(answer));
    });
    dispatcher.on<methods::ModelDisable>([&services](const NameParams& params, ChangeAnswer answer) {
        submit(services, objectChange(kSection, namedField(params.name, kEnabled, false), Expect::Existing), std::move(answer));
    });
    dispatcher.on<methods::PriceList>([&services](const Nothing&, Answer<PriceListResult> answer) {
        const auto snapshot = services.snapshots.current();
        PriceListResult result;
        for (const ModelConfig& model : snapshot->configuration().models)
            result.prices.push_back(priceRow(*snapshot, model));
        answer(std::move(result));
    });
    dispatcher.on<methods::PriceShow>([&services](const ModelRef& params, Answer<PriceRow> answer) {
        const auto snapshot = services.snapshots.current();
        const ModelConfig* model = findByName(snapshot->configuration().models, params.model);
        if (!model)
            return answer(notFound(QStringLiteral("model"), params.model));
        answer(priceRow(*snapshot, *model));
    });
    dispatcher.on<methods::PriceCatalogueGet>([](const Nothing&, Answer<CatalogueResult> answer) {
        CatalogueResult result;
        for (const CatalogueRow& row : PriceCatalogue::shipped().rows())
            result.prices.push_back({toText(row.service), toText(row.model), priceInfo(row.price), toText(row.source), toText(row.asOf)});
        answer(std::move(result));
    });
    dispatcher.on<methods::PriceSet>([&services](const PriceSetParams& params, ChangeAnswer answer) {
        const auto snapshot = services.snapshots.current();
        const ModelConfig* model = findByName(snapshot->configuration().models, params.model);
        if (params.effective && (!model || !model->price))
            return answer(model ? Error{ErrorCode::InvalidArgument, "the model has no price of its own yet: set one without a date first"} : notFound(QStringLiteral("model"), params.model));
        const QJsonObject price = params.effective ? withChange(*model->price, *params.effective, params.price) : toJson(params.price);
        submit(services, objectChange(kSection, namedField(params.model, kPrice, price), Expect::Existing), std::move(answer));
    });
    dispatcher.on<methods::PriceRemove>([&services](const ModelRef& params, ChangeAnswer answer) {
        submit(services, objectChange(kSection, namedField(params.model, kPrice, QJsonValue::Null), Expect::Existing), std::move(answer));
    });
    dispatcher.on<methods::RouteExplain>([&services](const ExplainParams& params, Answer<ExplainResult> answer) {
        if (params.key && !params.user)
            return answer(Error{ErrorCode::InvalidArgument, "route.explain: a key needs its user"});
        if (!services.explain)
            return answer(Error{ErrorCode::Unavailable, "this service cannot explain routes"});
        answer(services.explain(params));
    });
}

} // namespace lanyard
