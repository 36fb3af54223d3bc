#pragma once

#include "config/ConfigEditor.h"
#include "store/Database.h"

#include <array>
#include <cstdint>

namespace lanyard {

/// Gives out permanent ids from the database's counters. A copy gives throw-away numbers for a dry run.
///
/// Lives in: the store thread.
class IdCounters final : public IdSource
{
public:
    static Result<IdCounters> load(Database& database);
    std::uint32_t next(ObjectKind kind) override { return ++m_last[static_cast<std::size_t>(kind)]; }
    /// Within the transaction that stores the objects.
    Result<void> save(Database& database) const;

private:
    static constexpr std::size_t kKinds = 9;
    std::array<std::uint32_t, kKinds> m_last{};
};

} // namespace lanyard
