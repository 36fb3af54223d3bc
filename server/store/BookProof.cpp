#include "store/BookProof.h"

#include "ledger/JournalReader.h"
#include "store/LedgerTables.h"

#include <map>
#include <set>

namespace lanyard {
namespace {

template<class Take>
Result<void> each(Result<Rows> rows, Take take)
{
    if (!rows)
        return rows.error();
    for (;;) {
        const Result<bool> more = rows->next();
        if (!more)
            return more.error();
        if (!*more)
            return {};
        take(*rows);
    }
}

} // namespace

Result<BookCheck> BookProof::run()
{
    for (const auto step : {&BookProof::file, &BookProof::sums, &BookProof::balances, &BookProof::numbers, &BookProof::segments}) {
        if (Result<void> done = (this->*step)(); !done)
            return done.error();
    }
    return std::move(m_check);
}

Result<void> BookProof::file()
{
    Result<void> read = each(m_database.query("PRAGMA integrity_check(5)"), [&](const Rows& r) {
        if (r.text(0) != "ok")
            m_check.faults.push_back("the database is damaged: " + r.text(0));
    });
    if (read) {
        read = each(m_database.query("SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1"), [&](const Rows& r) {
            m_check.faults.push_back(std::to_string(r.integer(1)) + " rows of " + r.text(0) + " refer to something that is not there");
        });
    }
    return read;
}

Result<void> BookProof::sums()
{
    const Result<std::int64_t> charges = m_database.number("SELECT (SELECT count(*) FROM charges) + coalesce((SELECT sum(requests + failed) FROM folded_charges), 0)");
    if (!charges)
        return charges.error();
    m_check.charges = static_cast<std::uint64_t>(*charges);
    const Result<void> verified = LedgerTables(m_database).verify();
    if (!verified && verified.error().code != ErrorCode::Corrupt)
        return verified;
    if (!verified)
        m_check.faults.push_back(verified.error().message);
    return {};
}

/// From the rows themselves, not from the sums that the service starts with.
Result<void> BookProof::balances()
{
    const Result<std::unordered_map<UserId, Money>> fromSums = LedgerTables(m_database).balances();
    if (!fromSums)
        return fromSums.error();
    m_check.balances = *fromSums;
    m_check.users = fromSums->size();
    return each(m_database.query("SELECT d.user_id, d.amount, coalesce(c.cost, 0) FROM "
                                 "(SELECT user_id, sum(amount_nano) AS amount FROM deposits GROUP BY user_id) d LEFT JOIN "
                                 "(SELECT user_id, sum(cost_nano) AS cost FROM (SELECT user_id, cost_nano FROM cells UNION ALL "
                                 "SELECT user_id, cost_nano FROM folded_charges) GROUP BY user_id) c ON c.user_id = d.user_id"),
                [&](const Rows& r) {
                    m_check.deposits += r.money(1);
                    m_check.costs += r.money(2);
                    const UserId user{r.number<std::uint32_t>(0)};
                    const Money balance = r.money(1) - r.money(2);
                    if (fromSums->at(user) != balance) {
                        m_check.faults.push_back("user number " + std::to_string(user.value) + ": deposits minus costs are " + balance.toShortString() +
                                                 " USD, the balance is " + fromSums->at(user).toShortString() + " USD");
                    }
                    if (balance.isNegative())
                        m_check.faults.push_back("user number " + std::to_string(user.value) + " is overdrawn: " + balance.toShortString() + " USD");
                });
}

/// Each lane (start and worker) numbers its exchanges from 1, and each of them has a row in the end.
Result<void> BookProof::numbers()
{
    std::set<std::uint32_t> closed;
    Result<void> read = each(m_database.query("SELECT epoch FROM starts WHERE ended_ms IS NOT NULL"),
                             [&](const Rows& r) { closed.insert(r.number<std::uint32_t>(0)); });
    if (!read)
        return read;
    std::map<std::uint32_t, std::int64_t> missing;
    read = each(m_database.query("SELECT t.lane, t.last - t.there - coalesce(f.charges, 0) FROM (SELECT exchange_id >> 32 AS lane, "
                                 "max(exchange_id & 0xFFFFFFFF) AS last, count(*) AS there FROM charges GROUP BY 1) t LEFT JOIN folded_numbers f ON f.lane = t.lane"), [&](const Rows& r) {
        if (r.integer(1) > 0) // below: what came last is folded already
            missing[ExchangeId{r.number<std::uint64_t>(0) << 32}.epoch()] += r.integer(1);
    });
    for (const auto& [epoch, count] : missing) {
        const std::string what = std::to_string(count) + " exchanges of start " + std::to_string(epoch);
        if (closed.contains(epoch))
            m_check.faults.push_back(what + " have no row, though that run closed its books");
        else if (epoch == m_running)
            m_check.remarks.push_back(what + " are under way");
        else
            m_check.remarks.push_back(what + " never began: that run was killed");
    }
    return read;
}

Result<void> BookProof::segments()
{
    std::error_code ignored;
    if (!std::filesystem::exists(m_journal, ignored))
        return {};
    const Result<std::vector<JournalSegmentName>> names = listJournalSegments(m_journal);
    if (!names)
        return names.error();
    for (const JournalSegmentName& name : *names) {
        std::uint64_t last = journalSequence(name.number, 0) - 1;
        bool hole = false;
        const auto read = readJournalSegment(m_journal / name.fileName(), name, [&](std::uint64_t sequence, const JournalRecord&) {
            hole |= sequence != last + 1;
            last = sequence;
        });
        if (!read)
            continue; // the service has just booked and removed it
        if (!read->clean() || hole)
            m_check.faults.push_back("the journal segment " + name.fileName() + " has " + std::to_string(read->damaged + read->unknown) +
                                     " unreadable records" + (hole ? " and a hole" : ""));
    }
    for (const auto& entry : std::filesystem::directory_iterator(m_journal, ignored)) {
        if (entry.path().string().ends_with(".damaged"))
            m_check.remarks.push_back("a damaged journal segment was set aside: " + entry.path().filename().string());
    }
    return {};
}

} // namespace lanyard
