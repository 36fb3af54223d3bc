#include "store/InstallationTable.h"

#include <cstdlib>

namespace lanyard {

Result<std::optional<std::string>> InstallationTable::find(std::string_view name)
{
    auto rows = m_database.query("SELECT value FROM installation WHERE name = ?", name);
    if (!rows)
        return rows.error();
    const Result<bool> found = rows->next();
    if (!found)
        return found.error();
    return *found ? std::optional(rows->text(0)) : std::nullopt;
}

Result<void> InstallationTable::set(std::string_view name, std::string_view value)
{
    const auto stored = m_database.run("INSERT INTO installation (name, value) VALUES (?, ?) "
                                       "ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value);
    return stored ? Result<void>{} : Result<void>{stored.error()};
}

Result<std::uint64_t> InstallationTable::increment(std::string_view name)
{
    const Result<std::optional<std::string>> found = find(name);
    if (!found)
        return found.error();
    const std::uint64_t next = (*found ? std::strtoull((*found)->c_str(), nullptr, 10) : 0) + 1;
    if (Result<void> stored = set(name, std::to_string(next)); !stored)
        return stored.error();
    return next;
}

} // namespace lanyard
