#include "config/ConfigNode.h"

namespace lanyard {

ConfigNode ConfigNode::text(std::string_view scalar)
{
    ConfigNode node;
    node.kind = Kind::Scalar;
    node.scalar = scalar;
    return node;
}

ConfigNode ConfigNode::list(std::vector<ConfigNode> items)
{
    ConfigNode node;
    node.kind = Kind::Sequence;
    node.items = std::move(items);
    return node;
}

ConfigNode ConfigNode::map(std::vector<std::pair<std::string, ConfigNode>> fields)
{
    ConfigNode node;
    node.kind = Kind::Map;
    node.fields = std::move(fields);
    return node;
}

const ConfigNode* ConfigNode::find(std::string_view key) const
{
    for (const auto& [name, value] : fields) {
        if (name == key)
            return &value;
    }
    return nullptr;
}

void ConfigNode::set(std::string_view key, ConfigNode value)
{
    kind = Kind::Map;
    for (auto& [name, old] : fields) {
        if (name == key) {
            old = std::move(value);
            return;
        }
    }
    fields.emplace_back(key, std::move(value));
}

} // namespace lanyard
