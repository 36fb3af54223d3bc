#include "app/Seed.h"

#include <algorithm>

namespace lanyard {
namespace {

using Node = ConfigNode;

} // namespace

ConfigChange firstStartChange()
{
    ConfigChange change;
    change.document = Node::map(
        {{"version", Node::text("1")},
         {"providers", Node::list({Node::map({{"name", Node::text("demo")},
                                              {"kind", Node::text("demo")},
                                              {"credentials", Node::list({Node::map({{"name", Node::text("none")}, {"key", Node::text("")}})})}})})},
         {"models", Node::list({Node::map({{"name", Node::text("demo")},
                                           {"routes", Node::list({Node::map({{"provider", Node::text("demo")}, {"model", Node::text("demo")}})})},
                                           {"price", Node::map({{"input", Node::text("1.00")}, {"output", Node::text("2.00")}})}})})}});
    return change;
}

std::vector<ConfigChange> demoUserChanges(const Configuration& current)
{
    std::vector<ConfigChange> changes;
    const auto hasOldKey = [](const UserConfig& user) {
        return user.name == "demo" && std::any_of(user.keys.begin(), user.keys.end(), [](const ApiKeyConfig& key) { return key.name == "demo"; });
    };
    if (std::any_of(current.users.begin(), current.users.end(), hasOldKey))
        changes.emplace_back().remove = {{ObjectKind::ApiKey, "demo", "demo"}};
    changes.emplace_back().document = Node::map(
        {{"version", Node::text("1")},
         {"users", Node::list({Node::map({{"name", Node::text("demo")}, {"keys", Node::list({Node::map({{"name", Node::text("demo")}})})}})})}});
    return changes;
}

} // namespace lanyard
