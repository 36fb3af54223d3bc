#include "admin/methods/AllMethods.h"
#include "admin/methods/Views.h"

namespace lanyard {
namespace {

constexpr std::uint32_t kMostAlerts = 200;
const Error kNoTreasury{ErrorCode::Unavailable, "this service keeps no book"};

DepositOrder orderFrom(const DepositParams& params)
{
    DepositOrder order;
    order.paid = params.amount;
    if (params.currency)
        order.currency = params.currency->toStdString();
    if (params.rate)
        order.rate = *params.rate;
    if (params.source)
        order.source = params.source->toStdString();
    order.note = params.note.toStdString();
    return order;
}

QString ownerText(BudgetOwner owner)
{
    switch (owner) {
    case BudgetOwner::User: return QStringLiteral("user");
    case BudgetOwner::ApiKey: return QStringLiteral("key");
    case BudgetOwner::Group: break;
    }
    return QStringLiteral("group");
}

VoucherInfo voucherInfo(const VoucherRow& row)
{
    return {row.id, toText(row.prefix), row.amount, row.created, row.expires, row.redeemed, toText(row.user), toText(row.note)};
}

void registerVoucherMethods(Dispatcher& dispatcher, AdminServices& services)
{
    dispatcher.on<methods::VoucherCreate>([&services](const VoucherCreateParams& params, Answer<VoucherCreateResult> answer) {
        if (!services.treasury)
            return answer(kNoTreasury);
        services.treasury->createVouchers({params.amount, params.count, params.expires, params.note.toStdString()}, services.replyTo,
                                          [answer](Result<std::vector<Secret>> codes) {
                                              answer(codes ? Result<VoucherCreateResult>(VoucherCreateResult{*codes}) : codes.error());
                                          });
    });
    dispatcher.on<methods::VoucherList>([&services](const Nothing&, Answer<VoucherListResult> answer) {
        if (!services.treasury)
            return answer(kNoTreasury);
        services.treasury->vouchers(services.replyTo, [answer](Result<std::vector<VoucherRow>> rows) {
            if (!rows)
                return answer(rows.error());
            VoucherListResult result;
            for (const VoucherRow& row : *rows)
                result.vouchers.push_back(voucherInfo(row));
            answer(std::move(result));
        });
    });
    dispatcher.on<methods::VoucherRedeem>([&services](const VoucherRedeemParams& params, Answer<VoucherRedeemResult> answer) {
        if (!services.treasury)
            return answer(kNoTreasury);
        services.treasury->redeem(params.code, params.user.toStdString(), services.replyTo, [answer](Result<Redemption> redeemed) {
            answer(redeemed ? Result<VoucherRedeemResult>(VoucherRedeemResult{redeemed->amount, redeemed->balance}) : redeemed.error());
        });
    });
}

RerateResult rerateResult(const RerateReport& report)
{
    RerateResult result{report.id, report.examined, report.changed, report.before, report.after, report.absorbed, {}};
    for (const RerateReport::Line& line : report.lines)
        result.lines.push_back({toText(line.user), toText(line.model), line.requests, line.before, line.after});
    return result;
}

RerateEntry rerateEntry(const RerateRow& row)
{
    return {row.id,  row.at, row.order.since, row.order.until, toText(row.order.model), toText(row.order.user), toText(row.order.reason), row.changed,
            row.before, row.after, row.absorbed};
}

void registerRerateMethods(Dispatcher& dispatcher, AdminServices& services)
{
    dispatcher.on<methods::PriceRerate>([&services](const RerateParams& params, Answer<RerateResult> answer) {
        if (!services.treasury)
            return answer(kNoTreasury);
        RerateOrder order{params.since, params.until, params.model.value_or(QString()).toStdString(), params.user.value_or(QString()).toStdString(),
                          params.reason.toStdString()};
        services.treasury->rerate(std::move(order), params.preview ? RerateMode::Preview : RerateMode::Book, services.replyTo,
                                  [answer](Result<RerateReport> report) {
                                      answer(report ? Result<RerateResult>(rerateResult(*report)) : report.error());
                                  });
    });
    dispatcher.on<methods::PriceReratings>([&services](const Nothing&, Answer<RerateListResult> answer) {
        if (!services.treasury)
            return answer(kNoTreasury);
        services.treasury->reratings(services.replyTo, [answer](Result<std::vector<RerateRow>> rows) {
            if (!rows)
                return answer(rows.error());
            RerateListResult result;
            for (const RerateRow& row : *rows)
                result.reratings.push_back(rerateEntry(row));
            answer(std::move(result));
        });
    });
}

} // namespace

void registerMoneyMethods(Dispatcher& dispatcher, AdminServices& services)
{
    registerVoucherMethods(dispatcher, services);
    registerRerateMethods(dispatcher, services);
    dispatcher.on<methods::UserDeposit>([&services](const DepositParams& params, Answer<DepositResult> answer) {
        if (!services.treasury)
            return answer(kNoTreasury);
        services.treasury->deposit(params.name.toStdString(), orderFrom(params), services.replyTo, [answer](Result<Money> balance) {
            answer(balance ? Result<DepositResult>(DepositResult{*balance}) : balance.error());
        });
    });
    dispatcher.on<methods::AlertList>([&services](const Nothing&, Answer<AlertListResult> answer) {
        if (!services.treasury)
            return answer(kNoTreasury);
        services.treasury->alerts(kMostAlerts, services.replyTo, [answer](Result<std::vector<BudgetAlert>> alerts) {
            if (!alerts)
                return answer(alerts.error());
            AlertListResult result;
            for (const BudgetAlert& alert : *alerts)
                result.alerts.push_back({alert.at, ownerText(alert.owner), toText(alert.name), alert.percent, toText(alert.text)});
            answer(std::move(result));
        });
    });
}

} // namespace lanyard
