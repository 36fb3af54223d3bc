#include "llm/SchemaSubset.h"

#include "llm/JsonDocument.h"
#include "llm/JsonWriter.h"

#include <algorithm>

namespace lanyard {
namespace {

/// Members of these are named by the schema's author: no keywords.
bool holdsNamedSchemas(std::string_view keyword)
{
    return keyword == "properties" || keyword == "$defs" || keyword == "definitions" || keyword == "patternProperties";
}

/// Values of these are data, not schemas.
bool holdsData(std::string_view keyword)
{
    return keyword == "enum" || keyword == "const" || keyword == "default" || keyword == "examples" || keyword == "required";
}

class Fitting
{
public:
    Fitting(JsonWriter& json, const SchemaRules& rules, Adjustments& adjustments) : m_json(json), m_rules(rules), m_adjustments(adjustments) {}

    void schema(const JsonValue& value)
    {
        if (value.isArray()) { // anyOf, prefixItems
            m_json.beginArray();
            for (const JsonValue item : value)
                schema(item);
            m_json.endArray();
            return;
        }
        if (!value.isObject()) {
            m_json.raw(value.raw());
            return;
        }
        m_json.beginObject();
        const bool closes = m_rules.closedObjects && (value["type"].is("object") || value["properties"].isObject());
        for (const JsonValue member : value)
            keyword(member.key(), member, closes);
        if (closes)
            m_json.key("additionalProperties").boolean(false);
        m_json.endObject();
    }

private:
    void keyword(const std::string& name, const JsonValue& value, bool closes)
    {
        if (closes && name == "additionalProperties")
            return; // written once, at the end
        if (std::find(m_rules.unsupported.begin(), m_rules.unsupported.end(), name) != m_rules.unsupported.end())
            return m_adjustments.dropped("schema keyword " + name);
        m_json.anyKey(name);
        if (m_rules.lowerTypes && name == "type" && value.isString()) {
            std::string type = value.text();
            std::transform(type.begin(), type.end(), type.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
            m_json.text(type);
        } else if (holdsData(name)) {
            m_json.raw(value.raw());
        } else if (holdsNamedSchemas(name) && value.isObject()) {
            m_json.beginObject();
            for (const JsonValue property : value) {
                m_json.anyKey(property.key());
                schema(property);
            }
            m_json.endObject();
        } else {
            schema(value);
        }
    }

    JsonWriter& m_json;
    const SchemaRules& m_rules;
    Adjustments& m_adjustments;
};

} // namespace

std::string fittedSchema(std::string_view schema, const SchemaRules& rules, Adjustments& adjustments)
{
    JsonDocument document;
    if (!document.parse(schema))
        return std::string(schema);
    std::string out;
    out.reserve(schema.size() + 64);
    JsonWriter json(out);
    Fitting(json, rules, adjustments).schema(document.root());
    return out;
}

} // namespace lanyard
