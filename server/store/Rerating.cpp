#include "store/Rerating.h"

#include "store/LedgerSums.h"

#include <algorithm>
#include <map>

namespace lanyard {
namespace {

/// More than this is better done month by month.
constexpr std::size_t kMostChanges = 1'000'000;
constexpr std::int64_t kMicro = 1'000'000;

constexpr std::string_view kRead =
    "SELECT c.exchange_id, c.settled_ms, c.user_id, c.group_id, c.key_id, c.model_id, c.provider_id, c.credential_id, c.input, c.cached_input, "
    "c.cache_write_5m, c.cache_write_1h, c.output, c.reasoning, c.audio_input, c.audio_output, c.images, "
    "c.cost_nano + coalesce(a.cost, 0), c.absorbed_nano + coalesce(a.absorbed, 0) FROM charges c LEFT JOIN "
    "(SELECT exchange_id, sum(cost_nano) AS cost, sum(absorbed_nano) AS absorbed FROM adjustments GROUP BY exchange_id) a "
    "ON a.exchange_id = c.exchange_id WHERE c.settled_ms >= ? AND c.settled_ms < ? AND c.outcome <= 3 AND c.model_id <> 0 "
    "AND (? = 0 OR c.user_id = ?) AND (? = 0 OR c.model_id = ?)";

constexpr std::string_view kInsert =
    "INSERT INTO adjustments (rerating_id, exchange_id, settled_ms, user_id, group_id, key_id, model_id, provider_id, credential_id, cost_nano, "
    "absorbed_nano) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

} // namespace

Result<void> Rerating::resolve(const RerateOrder& order)
{
    if (order.until <= order.since)
        return Error{ErrorCode::InvalidArgument, "the period ends before it begins"};
    const Configuration& configuration = m_snapshot.configuration();
    const auto idOf = [](const auto& objects, const std::string& name) {
        const auto found = std::find_if(objects.begin(), objects.end(), [&](const auto& object) { return object.name == name; });
        return found == objects.end() ? std::uint32_t{0} : found->id.value;
    };
    m_user = order.user.empty() ? 0 : idOf(configuration.users, order.user);
    m_model = order.model.empty() ? 0 : idOf(configuration.models, order.model);
    if (!order.user.empty() && m_user == 0)
        return Error{ErrorCode::NotFound, "there is no user named \"" + order.user + "\": lanyard user list shows who there is"};
    if (!order.model.empty() && m_model == 0)
        return Error{ErrorCode::NotFound, "there is no model named \"" + order.model + "\": lanyard model list shows them all"};
    for (const GroupConfig& group : configuration.groups)
        m_multipliers[group.id.value] = group.multiplierMicro;
    return {};
}

/// Nothing for a request that has no price now.
std::optional<Money> Rerating::priceNow(const Rows& row) const
{
    const ModelConfig* const model = m_snapshot.findModel(ModelId{row.number<std::uint32_t>(5)});
    static const ProviderConfig kAny;
    const Price* const price = model ? m_snapshot.priceOf(model, kAny, {}) : nullptr;
    if (!price)
        return std::nullopt;
    Usage usage;
    for (std::size_t i = 0; i < kTokenBuckets; ++i)
        usage.tokens[i] = row.number<std::uint64_t>(8 + static_cast<int>(i));
    usage.images = row.number<std::uint8_t>(16);
    if (usage.nothing())
        return Money();
    const auto group = m_multipliers.find(row.number<std::uint32_t>(3));
    const std::int64_t multiplier = group == m_multipliers.end() ? kMicro : group->second;
    const bool fromCache = row.integer(6) == 0; // no provider was asked
    return costOf(usage, price->at(row.time(1)), fromCache ? multiplier * m_snapshot.settings().cacheHitPercent / 100 : multiplier);
}

Result<void> Rerating::read(const RerateOrder& order)
{
    auto rows = m_database.query(kRead, order.since, order.until, m_user, m_user, m_model, m_model);
    if (!rows)
        return rows.error();
    for (;;) {
        const Result<bool> more = rows->next();
        if (!more)
            return more.error();
        if (!*more)
            return {};
        ++m_report.examined;
        const Money before = rows->money(17) + rows->money(18);
        const std::optional<Money> after = priceNow(*rows);
        if (!after || *after == before)
            continue;
        if (m_changes.size() == kMostChanges)
            return Error{ErrorCode::InvalidArgument, "more than a million requests would change: take a shorter period, or one model or user at a time"};
        m_report.before += before;
        m_report.after += *after;
        m_changes.push_back({rows->number<std::uint64_t>(0), rows->time(1), {rows->number<std::uint32_t>(2)}, rows->number<std::uint32_t>(3),
                             rows->number<std::uint32_t>(4), {rows->number<std::uint32_t>(5)}, rows->number<std::uint32_t>(6),
                             rows->number<std::uint32_t>(7), *after - before, rows->money(17), rows->money(18)});
    }
}

Result<RerateReport> Rerating::prepare(const RerateOrder& order)
{
    if (Result<void> resolved = resolve(order); !resolved)
        return resolved.error();
    if (Result<void> done = read(order); !done)
        return done.error();
    m_report.changed = m_changes.size();
    std::map<std::pair<std::uint32_t, std::uint32_t>, RerateReport::Line> lines;
    for (const Change& change : m_changes) {
        RerateReport::Line& line = lines[{change.user.value, change.model.value}];
        ++line.requests;
        line.before += change.cost + change.absorbed;
        line.after += change.cost + change.absorbed + change.due;
    }
    for (auto& [ids, line] : lines) {
        const UserConfig* const user = m_snapshot.findUser({ids.first});
        const ModelConfig* const model = m_snapshot.findModel(ModelId{ids.second});
        line.user = user ? user->name : std::string();
        line.model = model ? model->name : std::string();
        m_report.lines.push_back(std::move(line));
    }
    return m_report;
}

Result<RerateReport> Rerating::apply(const RerateOrder& order, WallTime now, const std::function<Money(UserId, Money)>& take,
                                     const std::function<void(UserId, Money)>& giveBack)
{
    if (const Result<RerateReport> prepared = prepare(order); !prepared || prepared->changed == 0)
        return prepared;
    std::unordered_map<UserId, Money> wanted, taken, refunds;
    for (const Change& change : m_changes) {
        if (!change.due.isNegative())
            wanted[change.user] += change.due;
        else
            refunds[change.user] += std::min(change.cost, Money() - change.due); // what was absorbed was never paid
    }
    for (const auto& [user, amount] : wanted)
        taken[user] = take(user, amount);
    if (Result<void> booked = book(order, now, taken); !booked) {
        for (const auto& [user, amount] : taken)
            giveBack(user, amount);
        return booked.error();
    }
    for (const auto& [user, amount] : refunds)
        giveBack(user, amount);
    return m_report;
}

Result<void> Rerating::book(const RerateOrder& order, WallTime now, std::unordered_map<UserId, Money> taken)
{
    Result<Transaction> transaction = Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    const auto listed = m_database.run("INSERT INTO reratings (made_ms, since_ms, until_ms, model, user, reason, changed, before_nano, after_nano, absorbed_nano) "
                                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)", now, order.since, order.until, order.model, order.user, order.reason,
                                       m_report.changed, m_report.before, m_report.after);
    if (!listed)
        return listed.error();
    const Result<std::int64_t> id = m_database.number("SELECT last_insert_rowid()");
    if (!id)
        return id.error();
    m_report.id = static_cast<std::uint64_t>(*id);
    LedgerSums sums;
    for (const Change& change : m_changes) {
        Money paid;
        if (change.due.isNegative()) {
            paid = Money() - std::min(change.cost, Money() - change.due);
        } else {
            paid = std::min(taken[change.user], change.due);
            taken[change.user] -= paid;
        }
        const Money absorbed = change.due - paid;
        m_report.absorbed += absorbed;
        const auto added = m_database.run(kInsert, m_report.id, change.exchange, change.settled, change.user, change.group, change.key, change.model,
                                          change.provider, change.credential, paid, absorbed);
        if (!added)
            return added.error();
        const std::int64_t day = std::chrono::floor<std::chrono::days>(change.settled).time_since_epoch().count();
        SumLine& line = sums.of({day, {change.user.value, change.group, change.key, change.model.value, change.provider, change.credential}});
        line.cost += paid;
        line.absorbed += absorbed;
    }
    if (Result<void> written = sums.write(m_database); !written)
        return written;
    const auto closed = m_database.run("UPDATE reratings SET absorbed_nano = ? WHERE id = ?", m_report.absorbed, m_report.id);
    return closed ? transaction->commit() : Result<void>(closed.error());
}

Result<std::vector<RerateRow>> Rerating::list(Database& database)
{
    auto rows = database.query("SELECT id, made_ms, since_ms, until_ms, model, user, reason, changed, before_nano, after_nano, absorbed_nano "
                               "FROM reratings ORDER BY id DESC");
    if (!rows)
        return rows.error();
    std::vector<RerateRow> list;
    for (;;) {
        const Result<bool> more = rows->next();
        if (!more)
            return more.error();
        if (!*more)
            return list;
        RerateRow row;
        row.id = rows->number<std::uint64_t>(0);
        row.at = rows->time(1);
        row.order = {rows->time(2), rows->time(3), rows->text(4), rows->text(5), rows->text(6)};
        row.changed = rows->number<std::uint64_t>(7);
        row.before = rows->money(8);
        row.after = rows->money(9);
        row.absorbed = rows->money(10);
        list.push_back(std::move(row));
    }
}

} // namespace lanyard
