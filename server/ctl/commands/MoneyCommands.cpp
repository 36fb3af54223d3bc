#include "ctl/commands/AllCommands.h"
#include "ctl/CtlSession.h"
#include "ctl/Options.h"
#include "ctl/TimeText.h"
#include "ctl/commands/Texts.h"

namespace lanyard {
namespace {

class UserDepositCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addText(app, "name", m_params.name, "Their name.")->type_name("")->required();
        addMoney(app, "amount", m_params.amount, "What was paid, in USD or in the currency named.")->type_name("")->required();
        addText(app, "--currency", m_params.currency, "Of what was paid, like EUR; needs the rate too.")->type_name("CODE");
        addMoney(app, "--rate", m_params.rate, "How many USD one unit of the currency is worth.");
        addText(app, "--source", m_params.source, "Where it came from, like cash.");
        addText(app, "--note", m_params.note, "What it is for.");
    }
    void run(CtlSession& session) override
    {
        if (m_params.currency && *m_params.currency != QLatin1String("USD") && !m_params.rate)
            return session.fail({ErrorCode::InvalidArgument, ctlStd("say how many USD one unit of the currency is worth: --rate")}, CtlExit::Usage);
        session.call<methods::UserDeposit>(m_params, [this, &session](const DepositResult& result) {
            session.show(result, [&] {
                session.print(ctlText("%1 now has %2 USD.").arg(printable(m_params.name), moneyText(result.balance)));
            });
        });
    }

private:
    DepositParams m_params;
};

class VoucherCreateCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addMoney(app, "amount", m_params.amount, "What each is worth, in USD.")->type_name("")->required();
        addNumber(app, "--count", m_count, "How many (default: 1).");
        addTime(app, "--expires", m_params.expires, "From when on it is refused: 2027-01-01, an RFC 3339 time.");
        addText(app, "--note", m_params.note, "What they are for.");
    }
    void run(CtlSession& session) override
    {
        m_params.count = m_count.value_or(1);
        session.call<methods::VoucherCreate>(m_params, [&session](const VoucherCreateResult& result) {
            session.show(result, [&] {
                for (const Secret& code : result.codes)
                    session.print(QString::fromUtf8(code.reveal().data(), static_cast<qsizetype>(code.size())));
                session.warn(ctlText("these codes are shown only now"));
            });
        });
    }

private:
    VoucherCreateParams m_params;
    std::optional<std::uint32_t> m_count;
};

class VoucherListCommand final : public Command
{
public:
    void declare(CLI::App&) override {}
    void run(CtlSession& session) override
    {
        session.call<methods::VoucherList>({}, [&session](const VoucherListResult& result) {
            session.show(result, [&] { print(session, result); });
        });
    }

private:
    static void print(CtlSession& session, const VoucherListResult& result)
    {
        Table table;
        for (const QString& heading : {ctlText("CODE"), ctlText("MADE"), ctlText("EXPIRES"), ctlText("REDEEMED"), ctlText("USER"), ctlText("NOTE")})
            table.addColumn(heading);
        table.addColumn(ctlText("USD"), Table::Align::Right);
        const auto time = [](const std::optional<WallTime>& t) { return t ? localTimeText(*t) : QStringLiteral("-"); };
        for (const VoucherInfo& voucher : result.vouchers) {
            table.addRow({voucher.prefix + QStringLiteral("..."), localTimeText(voucher.created), time(voucher.expires), time(voucher.redeemed),
                          voucher.user.isEmpty() ? QStringLiteral("-") : voucher.user, voucher.note, moneyText(voucher.amount)});
        }
        session.printTable(table, ctlText("There is no voucher yet. Make one: lanyard voucher create 5.00"));
    }
};

class VoucherRedeemCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addText(app, "user", m_params.user, "Whose balance it goes to.")->type_name("")->required();
        m_source.declare(app);
    }
    void run(CtlSession& session) override
    {
        auto code = m_source.read(session.console(), KeySource::WhenAbsent::Ask);
        if (!code)
            return session.fail(code.error(), CtlExit::Usage);
        m_params.code = code->value_or(Secret());
        session.call<methods::VoucherRedeem>(m_params, [this, &session](const VoucherRedeemResult& result) {
            session.show(result, [&] {
                session.print(ctlText("%1 USD were added; %2 now has %3 USD.").arg(moneyText(result.amount), printable(m_params.user), moneyText(result.balance)));
            });
        });
    }

private:
    VoucherRedeemParams m_params;
    KeySource m_source;
};

class AlertListCommand final : public Command
{
public:
    void declare(CLI::App&) override {}
    void run(CtlSession& session) override
    {
        session.call<methods::AlertList>({}, [&session](const AlertListResult& result) {
            session.show(result, [&] { print(session, result); });
        });
    }

private:
    static void print(CtlSession& session, const AlertListResult& result)
    {
        Table table;
        for (const QString& heading : {ctlText("TIME"), ctlText("OF"), ctlText("NAME"), ctlText("WHAT")})
            table.addColumn(heading);
        for (const AlertInfo& alert : result.alerts)
            table.addRow({localTimeText(alert.at), alert.owner, alert.name, alert.text});
        session.printTable(table, ctlText("No budget has passed a mark yet."));
    }
};

class PriceRerateCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addTime(app, "--since", m_since, "From when on, such as 2026-11-01 or 7d.");
        addTime(app, "--until", m_until, "Until when (default: now).");
        addText(app, "--model", m_params.model, "Only this model's requests.");
        addText(app, "--user", m_params.user, "Only this user's requests.");
        addText(app, "--reason", m_params.reason, "Why; kept in the audit trail.");
        app.add_flag("--dry-run", m_params.preview, ctlStd("Only say what would change."));
        app.add_flag("--list", m_list, ctlStd("What was re-rated so far."));
        app.callback([this] {
            if (!m_list && !m_since)
                throw CLI::RequiredError("--since");
        });
    }
    void run(CtlSession& session) override
    {
        if (m_list) {
            session.call<methods::PriceReratings>({}, [&session](const RerateListResult& result) {
                session.show(result, [&] { printTrail(session, result); });
            });
            return;
        }
        m_params.since = *m_since;
        m_params.until = m_until.value_or(SystemClock().wall());
        session.call<methods::PriceRerate>(m_params, [this, &session](const RerateResult& result) {
            session.show(result, [&] { print(session, result); });
        }, kLong);
    }

private:
    static constexpr std::chrono::minutes kLong{10};

    void print(CtlSession& session, const RerateResult& result) const
    {
        Table table;
        for (const QString& heading : {ctlText("USER"), ctlText("MODEL")})
            table.addColumn(heading);
        for (const QString& heading : {ctlText("REQUESTS"), ctlText("BEFORE"), ctlText("AFTER")})
            table.addColumn(heading, Table::Align::Right);
        for (const RerateLine& line : result.lines)
            table.addRow({line.user, line.model, numberText(line.requests), moneyText(line.before), moneyText(line.after)});
        session.printTable(table, ctlText("No request of the period costs anything else now."));
        if (result.changed == 0)
            return;
        const QString sums = ctlText("%1 of %2 requests: %3 USD before, %4 USD after.")
                                 .arg(numberText(result.changed), numberText(result.examined), moneyText(result.before), moneyText(result.after));
        session.print(sums);
        if (m_params.preview)
            session.print(ctlText("Nothing was changed; leave out --dry-run to do it."));
        else if (!result.absorbed.isZero())
            session.print(ctlText("Balances did not cover %1 USD of it.").arg(moneyText(result.absorbed)));
    }

    static void printTrail(CtlSession& session, const RerateListResult& result)
    {
        Table table;
        for (const QString& heading : {ctlText("TIME"), ctlText("SINCE"), ctlText("UNTIL"), ctlText("MODEL"), ctlText("USER"), ctlText("REASON")})
            table.addColumn(heading);
        for (const QString& heading : {ctlText("REQUESTS"), ctlText("BEFORE"), ctlText("AFTER")})
            table.addColumn(heading, Table::Align::Right);
        const auto orAll = [](const QString& name) { return name.isEmpty() ? ctlText("all") : name; };
        for (const RerateEntry& entry : result.reratings) {
            table.addRow({localTimeText(entry.at), localTimeText(entry.since), localTimeText(entry.until), orAll(entry.model), orAll(entry.user),
                          entry.reason, numberText(entry.changed), moneyText(entry.before), moneyText(entry.after)});
        }
        session.printTable(table, ctlText("Nothing was re-rated yet."));
    }

    RerateParams m_params;
    std::optional<WallTime> m_since;
    std::optional<WallTime> m_until;
    bool m_list = false;
};

} // namespace

CommandEntries moneyCommands()
{
    return {
        {"user deposit", "Books money to a user's balance.", "lanyard user deposit alice 5.00 --source cash", makeCommand<UserDepositCommand>},
        {"price rerate", "Applies today's prices to requests of a period; see --dry-run.",
         "lanyard price rerate --since 2026-11-01 --model gpt-4o --dry-run", makeCommand<PriceRerateCommand>},
        {"voucher create", "Makes codes that are worth money once.", "lanyard voucher create 5.00 --count 10", makeCommand<VoucherCreateCommand>},
        {"voucher list", "Lists all vouchers; their codes are not kept.", "lanyard voucher list", makeCommand<VoucherListCommand>},
        {"voucher redeem", "Books a voucher to a user's balance; the code comes from stdin or the environment.",
         "lanyard voucher redeem alice --key-env VOUCHER", makeCommand<VoucherRedeemCommand>},
        {"alert list", "Shows which budgets passed 50, 80 or 100 per cent.", "lanyard alert list", makeCommand<AlertListCommand>},
    };
}

} // namespace lanyard
