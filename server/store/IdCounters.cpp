#include "store/IdCounters.h"

namespace lanyard {
namespace {

// Stored: never rename. In the order of ObjectKind.
constexpr std::array<std::string_view, 9> kNames{"setting", "proxy", "provider", "credential", "model", "route", "group", "user", "api_key"};
static_assert(static_cast<std::size_t>(ObjectKind::ApiKey) == kNames.size() - 1);

} // namespace

Result<IdCounters> IdCounters::load(Database& database)
{
    static_assert(kNames.size() == kKinds);
    IdCounters counters;
    for (std::size_t i = 0; i < kKinds; ++i) {
        const Result<std::int64_t> last = database.number("SELECT last_id FROM id_counters WHERE kind = ?", kNames[i]);
        if (!last)
            return last.error();
        counters.m_last[i] = static_cast<std::uint32_t>(*last);
    }
    return counters;
}

Result<void> IdCounters::save(Database& database) const
{
    for (std::size_t i = 0; i < kKinds; ++i) {
        const auto stored = database.run("INSERT INTO id_counters (kind, last_id) VALUES (?, ?) "
                                         "ON CONFLICT (kind) DO UPDATE SET last_id = excluded.last_id", kNames[i], m_last[i]);
        if (!stored)
            return stored.error();
    }
    return {};
}

} // namespace lanyard
