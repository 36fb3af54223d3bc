#include "config/ConfigEditor.h"

#include "config/BaseUrl.h"
#include "config/ConfigFields.h"
#include "config/ConfigProblems.h"
#include "config/ConfigValidation.h"
#include "config/DocumentPlace.h"
#include "config/ObjectNames.h"
#include "config/ObjectRemoval.h"
#include "config/PresetExpansion.h"
#include "config/TextRules.h"
#include "settings/NearestName.h"
#include "settings/QuotedText.h"
#include "settings/SettingsCatalogue.h"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

namespace lanyard {
namespace {

using Action = ChangeLine::Action;

constexpr std::string_view kFileVersion = "1";
constexpr std::array<std::string_view, 8> kSections{"version", "prune", "settings", "proxies", "providers", "models", "groups", "users"};
/// What is shown of a provider's secret.
constexpr std::size_t kCredentialPrefix = 10;

/// The list of children that an entry of T may hold and that can be edited without touching the entry itself.
template<class T>
constexpr std::string_view kChildList{};
template<>
constexpr std::string_view kChildList<ProviderConfig> = "credentials";
template<>
constexpr std::string_view kChildList<UserConfig> = "keys";

class Editor
{
public:
    Editor(const Configuration& current, const ConfigChange& change, IdSource& ids, const ApiKeyHasher& hasher)
        : m_change(change), m_ids(ids), m_hasher(hasher), m_next(current), m_prune(change.prune)
    {
    }

    Result<EditedConfiguration> run()
    {
        readDocument();
        for (const ObjectRef& object : m_change.remove)
            remove(object);
        for (const ObjectRef& object : m_change.revoke)
            revoke(object);
        if (m_problems.empty())
            reportReferrers(m_next, m_removed, m_problems);
        if (m_problems.empty()) {
            for (const RuleBreach& breach : findBreaches(m_next))
                addBreach(breach, m_change.document, m_problems);
        }
        if (!m_problems.empty())
            return m_problems.toError();
        m_report.warnings = findWarnings(m_next);
        return EditedConfiguration{std::move(m_next), std::move(m_report)};
    }

private:
    void readDocument()
    {
        const ConfigNode& document = m_change.document;
        const ConfigPath root;
        if (document.kind == ConfigNode::Kind::Null)
            return;
        if (document.kind != ConfigNode::Kind::Map) {
            FieldReader(document, root, m_problems).expected("a map with keys like providers, models and users");
            return;
        }
        readHead(document, root);
        if (const ConfigNode* settings = document.find("settings"))
            editSettings(*settings, root.field("settings"));
        editSection(document, root, ObjectKind::Proxy, m_next.proxies);
        editSection(document, root, ObjectKind::Provider, m_next.providers);
        editSection(document, root, ObjectKind::Model, m_next.models);
        editSection(document, root, ObjectKind::Group, m_next.groups);
        editSection(document, root, ObjectKind::User, m_next.users);
    }

    void readHead(const ConfigNode& document, const ConfigPath& root)
    {
        for (const auto& [key, value] : document.fields) {
            const ConfigPath at = root.field(key);
            if (key == "version" && value.scalar != kFileVersion)
                FieldReader(value, at, m_problems).fail("this program reads version 1, found " + foundText(value), ErrorCode::Unsupported);
            else if (key == "prune")
                m_prune = FieldReader(value, at, m_problems).flag().value_or(false) || m_prune;
            else if (std::find(kSections.begin(), kSections.end(), key) == kSections.end())
                reportUnknownKey(key, value, at, {kSections.begin(), kSections.end()}, {}, m_problems);
        }
    }

    // Settings

    void editSettings(const ConfigNode& settings, const ConfigPath& path)
    {
        if (settings.kind == ConfigNode::Kind::Null && !m_prune)
            return;
        if (settings.kind != ConfigNode::Kind::Map) {
            FieldReader(settings, path, m_problems).expected("a map");
            return;
        }
        std::set<std::string_view> seen;
        for (const auto& [key, value] : settings.fields) {
            const ConfigPath at = path.field(key);
            const Setting* setting = SettingsCatalogue::find(key);
            if (!setting)
                reportUnknownKey(key, value, at, SettingsCatalogue::keys(), {}, m_problems);
            else if (!seen.insert(setting->key).second)
                m_problems.add(value.line, at, "the same setting as " + std::string(setting->key) + ", which stands here too");
            else if (const auto text = settingText(*setting, value, at))
                store(*setting, *text);
        }
        if (m_prune)
            pruneSettings(seen);
    }

