#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lanyard {

/// A piece of a declarative document before it is understood: what YAML text and JSON parameters have in common.
/// Scalars keep their text ("20", "true", "2.50"), so that a decimal stays exact.
struct ConfigNode
{
    enum class Kind { Null, Scalar, Sequence, Map };

    Kind kind = Kind::Null;
    std::string scalar;
    std::vector<ConfigNode> items;                           ///< Sequence
    std::vector<std::pair<std::string, ConfigNode>> fields;  ///< Map, in document order; keys are unique
    int line = 0;                                            ///< from 1, a field's is its key's; 0 = not from a text
    bool fromVariable = false;                               ///< the scalar holds a variable's value: never show it

    static ConfigNode text(std::string_view scalar);
    static ConfigNode list(std::vector<ConfigNode> items = {});
    static ConfigNode map(std::vector<std::pair<std::string, ConfigNode>> fields = {});

    const ConfigNode* find(std::string_view key) const;
    void set(std::string_view key, ConfigNode value);
};

} // namespace lanyard
