#include "admin/methods/Changes.h"

#include "admin/methods/Views.h"
#include "config/ConfigNodeJson.h"

namespace lanyard {
namespace {

QString wordFor(ObjectKind kind)
{
    switch (kind) {
    case ObjectKind::Setting: return QStringLiteral("setting");
    case ObjectKind::Proxy: return QStringLiteral("proxy");
    case ObjectKind::Provider: return QStringLiteral("provider");
    case ObjectKind::Credential: return QStringLiteral("credential");
    case ObjectKind::Model: return QStringLiteral("model");
    case ObjectKind::Route: return QStringLiteral("route");
    case ObjectKind::Group: return QStringLiteral("group");
    case ObjectKind::User: return QStringLiteral("user");
    case ObjectKind::ApiKey: return QStringLiteral("key");
    }
    return {};
}

QString wordFor(ChangeLine::Action action)
{
    switch (action) {
    case ChangeLine::Action::Created: return QStringLiteral("created");
    case ChangeLine::Action::Updated: return QStringLiteral("updated");
    case ChangeLine::Action::Removed: return QStringLiteral("removed");
    case ChangeLine::Action::Unchanged: return QStringLiteral("unchanged");
    }
    return {};
}

ConfigChange documentChange(const QJsonObject& document, ConfigChange::Expect expect)
{
    ConfigChange change;
    change.document = configNodeFromJson(document);
    change.expect = expect;
    return change;
}

} // namespace

ConfigChange objectChange(const QString& section, const QJsonObject& object, ConfigChange::Expect expect)
{
    return documentChange({{section, QJsonArray{object}}}, expect);
}

ConfigChange childChange(const QString& section, const QString& parent, const QString& list, const QJsonObject& object,
                         ConfigChange::Expect expect)
{
    return objectChange(section, namedField(parent, list, QJsonArray{object}), expect);
}

ConfigChange removal(ObjectKind kind, const QString& name, const QString& parent)
{
    ConfigChange change;
    change.remove.push_back({kind, name.toStdString(), parent.toStdString()});
    return change;
}

QJsonObject namedField(const QString& name, const QString& field, const QJsonValue& value)
{
    return {{QStringLiteral("name"), name}, {field, value}};
}

QJsonObject without(QJsonObject object, const QString& field)
{
    object.remove(field);
    return object;
}

ChangeResult changeResultFrom(const ChangeReport& report)
{
    ChangeResult result;
    result.version = report.version;
    for (const ChangeLine& line : report.lines)
        result.changes.push_back({wordFor(line.action), wordFor(line.object.kind), toText(line.object.name),
                                  toText(line.object.parent), toText(line.note)});
    for (const NewApiKey& key : report.newKeys)
        result.newKeys.push_back({toText(key.user), toText(key.name), key.key});
    result.warnings = toTexts(report.warnings);
    return result;
}

void submit(AdminServices& services, ConfigChange change, ChangeAnswer answer)
{
    services.config.change(std::move(change), services.replyTo, [answer = std::move(answer)](Result<ChangeReport> report) {
        answer(report ? Result<ChangeResult>(changeResultFrom(*report)) : report.error());
    });
}

} // namespace lanyard