    std::optional<std::string> settingText(const Setting& setting, const ConfigNode& value, const ConfigPath& path)
    {
        if (value.kind == ConfigNode::Kind::Null)
            return std::string(setting.defaultValue);
        const FieldReader in(value, path, m_problems);
        std::string text;
        if (setting.kind == SettingKind::List && value.kind == ConfigNode::Kind::Sequence) {
            for (const ConfigNode& item : value.items)
                text += (text.empty() ? "" : ",") + item.scalar;
        } else if (const auto scalar = in.scalar(toString(setting.kind))) {
            text = *scalar;
        } else {
            return std::nullopt;
        }
        Result<std::string> normal = SettingsCatalogue::normalise(setting, text);
        if (normal)
            return *std::move(normal);
        std::string message = normal.error().message;
        if (value.fromVariable)
            message = message.substr(0, message.find(", found ")) + ", found " + foundText(value);
        in.fail(message, normal.error().code);
        return std::nullopt;
    }

    void store(const Setting& setting, const std::string& text)
    {
        const std::string key(setting.key);
        const bool same = SettingValues(m_next.settings).text(key) == text;
        if (text == setting.defaultValue)
            m_next.settings.erase(key);
        else
            m_next.settings[key] = text;
        addLine(same ? Action::Unchanged : Action::Updated, {ObjectKind::Setting, key, {}},
                setting.needsRestart && !same ? "takes effect at the next start" : "");
    }

    void resetSetting(const ObjectRef& setting)
    {
        const bool stored = m_next.settings.erase(std::string(SettingsCatalogue::find(setting.name)->key)) > 0;
        addLine(stored ? Action::Updated : Action::Unchanged, setting, "back to the default");
    }

    void pruneSettings(const std::set<std::string_view>& listed)
    {
        std::erase_if(m_next.settings, [&](const auto& stored) {
            if (listed.contains(stored.first))
                return false;
            addLine(Action::Updated, {ObjectKind::Setting, stored.first, {}}, "back to the default");
            return true;
        });
    }

    // Lists of objects

    template<class T>
    void editSection(const ConfigNode& document, const ConfigPath& root, ObjectKind kind, std::vector<T>& objects)
    {
        if (const ConfigNode* list = document.find(listKey(kind)))
            editList(*list, root.field(listKey(kind)), kind, {}, objects);
    }

    template<class T>
    void editList(const ConfigNode& list, const ConfigPath& path, ObjectKind kind, const std::string& parent, std::vector<T>& objects)
    {
        if (!isList(list, path))
            return;
        std::unordered_map<std::string, std::size_t> known;
        for (std::size_t i = 0; i < objects.size(); ++i)
            known.emplace(objects[i].name, i);
        std::unordered_map<std::string, int> listed;
        for (std::size_t i = 0; i < list.items.size(); ++i) {
            const ConfigPath at = path.item(i);
            std::optional<ConfigNode> expanded;
            if constexpr (std::is_same_v<T, ProviderConfig>)
                expanded = withPreset(list.items[i], at, m_problems);
            const ConfigNode& entry = expanded ? *expanded : list.items[i];
            const std::string* name = nameOf(entry, at);
            if (!name)
                continue;
            const auto [earlier, isNew] = listed.emplace(*name, entry.line);
            const ObjectRef ref{kind, *name, parent};
            if (!isNew)
                m_problems.add(entry.line, at, describe(ref) + " stands here twice" + firstAt(earlier->second));
            else if (meetsExpectation<T>(entry, at, ref, known))
                editOne(entry, at, ref, objects, known);
        }
        if (m_prune)
            pruneList(kind, parent, objects, listed);
    }

    /// An empty `users:` says nothing, unless it would remove everybody.
    bool isList(const ConfigNode& list, const ConfigPath& path)
    {
        if (list.kind == ConfigNode::Kind::Sequence)
            return true;
        if (list.kind != ConfigNode::Kind::Null)
            FieldReader(list, path, m_problems).expected("a list");
        else if (m_prune)
            m_problems.add(list.line, path, "empty; with prune, write [] to remove all");
        return false;
    }

    static std::string firstAt(int line) { return line > 0 ? " (first on line " + std::to_string(line) + ")" : ""; }

