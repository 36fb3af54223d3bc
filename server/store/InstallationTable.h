#pragma once

#include "store/Database.h"

#include <optional>
#include <string>

namespace lanyard {

/// The few facts that make a database this installation's own: table `installation`.
///
/// Lives in: the store thread.
class InstallationTable
{
public:
    explicit InstallationTable(Database& database) : m_database(database) {}

    Result<std::optional<std::string>> find(std::string_view name);
    Result<void> set(std::string_view name, std::string_view value);
    /// A counter under `name`, one higher than before, stored when this returns (or with the transaction it stands in).
    Result<std::uint64_t> increment(std::string_view name);
    /// Sets `name` to what `make` gives when it is not set yet.
    template<class Make>
    Result<std::string> findOrSet(std::string_view name, Make make)
    {
        Result<std::optional<std::string>> found = find(name);
        if (!found)
            return found.error();
        if (*found)
            return **found;
        std::string value = make();
        if (Result<void> stored = set(name, value); !stored)
            return stored.error();
        return value;
    }

private:
    Database& m_database;
};

} // namespace lanyard
