#include "config/PresetExpansion.h"

#include "config/FieldReader.h"
#include "settings/NearestName.h"
#include "settings/ProviderPresets.h"
#include "settings/QuotedText.h"

#include <algorithm>
#include <vector>

namespace lanyard {
namespace {

constexpr std::string_view kKey = "preset";

void setIfAbsent(ConfigNode& entry, std::string_view key, ConfigNode value, int line)
{
    if (entry.find(key))
        return;
    value.line = line;
    entry.set(key, std::move(value));
}

} // namespace

std::optional<ConfigNode> withPreset(const ConfigNode& entry, const ConfigPath& at, ConfigProblems& problems)
{
    const ConfigNode* const named = entry.find(kKey);
    if (!named)
        return std::nullopt;
    const int line = named->line;
    ConfigNode expanded = entry;
    std::erase_if(expanded.fields, [](const auto& field) { return field.first == kKey; });
    const auto name = FieldReader(*named, at.field(kKey), problems).scalar("the name of a preset");
    if (!name)
        return expanded;
    const ProviderPreset* const preset = findProviderPreset(*name);
    if (!preset) {
        std::vector<std::string_view> names;
        for (const ProviderPreset& known : providerPresets())
            names.push_back(known.name);
        problems.add(line, at.field(kKey), "there is no preset " + quotedText(*name) + didYouMean(*name, names) + "; lanyard provider add --help lists all", ErrorCode::InvalidArgument);
        return expanded;
    }
    setIfAbsent(expanded, "kind", ConfigNode::text(preset->kind), line);
    setIfAbsent(expanded, "base_url", ConfigNode::text(preset->baseUrl), line);
    if (preset->responses)
        setIfAbsent(expanded, "options", ConfigNode::map({{"responses", ConfigNode::text("true")}}), line);
    return expanded;
}

} // namespace lanyard