    const std::string* nameOf(const ConfigNode& entry, const ConfigPath& at)
    {
        if (entry.kind != ConfigNode::Kind::Map) {
            FieldReader(entry, at, m_problems).expected("a map with a name");
            return nullptr;
        }
        const ConfigNode* name = entry.find("name");
        if (!name)
            m_problems.add(entry.line, at, "the name is missing");
        else if (FieldReader(*name, at.field("name"), m_problems).scalar("a name"))
            return &name->scalar;
        return nullptr;
    }

    /// An entry with nothing but its name and its list of children is only the way to them.
    template<class T>
    static bool isPath(const ConfigNode& entry)
    {
        return !kChildList<T>.empty() && entry.fields.size() == 2 && entry.find(kChildList<T>);
    }

    template<class T>
    bool meetsExpectation(const ConfigNode& entry, const ConfigPath& at, const ObjectRef& ref,
                          const std::unordered_map<std::string, std::size_t>& known)
    {
        if (m_change.expect == ConfigChange::Expect::Any)
            return true;
        const bool exists = known.contains(ref.name);
        const bool mustExist = m_change.expect == ConfigChange::Expect::Existing || isPath<T>(entry);
        if (exists == mustExist)
            return true;
        if (exists) {
            unexpected(entry, at, describe(ref) + " exists already", ErrorCode::Conflict);
            return false;
        }
        std::vector<std::string_view> names;
        for (const auto& [name, index] : known)
            names.push_back(name);
        unexpected(entry, at, "there is no " + describe(ref) + didYouMean(ref.name, names), ErrorCode::NotFound);
        return false;
    }

    /// Whoever sent parameters knows no "users[0]": the name alone says it.
    void unexpected(const ConfigNode& entry, const ConfigPath& at, const std::string& text, ErrorCode code)
    {
        m_problems.add(entry.line, entry.line > 0 ? at : ConfigPath{}, text, code);
    }

    template<class T>
    void editOne(const ConfigNode& entry, const ConfigPath& at, const ObjectRef& ref, std::vector<T>& objects,
                 const std::unordered_map<std::string, std::size_t>& known)
    {
        const auto found = known.find(ref.name);
        const bool created = found == known.end();
        if (created) {
            objects.emplace_back();
            objects.back().name = ref.name;
            objects.back().id = {m_ids.next(ref.kind)};
        }
        T& object = created ? objects.back() : objects[found->second];
        const T before = object;
        readFields(entry, at, m_problems, m_prune, object);
        std::string note = readSpecial(object, entry, at, created, ref.parent);
        const Action action = created ? Action::Created : object == before ? Action::Unchanged : Action::Updated;
        addLine(action, ref, std::move(note));
        editChildren(object, entry, at);
    }

    template<class T>
    void pruneList(ObjectKind kind, const std::string& parent, std::vector<T>& objects, const std::unordered_map<std::string, int>& listed)
    {
        std::erase_if(objects, [&](const T& object) {
            if (listed.contains(object.name))
                return false;
            noteRemoved({kind, object.name, parent});
            return true;
        });
    }

    template<class T>
    void editChildren(T&, const ConfigNode&, const ConfigPath&)
    {
    }
    void editChildren(ProviderConfig& provider, const ConfigNode& entry, const ConfigPath& at)
    {
        if (const ConfigNode* list = entry.find("credentials"))
            editList(*list, at.field("credentials"), ObjectKind::Credential, provider.name, provider.credentials);
    }
    void editChildren(UserConfig& user, const ConfigNode& entry, const ConfigPath& at)
    {
        if (const ConfigNode* list = entry.find("keys"))
            editList(*list, at.field("keys"), ObjectKind::ApiKey, user.name, user.keys);
    }
    void editChildren(ModelConfig& model, const ConfigNode& entry, const ConfigPath& at)
    {
        if (const ConfigNode* list = entry.find("routes"))
            editRoutes(*list, at.field("routes"), model);
    }

    // Fields that no table can read: they are answered with the note for the change line.

    template<class T>
    std::string readSpecial(T&, const ConfigNode&, const ConfigPath&, bool, const std::string&)
    {
        return {};
    }

