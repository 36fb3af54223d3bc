#include "config/ConfigReference.h"

#include "config/ConfigFields.h"
#include "settings/SettingsCatalogue.h"

namespace lanyard {
namespace {

std::string range(const Setting& setting)
{
    std::string text(toString(setting.kind));
    if (setting.kind == SettingKind::Choice) {
        text.clear();
        for (const std::string_view choice : setting.choices)
            text += (text.empty() ? "" : " or ") + std::string(choice);
    } else if (setting.kind == SettingKind::Integer || setting.kind == SettingKind::Duration || setting.kind == SettingKind::Bytes) {
        text += ", " + std::to_string(setting.minimum) + " to " + std::to_string(setting.maximum);
    }
    return text + (setting.needsRestart ? ", at the next start" : "");
}

std::string settingsTable()
{
    std::string page = "## settings\n\n| key | value | default | |\n|---|---|---|---|\n";
    for (const Setting& setting : SettingsCatalogue::all()) {
        page += "| `" + std::string(setting.key) + "` | " + range(setting) + " | "
            + (setting.defaultValue.empty() ? "" : "`" + std::string(setting.defaultValue) + "`") + " | " + std::string(setting.text) + " |\n";
    }
    return page + "\n";
}

template<class T>
std::string table(std::string_view intro)
{
    const FieldTable<T>& fields = fieldsOf<T>();
    std::string page = "## " + std::string(fields.title) + "\n\n" + std::string(intro) + "\n\n| key | value | |\n|---|---|---|\n";
    for (const Field<T>& field : fields.fields)
        page += "| `" + std::string(field.key) + "` | " + field.type + " | " + std::string(field.text) + " |\n";
    return page + "\n";
}

} // namespace

std::string configReference()
{
    return "# The declarative file\n\n"
           "YAML, one document, up to 64 MiB, read by `lanyard apply -f FILE` and `lanyard serve --config FILE`. It is applied whole or not at all.\n\n"
           "- Objects match by name. What is absent is left alone, what is present replaces, `null` brings back the default.\n"
           "- `limits`, `timeouts`, `cool_down`, `breaker` and `price` are merged field by field; all other lists and maps replace what is there.\n"
           "- With `prune: true`, what is not listed is removed, in the sections and child lists that the file has.\n"
           "- `${NAME}` is the variable NAME of the environment; `$${` is a literal `${`.\n"
           "- An unknown key is an error.\n\n"
           "Top-level keys: `version: 1`, `prune`, `settings` (a map), `proxies`, `providers`, `models`, `groups`, `users` (lists).\n\n"
        + settingsTable() + table<ProxyConfig>("An entry of `proxies`.") + table<ProviderConfig>("An entry of `providers`.")
        + table<CredentialConfig>("An entry of a provider's `credentials`. Those that are not listed stay.")
        + table<ModelConfig>("An entry of `models`.") + table<RouteConfig>("An entry of a model's `routes`, in order.")
        + table<GroupConfig>("An entry of `groups`.") + table<UserConfig>("An entry of `users`.")
        + table<ApiKeyConfig>("An entry of a user's `keys`. Those that are not listed stay.")
        + table<Price>("A model's `price`: US dollars per million tokens, as decimal strings.") + table<Limits>("What is absent is not limited.")
        + table<Timeouts>("A provider's `timeouts`.") + table<CoolDown>("Of a provider and of a credential.")
        + table<BreakerRules>("A model's `breaker`.");
}

} // namespace lanyard
