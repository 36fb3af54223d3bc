#include "admin/methods/AllMethods.h"
#include "admin/methods/RequestView.h"
#include "admin/methods/Views.h"

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
    return query;
}

RequestShowResult requestDetail(const RequestDetail& detail)
{
    RequestShowResult result;
    result.request = requestInfo(detail.row);
    for (const AttemptRow& a : detail.attempts) {
        result.attempts.push_back({a.number, toText(a.provider), toText(a.credential), a.status, toText(a.failure), a.firstByteMs, a.totalMs,
                                   a.inputTokens, a.outputTokens, a.upstreamCost});
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
        services.reports.request(params.id.toStdString(), services.replyTo, [answer](Result<RequestDetail> detail) {
            if (!detail)
                return answer(detail.error());
            answer(requestDetail(*detail));
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
