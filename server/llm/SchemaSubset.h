#pragma once

#include "llm/Adaptation.h"

#include <span>
#include <string>
#include <string_view>

namespace lanyard {

/// What a provider takes of JSON Schema, as data.
struct SchemaRules
{
    std::span<const std::string_view> unsupported; ///< keywords that it refuses
    bool closedObjects = false;                    ///< every object must say "additionalProperties": false
    bool lowerTypes = false;                       ///< "STRING" becomes "string", as Google's older schemas write types
};

/// `schema` within the rules, properties in their order. Keywords that go are told as "schema keyword minLength dropped".
/// What is no JSON comes back as it is.
std::string fittedSchema(std::string_view schema, const SchemaRules& rules, Adjustments& adjustments);

} // namespace lanyard
