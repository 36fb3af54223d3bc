#include "store/PoolMemoryTable.h"

#include <algorithm>

namespace lanyard {
namespace {

template<class Entry>
bool contains(const std::vector<Entry>& entries, const Entry& wanted)
{
    return std::find(entries.begin(), entries.end(), wanted) != entries.end();
}

template<class Entry, class Id>
bool namesId(const std::vector<Entry>& entries, Id Entry::*member, Id id)
{
    return std::any_of(entries.begin(), entries.end(), [=](const Entry& entry) { return entry.*member == id; });
}

Result<void> done(const Result<std::int64_t>& changed)
{
    return changed ? Result<void>{} : Result<void>{changed.error()};
}

} // namespace

Result<PoolMemory> PoolMemoryTable::load()
{
    PoolMemory memory;
    auto credentials = m_database.query("SELECT credential_id, refused_reason, quota_until_ms, quota_reason, day, day_count "
                                        "FROM credential_memory ORDER BY credential_id");
    if (!credentials)
        return credentials.error();
    for (;;) {
        const Result<bool> more = credentials->next();
        if (!more)
            return more.error();
        if (!*more)
            break;
        const Rows& r = *credentials;
        CredentialMemory one;
        one.credential = {r.number<std::uint32_t>(0)};
        if (!r.isNull(1))
            one.refused = r.text(1);
        if (!r.isNull(2))
            one.quotaUntil = r.time(2);
        one.quotaReason = r.isNull(3) ? std::string() : r.text(3);
        one.day = {r.integer(4), r.number<std::uint64_t>(5)};
        memory.credentials.push_back(std::move(one));
    }
    auto providers = m_database.query("SELECT provider_id, day, day_count FROM provider_memory ORDER BY provider_id");
    if (!providers)
        return providers.error();
    for (;;) {
        const Result<bool> more = providers->next();
        if (!more)
            return more.error();
        if (!*more)
            break;
        memory.providers.push_back({{providers->number<std::uint32_t>(0)}, {providers->integer(1), providers->number<std::uint64_t>(2)}});
    }
    m_stored = memory;
    return memory;
}

Result<void> PoolMemoryTable::save(const PoolMemory& memory)
{
    if (memory == m_stored)
        return {};
    Result<Transaction> transaction = Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    if (Result<void> removed = removeGone(memory); !removed)
        return removed;
    for (const CredentialMemory& credential : memory.credentials) {
        if (contains(m_stored.credentials, credential))
            continue;
        if (Result<void> written = write(credential); !written)
            return written;
    }
    for (const ProviderMemory& provider : memory.providers) {
        if (contains(m_stored.providers, provider))
            continue;
        const auto written = m_database.run("INSERT OR REPLACE INTO provider_memory (provider_id, day, day_count) VALUES (?, ?, ?)",
                                            provider.provider, provider.day.day, provider.day.count);
        if (!written)
            return written.error();
    }
    if (Result<void> committed = transaction->commit(); !committed)
        return committed;
    m_stored = memory;
    return {};
}

Result<void> PoolMemoryTable::write(const CredentialMemory& c)
{
    return done(m_database.run("INSERT OR REPLACE INTO credential_memory (credential_id, refused_reason, quota_until_ms, quota_reason, day, "
                               "day_count) VALUES (?, ?, ?, ?, ?, ?)",
                               c.credential, c.refused, c.quotaUntil, c.quotaReason, c.day.day, c.day.count));
}

Result<void> PoolMemoryTable::removeGone(const PoolMemory& memory)
{
    for (const CredentialMemory& credential : m_stored.credentials) {
        if (namesId(memory.credentials, &CredentialMemory::credential, credential.credential))
            continue;
        if (Result<void> removed = done(m_database.run("DELETE FROM credential_memory WHERE credential_id = ?", credential.credential)); !removed)
            return removed;
    }
    for (const ProviderMemory& provider : m_stored.providers) {
        if (namesId(memory.providers, &ProviderMemory::provider, provider.provider))
            continue;
        if (Result<void> removed = done(m_database.run("DELETE FROM provider_memory WHERE provider_id = ?", provider.provider)); !removed)
            return removed;
    }
    return {};
}

} // namespace lanyard
