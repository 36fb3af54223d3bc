#include "admin/methods/AllMethods.h"
#include "admin/methods/Changes.h"
#include "admin/methods/Views.h"
#include "config/ConfigExport.h"
#include "config/YamlDocument.h"
#include "settings/SettingsCatalogue.h"

namespace lanyard {
namespace {

SettingInfo settingInfo(const Setting& setting, const std::map<std::string, std::string>& changed)
{
    SettingInfo info;
    info.key = toText(setting.key);
    info.defaultValue = toText(setting.defaultValue);
    info.text = toText(setting.text);
    info.needsRestart = setting.needsRestart;
    const auto found = changed.find(std::string(setting.key));
    info.changed = found != changed.end();
    info.value = info.changed ? toText(found->second) : info.defaultValue;
    if (setting.secret && info.changed)
        info.value = QStringLiteral("(secret)");
    return info;
}

std::map<std::string, std::string> variablesOf(const TextMap& variables)
{
    std::map<std::string, std::string> utf8;
    for (const auto& [name, value] : variables)
        utf8[name.toStdString()] = value.toStdString();
    return utf8;
}

} // namespace

void registerConfigMethods(Dispatcher& dispatcher, AdminServices& services)
{
    dispatcher.on<methods::ConfigApply>([&services](const ApplyParams& params, ChangeAnswer answer) {
        auto document = parseConfigYaml(params.document.toStdString(), variablesOf(params.variables));
        if (!document)
            return answer(document.error());
        ConfigChange change;
        change.document = *std::move(document);
        change.dryRun = params.dryRun;
        change.prune = params.prune;
        submit(services, std::move(change), std::move(answer));
    });
    dispatcher.on<methods::ConfigExport>([&services](const Nothing&, Answer<ExportResult> answer) {
        answer(ExportResult{toText(exportYaml(services.snapshots.current()->configuration()))});
    });
    dispatcher.on<methods::SettingList>([&services](const Nothing&, Answer<SettingListResult> answer) {
        const auto snapshot = services.snapshots.current();
        SettingListResult result;
        for (const Setting& setting : SettingsCatalogue::all())
            result.settings.push_back(settingInfo(setting, snapshot->configuration().settings));
        answer(std::move(result));
    });
    dispatcher.on<methods::SettingSet>([&services](const SettingSetParams& params, ChangeAnswer answer) {
        ConfigChange change;
        const QString value = params.value.value().value_or(QString());
        change.document = ConfigNode::map({{"settings", ConfigNode::map({{params.key.toStdString(),
            params.value.value() ? ConfigNode::text(value.toStdString()) : ConfigNode{}}})}});
        submit(services, std::move(change), std::move(answer));
    });
}

} // namespace lanyard