    std::string readSpecial(ProviderConfig& provider, const ConfigNode& entry, const ConfigPath& at, bool created, const std::string&)
    {
        if (created && !entry.find("kind"))
            m_problems.add(entry.line, at, "the kind is missing: openai (for every service that speaks it), anthropic, gemini, ollama, azure, dashscope, ernie, aliyun-ocr or demo; or name a preset");
        provider.baseUrl = completedBaseUrl(provider.kind, provider.baseUrl);
        return {};
    }

    std::string readSpecial(CredentialConfig& credential, const ConfigNode& entry, const ConfigPath& at, bool created, const std::string&)
    {
        const ConfigNode* key = entry.find("key");
        const ConfigNode* id = entry.find("id");
        if (id && (!isSecretText(*id, at.field("id")) || id->scalar.find(':') != std::string::npos || !key)) {
            m_problems.add(id->line, at.field("id"), "is the first half of a pair: a text without a colon, beside the key");
            return {};
        }
        if (!key)
            return created ? "no key: calls go out without one" : "";
        if (!isSecretText(*key, at.field("key")))
            return {};
        Secret secret(id ? id->scalar + ":" + key->scalar : key->scalar);
        credential.keyPrefix = secret.prefix(kCredentialPrefix);
        credential.key = std::move(secret);
        return {};
    }

    std::string readSpecial(UserConfig& user, const ConfigNode& entry, const ConfigPath& at, bool created, const std::string&)
    {
        const ConfigNode* balance = entry.find("balance");
        if (!balance || balance->kind == ConfigNode::Kind::Null)
            return {};
        const FieldReader in(*balance, at.field("balance"), m_problems);
        const auto text = in.scalar("an amount like \"10.00\"");
        const Result<Money> amount = Money::parse(text.value_or("0"));
        if (!amount || amount->isNegative()) {
            in.expected("an amount like \"10.00\"");
            return {};
        }
        if (!created)
            return "balance ignored: the user exists (use lanyard user deposit)";
        m_report.openings.push_back({user.id, *amount});
        return {};
    }

    std::string readSpecial(ApiKeyConfig& key, const ConfigNode& entry, const ConfigPath& at, bool created, const std::string& user)
    {
        const ConfigNode* revoked = entry.find("revoked");
        const bool wasRevoked = key.revoked;
        if (revoked)
            setRevoked(key, FieldReader(*revoked, at.field("revoked"), m_problems));
        const ConfigNode* text = entry.find("key");
        if (text)
            setKeyText(key, *text, at.field("key"), wasRevoked);
        else if (created)
            makeKeyText(key, user);
        return {};
    }

    void setRevoked(ApiKeyConfig& key, const FieldReader& in)
    {
        const auto flag = in.flag();
        if (flag == false && key.revoked)
            in.fail("this key was revoked for ever; add another one");
        key.revoked = flag.value_or(false) || key.revoked;
    }

    void setKeyText(ApiKeyConfig& key, const ConfigNode& text, const ConfigPath& at, bool wasRevoked)
    {
        if (!isSecretText(text, at))
            return;
        if (const std::string problem = apiKeyProblem(text.scalar); !problem.empty()) {
            m_problems.add(text.line, at, problem);
            return;
        }
        const ApiKeyHash hash = m_hasher.hash(text.scalar);
        if (wasRevoked && hash != key.hash)
            m_problems.add(text.line, at, "this key was revoked for ever; add another one");
        key.hash = hash;
        key.prefix = apiKeyPrefix(Secret(text.scalar));
    }

    void makeKeyText(ApiKeyConfig& key, const std::string& user)
    {
        Secret made = makeApiKey();
        key.hash = m_hasher.hash(made.reveal());
        key.prefix = apiKeyPrefix(made);
        if (!key.revoked) // else nobody could use it
            m_report.newKeys.push_back({user, key.name, std::move(made)});
    }

    bool isSecretText(const ConfigNode& node, const ConfigPath& at)
    {
        if (node.kind == ConfigNode::Kind::Scalar)
            return true;
        m_problems.add(node.line, at, "expected text, found " + foundText(node, true) + "; leave the key out to keep the one that is there");
        return false;
    }

    // Routes: the list replaces the list, but a route keeps its number and what the document does not say.

