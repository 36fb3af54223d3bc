#include "config/DocumentPlace.h"

#include "config/ObjectNames.h"

#include <optional>

namespace lanyard {
namespace {

std::string_view scalarOf(const ConfigNode& map, std::string_view key)
{
    const ConfigNode* value = map.find(key);
    return value ? std::string_view(value->scalar) : std::string_view{};
}

bool isEntryOf(const ConfigNode& entry, ObjectKind kind, std::string_view name, std::string_view parent)
{
    if (kind != ObjectKind::Route)
        return scalarOf(entry, "name") == name;
    const std::string_view model = entry.find("model") ? scalarOf(entry, "model") : parent;
    return std::string(scalarOf(entry, "provider")) + "/" + std::string(model) == name;
}

/// The last entry of that name: of two equal ones, that is the one too many.
std::optional<std::size_t> entryIn(const ConfigNode& list, ObjectKind kind, std::string_view name, std::string_view parent)
{
    for (std::size_t i = list.items.size(); i > 0; --i) {
        if (isEntryOf(list.items[i - 1], kind, name, parent))
            return i - 1;
    }
    return std::nullopt;
}

/// The field if the entry has it, else the entry.
void addAt(const ConfigNode& entry, const ConfigPath& path, const RuleBreach& breach, ConfigProblems& problems)
{
    const ConfigNode* field = breach.field.empty() ? nullptr : entry.find(breach.field);
    const ConfigPath at = path.field(breach.field);
    problems.add(field ? field->line : entry.line, breach.field.empty() ? path : at, breach.text);
}

bool addInList(const ConfigNode& list, const ConfigPath& path, const RuleBreach& breach, ConfigProblems& problems)
{
    const ObjectRef& object = breach.object;
    const ObjectKind outer = parentKind(object.kind);
    const bool isChild = outer != object.kind;
    const auto index = entryIn(list, outer, isChild ? object.parent : object.name, {});
    if (!index)
        return false;
    const ConfigNode& entry = list.items[*index];
    const ConfigPath at = path.item(*index);
    if (!isChild) {
        addAt(entry, at, breach, problems);
        return true;
    }
    const ConfigNode* children = entry.find(listKey(object.kind));
    const auto child = children ? entryIn(*children, object.kind, object.name, object.parent) : std::nullopt;
    if (!child)
        return false;
    const ConfigPath childrenPath = at.field(listKey(object.kind));
    addAt(children->items[*child], childrenPath.item(*child), breach, problems);
    return true;
}

bool addInDocument(const RuleBreach& breach, const ConfigNode& document, ConfigProblems& problems)
{
    const ConfigPath root;
    const std::string_view key = listKey(parentKind(breach.object.kind));
    const ConfigNode* section = document.find(key);
    if (!section)
        return false;
    const ConfigPath path = root.field(key);
    if (breach.object.kind != ObjectKind::Setting)
        return addInList(*section, path, breach, problems);
    const ConfigNode* value = section->find(breach.object.name);
    if (value)
        problems.add(value->line, path.field(breach.object.name), breach.text);
    return value != nullptr;
}

} // namespace

void addBreach(const RuleBreach& breach, const ConfigNode& document, ConfigProblems& problems)
{
    // Parameters of a call have no lines, and "users[0]" means nothing to who sent them.
    const bool hasLines = document.line > 0;
    if (!hasLines || !addInDocument(breach, document, problems))
        problems.add(describe(breach.object) + (breach.field.empty() ? "" : ": " + breach.field), breach.text);
}

} // namespace lanyard
