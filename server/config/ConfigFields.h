#pragma once

#include "config/Configuration.h"
#include "config/FieldReader.h"

#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

/// What a field's value is in JSON.
enum class FieldShape : std::uint8_t { Text, Number, Bool, TextList, TextMap, NumberMap, ObjectList };

/// Whether a map of fields (timeouts, price) is written with the fields that have their default.
enum class WriteMode : std::uint8_t { Short, Full };

/// One field of one kind of object. These tables drive the reader, the check for unknown keys, the export, the JSON of
/// the admin protocol and the reference page.
template<class T>
struct Field
{
    std::string_view key;
    std::string type; ///< "whole number from 0 to 1000000"
    std::string_view text; ///< one sentence
    FieldShape shape = FieldShape::Text;
    /// Null for names, secrets and lists of objects: the editor reads those itself.
    void (*read)(const FieldReader& in, T& object) = nullptr;
    /// The value as it stands in a file; Kind::Null when there is none. Null where `read` is null, and for passwords.
    ConfigNode (*write)(const T& object, WriteMode mode) = nullptr;
    bool (*isDefault)(const T& object) = nullptr;
    /// A new object needs it, so an export always has it.
    bool required = false;
};

template<class T>
struct FieldTable
{
    std::string_view title; ///< "provider": what one such object is called
    std::vector<Field<T>> fields;
    /// Keys that later versions know for this kind of object.
    std::vector<std::string_view> unsupported;

    const Field<T>* find(std::string_view key) const
    {
        for (const Field<T>& field : fields) {
            if (field.key == key)
                return &field;
        }
        return nullptr;
    }
};

/// The table of Limits, Timeouts, CoolDown, BreakerRules, Price, ProxyConfig, ProviderConfig, CredentialConfig, ModelConfig, RouteConfig,
/// GroupConfig, UserConfig or ApiKeyConfig.
template<class T>
const FieldTable<T>& fieldsOf();

template<> const FieldTable<Limits>& fieldsOf();
template<> const FieldTable<Timeouts>& fieldsOf();
template<> const FieldTable<CoolDown>& fieldsOf();
template<> const FieldTable<BreakerRules>& fieldsOf();
template<> const FieldTable<Price>& fieldsOf();
template<> const FieldTable<ProxyConfig>& fieldsOf();
template<> const FieldTable<ProviderConfig>& fieldsOf();
template<> const FieldTable<CredentialConfig>& fieldsOf();
template<> const FieldTable<ModelConfig>& fieldsOf();
template<> const FieldTable<RouteConfig>& fieldsOf();
template<> const FieldTable<GroupConfig>& fieldsOf();
template<> const FieldTable<UserConfig>& fieldsOf();
template<> const FieldTable<ApiKeyConfig>& fieldsOf();

/// The problem with a key that no table has: unknown (with the nearest known one), or not supported by this version.
void reportUnknownKey(const std::string& key, const ConfigNode& value, const ConfigPath& path, std::vector<std::string_view> known,
                      const std::vector<std::string_view>& unsupported, ConfigProblems& problems);

template<class T>
std::vector<std::string_view> knownKeys(const FieldTable<T>& table)
{
    std::vector<std::string_view> keys;
    for (const Field<T>& field : table.fields)
        keys.push_back(field.key);
    return keys;
}

/// Reads every field that the table reads; every key that it does not have is a problem.
template<class T>
void readFields(const ConfigNode& map, const ConfigPath& path, ConfigProblems& problems, bool replaceWhole, T& object)
{
    const FieldTable<T>& table = fieldsOf<T>();
    for (const auto& [key, value] : map.fields) {
        const ConfigPath at = path.field(key);
        const Field<T>* field = table.find(key);
        if (field && field->read)
            field->read(FieldReader(value, at, problems, replaceWhole), object);
        else if (!field)
            reportUnknownKey(key, value, at, knownKeys(table), table.unsupported, problems);
    }
}

} // namespace lanyard
