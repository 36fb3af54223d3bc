#include "config/ConfigExport.h"

#include "config/ConfigFields.h"
#include "config/ObjectNames.h"
#include "settings/SettingsCatalogue.h"

#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

constexpr std::array<std::string_view, 11> kWordsOfYaml{"true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf"};

/// Quotes whatever another YAML reader could take for something else than text.
bool isPlainWord(std::string_view text)
{
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    const bool plain = !text.empty() && isLetter(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '/';
    });
    const auto sameWord = [&](std::string_view word) {
        return word.size() == text.size() && std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return a == (b | 0x20); });
    };
    return plain && std::none_of(kWordsOfYaml.begin(), kWordsOfYaml.end(), sameWord);
}

class Exporter
{
public:
    std::string run(const Configuration& configuration)
    {
        m_out << YAML::Comment("Lanyard configuration. Secrets are never exported: credentials and API keys stand here by name.");
        m_out << YAML::Newline << YAML::BeginMap << YAML::Key << "version" << YAML::Value << "1";
        settings(configuration);
        section(ObjectKind::Proxy, configuration.proxies);
        section(ObjectKind::Provider, configuration.providers);
        section(ObjectKind::Model, configuration.models);
        section(ObjectKind::Group, configuration.groups);
        section(ObjectKind::User, configuration.users);
        m_out << YAML::EndMap;
        return std::string(m_out.c_str(), m_out.size()) + "\n";
    }

private:
    void settings(const Configuration& configuration)
    {
        if (configuration.settings.empty())
            return;
        const SettingValues values(configuration.settings);
        key("settings");
        m_out << YAML::BeginMap;
        for (const Setting& setting : SettingsCatalogue::all()) {
            if (!configuration.settings.contains(std::string(setting.key)) || setting.secret)
                continue;
            key(setting.key);
            if (setting.kind == SettingKind::List)
                flowList(values.list(setting.key));
            else
                settingScalar(setting.kind, values.text(setting.key));
        }
        m_out << YAML::EndMap;
    }

    void settingScalar(SettingKind kind, const std::string& value)
    {
        if (kind == SettingKind::Text || kind == SettingKind::Choice || kind == SettingKind::Money)
            text(value);
        else
            m_out << value;
    }

    template<class T>
    void section(ObjectKind kind, const std::vector<T>& objects)
    {
        if (objects.empty())
            return;
        key(listKey(kind));
        m_out << YAML::BeginSeq;
        for (const T& object : objects) {
            m_out << YAML::BeginMap;
            identity(object);
            for (const Field<T>& field : fieldsOf<T>().fields) {
                if (field.write && (field.required || !field.isDefault(object))) {
                    key(field.key);
                    value(field.write(object, WriteMode::Short), field.shape);
                }
            }
            rest(object);
            m_out << YAML::EndMap;
        }
        m_out << YAML::EndSeq;
    }

    template<class T>
    void identity(const T& object)
    {
        key("name");
        text(object.name);
    }
    void identity(const RouteConfig& route)
    {
        key("provider");
        text(route.provider);
        key("model");
        text(route.upstreamModel);
    }

    template<class T>
    void rest(const T&)
    {
    }
    void rest(const ProviderConfig& provider) { section(ObjectKind::Credential, provider.credentials); }
    void rest(const ModelConfig& model) { section(ObjectKind::Route, model.routes); }
    void rest(const UserConfig& user) { section(ObjectKind::ApiKey, user.keys); }
    void rest(const ApiKeyConfig& apiKey)
    {
        if (!apiKey.revoked)
            return;
        key("revoked");
        m_out << "true";
    }

    void value(const ConfigNode& node, FieldShape shape)
    {
        switch (node.kind) {
        case ConfigNode::Kind::Null: m_out << YAML::Null; return;
        case ConfigNode::Kind::Scalar:
            if (shape == FieldShape::Text || shape == FieldShape::TextList || shape == FieldShape::TextMap)
                text(node.scalar);
            else
                m_out << node.scalar;
            return;
        case ConfigNode::Kind::Sequence:
            m_out << YAML::Flow << YAML::BeginSeq;
            for (const ConfigNode& item : node.items)
                value(item, shape);
            m_out << YAML::EndSeq;
            return;
        case ConfigNode::Kind::Map: break;
        }
        m_out << YAML::Flow << YAML::BeginMap;
        for (const auto& [name, item] : node.fields) {
            key(name);
            value(item, shape);
        }
        m_out << YAML::EndMap;
    }

    void flowList(const std::vector<std::string>& items)
    {
        m_out << YAML::Flow << YAML::BeginSeq;
        for (const std::string& item : items)
            text(item);
        m_out << YAML::EndSeq;
    }

    void key(std::string_view name)
    {
        m_out << YAML::Key << std::string(name) << YAML::Value;
    }

    /// A literal ${ is escaped, or applying the file would look for a variable.
    void text(std::string value)
    {
        for (std::size_t at = value.find("${"); at != std::string::npos; at = value.find("${", at + 3))
            value.insert(at, 1, '$');
        if (!isPlainWord(value))
            m_out << YAML::DoubleQuoted;
        m_out << value;
    }

    YAML::Emitter m_out;
};

} // namespace

std::string exportYaml(const Configuration& configuration)
{
    return Exporter().run(configuration);
}

} // namespace lanyard