    void editRoutes(const ConfigNode& list, const ConfigPath& path, ModelConfig& model)
    {
        if (!isList(list, path))
            return;
        const std::size_t modelLine = m_report.lines.size() - 1;
        std::vector<RouteConfig> before = std::move(model.routes);
        model.routes.clear();
        for (std::size_t i = 0; i < list.items.size(); ++i)
            editRoute(list.items[i], path.item(i), model, before);
        const bool moved = !std::is_sorted(model.routes.begin(), model.routes.end(), [&](const RouteConfig& a, const RouteConfig& b) {
            return positionIn(before, a) < positionIn(before, b);
        });
        for (const RouteConfig& route : before) {
            if (!findRoute(model.routes, route))
                noteRemoved({ObjectKind::Route, routeName(route), model.name});
        }
        ChangeLine& line = m_report.lines[modelLine];
        if (moved && line.action == Action::Unchanged)
            line = {Action::Updated, line.object, "order of the routes"};
    }

    void editRoute(const ConfigNode& entry, const ConfigPath& at, ModelConfig& model, const std::vector<RouteConfig>& before)
    {
        if (entry.kind != ConfigNode::Kind::Map || !entry.find("provider")) {
            FieldReader(entry, at, m_problems).fail("expected a map with at least the provider's name");
            return;
        }
        RouteConfig named;
        named.provider = FieldReader(*entry.find("provider"), at.field("provider"), m_problems).scalar("the provider's name").value_or("");
        named.upstreamModel = model.name;
        if (const ConfigNode* upstream = entry.find("model"))
            named.upstreamModel = FieldReader(*upstream, at.field("model"), m_problems).scalar("the provider's name for the model").value_or("");
        const RouteConfig* old = findRoute(before, named);
        RouteConfig route = old ? *old : named;
        readFields(entry, at, m_problems, m_prune, route);
        if (findRoute(model.routes, route)) {
            m_problems.add(entry.line, at, "the model has this route twice");
            return;
        }
        if (!old)
            route.id = {m_ids.next(ObjectKind::Route)};
        const Action action = !old ? Action::Created : route == *old ? Action::Unchanged : Action::Updated;
        addLine(action, {ObjectKind::Route, routeName(route), model.name});
        model.routes.push_back(std::move(route));
    }

    static const RouteConfig* findRoute(const std::vector<RouteConfig>& routes, const RouteConfig& wanted)
    {
        const auto found = std::find_if(routes.begin(), routes.end(), [&](const RouteConfig& route) {
            return route.provider == wanted.provider && route.upstreamModel == wanted.upstreamModel;
        });
        return found == routes.end() ? nullptr : &*found;
    }

    /// New routes stand behind all others.
    static std::size_t positionIn(const std::vector<RouteConfig>& routes, const RouteConfig& wanted)
    {
        const RouteConfig* found = findRoute(routes, wanted);
        return found ? static_cast<std::size_t>(found - routes.data()) : routes.size();
    }

    // remove and revoke

    void remove(const ObjectRef& object)
    {
        if (object.kind == ObjectKind::Setting && SettingsCatalogue::find(object.name))
            resetSetting(object);
        else if (removeObject(m_next, object))
            noteRemoved(object);
        else
            m_problems.add(0, ConfigPath{}, "there is no " + describe(object), ErrorCode::NotFound);
    }

    void revoke(const ObjectRef& object)
    {
        for (UserConfig& user : m_next.users) {
            if (user.name != object.parent)
                continue;
            for (ApiKeyConfig& key : user.keys) {
                if (key.name != object.name)
                    continue;
                addLine(key.revoked ? Action::Unchanged : Action::Updated, object, key.revoked ? "revoked already" : "revoked");
                key.revoked = true;
                return;
            }
        }
        m_problems.add(0, ConfigPath{}, "there is no " + describe(object), ErrorCode::NotFound);
    }

    void noteRemoved(ObjectRef object)
    {
        m_removed.push_back(object);
        addLine(Action::Removed, std::move(object));
    }

    void addLine(Action action, ObjectRef object, std::string note = {})
    {
        m_report.lines.push_back({action, std::move(object), std::move(note)});
    }

    const ConfigChange& m_change;
    IdSource& m_ids;
    const ApiKeyHasher& m_hasher;
    Configuration m_next;
    ChangeReport m_report;
    ConfigProblems m_problems;
    std::vector<ObjectRef> m_removed;
    bool m_prune = false;
};

} // namespace

Result<EditedConfiguration> applyChange(const Configuration& current, const ConfigChange& change, IdSource& ids,
                                        const ApiKeyHasher& hasher)
{
    return Editor(current, change, ids, hasher).run();
}

} // namespace lanyard
