#include "admin/methods/AllMethods.h"
#include "admin/methods/RequestView.h"
#include "admin/methods/Views.h"
#include "config/Price.h"

#include <array>

namespace lanyard {
namespace {

constexpr std::uint32_t kMostRequests = 10'000;

UsageInfo usageInfo(const UsageRow& row)
{
    return {toText(row.name),     row.requests,     row.failed,          row.inputTokens, row.cachedInputTokens,
            row.cacheWriteTokens, row.outputTokens, row.reasoningTokens, row.cost,        row.upstreamCost};
}

Result<RequestQuery> requestQuery(const RequestListParams& params)
{
    RequestQuery query;
    bool isNumber = true;
    if (params.before)
        query.beforeId = params.before->toULongLong(&isNumber);
    if (!isNumber)
        return Error{ErrorCode::InvalidArgument, "requests.list: before must be the id of a request"};
    if (params.limit < 1 || params.limit > kMostRequests)
        return Error{ErrorCode::InvalidArgument, "requests.list: limit must be from 1 to 10000"};
    query.limit = params.limit;
    query.since = params.since;
    query.user = params.user.value_or(QString()).toStdString();
    query.model = params.model.value_or(QString()).toStdString();
    query.provider = params.provider.value_or(QString()).toStdString();
    if (!params.outcome)
        return query;
    query.problems = *params.outcome == QLatin1String("problem");
    query.outcome = outcomeFrom(params.outcome->toStdString());
    if (!query.problems && !query.outcome)
        return Error{ErrorCode::InvalidArgument, "requests.list: outcome must be problem, ok, client_gone, truncated, failed, refused or lost"};
    return query;
}

constexpr std::array<std::string_view, kTokenBuckets> kBucketNames{"input",  "cached_input", "cache_write_5m", "cache_write_1h",
                                                                 "output", "reasoning",    "audio_input",    "audio_output"};

/// How the cost comes about, at the prices of now: what was booked stays what it was.
void addCost(const Snapshot& snapshot, const RequestDetail& detail, RequestShowResult& result)
{
    const ModelConfig* const model = findByName(snapshot.configuration().models, toText(detail.row.model));
    const ProviderConfig nobody;
    const Price* const found = model ? snapshot.priceOf(model, nobody, {}) : nullptr;
    const std::optional<Price> price = found ? std::optional(found->at(detail.row.time).forPrompt(detail.usage.promptTokens())) : std::nullopt;
    const GroupConfig* const group = detail.group.empty() ? nullptr : snapshot.findGroup(detail.group);
    const std::int64_t multiplier = group ? group->multiplierMicro : 1'000'000;
    result.multiplier = multiplierText(multiplier);
    for (std::size_t i = 0; i < kTokenBuckets; ++i) {
        if (detail.usage.tokens[i] == 0)
            continue;
        CostPart part{toText(kBucketNames[i]), detail.usage.tokens[i], {}, {}};
        if (price) {
            Usage alone;
            alone.tokens[i] = part.tokens;
            Price withoutCall = *price;
            withoutCall.perCall = {};
            withoutCall.tiers.clear();
            part.perMillion = price->perMillion(static_cast<TokenBucket>(i));
            part.cost = costOf(alone, withoutCall, multiplier);
        }
        result.parts.push_back(std::move(part));
    }
    const Money whole = found && detail.usage.total() > 0 ? costOf(detail.usage, found->at(detail.row.time), multiplier) : Money{};
    if (price && !price->perCall.isZero() && detail.usage.total() > 0)
        result.parts.push_back({QStringLiteral("per_call"), 1, {}, costOf({}, *price, multiplier)});
    if (!detail.absorbed.isZero())
        result.absorbed = detail.absorbed;
    result.addsUp = whole == detail.row.cost + detail.absorbed;
}

RequestShowResult requestDetail(const Snapshot& snapshot, const RequestDetail& detail)
{
    RequestShowResult result;
    result.stream = detail.streamed;
    addCost(snapshot, detail, result);
    result.request = requestInfo(detail.row);
    for (const AttemptRow& a : detail.attempts) {
        result.attempts.push_back({a.number, toText(a.provider), toText(a.credential), a.status, toText(a.failure), a.firstByteMs, a.totalMs,
                                   a.inputTokens, a.outputTokens, a.upstreamCost, a.startMs});
    }
    result.explanation = toText(detail.explanation).split(u'\n', Qt::SkipEmptyParts);
    return result;
}

} // namespace

RequestInfo requestInfo(const RequestRow& row)
{
    RequestInfo info;
    info.id = QString::number(row.id);
    info.requestId = toText(row.requestId);
    info.time = row.time;
    info.user = toText(row.user);
    info.key = toText(row.key);
    info.model = toText(row.model);
    info.provider = toText(row.provider);
    info.credential = toText(row.credential);
    info.status = row.status;
    info.outcome = toText(row.outcome);
    info.inputTokens = row.inputTokens;
    info.outputTokens = row.outputTokens;
    info.cost = row.cost;
    info.attempts = row.attempts;
    info.basis = toText(row.basis);
    info.firstByteMs = row.firstByteMs;
    info.totalMs = row.totalMs;
    info.message = toText(row.message);
    return info;
}

void registerReportMethods(Dispatcher& dispatcher, AdminServices& services)
{
    dispatcher.on<methods::UsageGet>([&services](const UsageParams& params, Answer<UsageResult> answer) {
        const auto by = usageDimensionFrom(params.by.toStdString());
        if (!by)
            return answer(Error{ErrorCode::InvalidArgument,
                                "usage.get: by must be user, group, key, model, provider, credential or day"});
        services.reports.usage({*by, params.since, params.until}, services.replyTo,
                               [answer, name = params.by](Result<std::vector<UsageRow>> rows) {
                                   if (!rows)
                                       return answer(rows.error());
                                   UsageResult result{name, {}, QStringLiteral("USD")};
                                   for (const UsageRow& row : *rows)
                                       result.rows.push_back(usageInfo(row));
                                   answer(std::move(result));
                               });
    });
    dispatcher.on<methods::RequestsShow>([&services](const RequestRef& params, Answer<RequestShowResult> answer) {
        services.reports.request(params.id.toStdString(), services.replyTo, [&services, answer](Result<RequestDetail> detail) {
            if (!detail)
                return answer(detail.error());
            answer(requestDetail(*services.snapshots.current(), *detail));
        });
    });
    dispatcher.on<methods::RefusalList>([&services](const RequestListParams& params, Answer<RefusalListResult> answer) {
        auto query = requestQuery(params);
        if (!query)
            return answer(query.error());
        services.reports.refusals(*std::move(query), services.replyTo, [answer](Result<std::vector<RefusalRow>> rows) {
            if (!rows)
                return answer(rows.error());
            RefusalListResult result;
            for (const RefusalRow& row : *rows)
                result.refusals.push_back({row.minute, toText(row.address), toText(row.reason), row.requests});
            answer(std::move(result));
        });
    });
    dispatcher.on<methods::RequestsList>([&services](const RequestListParams& params, Answer<RequestListResult> answer) {
        auto query = requestQuery(params);
        if (!query)
            return answer(query.error());
        services.reports.requests(*std::move(query), services.replyTo, [answer](Result<std::vector<RequestRow>> rows) {
            if (!rows)
                return answer(rows.error());
            RequestListResult result;
            for (const RequestRow& row : *rows)
                result.requests.push_back(requestInfo(row));
            answer(std::move(result));
        });
    });
}

} // namespace lanyard
