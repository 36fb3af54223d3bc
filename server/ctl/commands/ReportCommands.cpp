#include "ctl/commands/AllCommands.h"
#include "ctl/CtlSession.h"
#include "ctl/Options.h"
#include "ctl/TimeText.h"
#include "ctl/commands/ShownMoney.h"
#include "ctl/commands/Texts.h"

#include <QJsonDocument>
#include <QSet>

namespace lanyard {
namespace {

const std::vector<std::string> kDimensions{"user", "group", "key", "model", "provider", "credential", "day"};

const std::vector<std::string> kOutcomes{"problem", "ok", "client_gone", "truncated", "failed", "refused", "lost"};

class UsageCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addText(app, "--by", m_params.by, "One line for each user, group, key, model, provider, credential or day (default: user).")
            ->check(CLI::IsMember(kDimensions))->type_name("WHAT");
        addTime(app, "--since", m_params.since, "From this moment on: 2026-11-02, an RFC 3339 time, today, 7d, 24h.");
        addTime(app, "--until", m_params.until, "Up to this moment, not including it.");
        app.add_flag("--csv", m_csv, ctlStd("Prints comma-separated values, for spreadsheets."));
    }
    void run(CtlSession& session) override
    {
        session.call<methods::UsageGet>(m_params, [this, &session](const UsageResult& result) {
            if (session.json())
                session.printJson(documentedJson(result));
            else
                m_csv ? printCsv(session, result) : print(session, result);
            session.finish();
        });
    }

private:
    /// The shape that scripts depend on: the dimension is the key of the name.
    static QJsonObject documentedJson(const UsageResult& result)
    {
        QJsonArray rows;
        for (const UsageInfo& usage : result.rows) {
            QJsonObject row = toJson(usage);
            row.insert(result.by, row.take(QStringLiteral("name")));
            row.remove(QStringLiteral("reasoning_tokens"));
            row.remove(QStringLiteral("upstream_cost"));
            rows.append(row);
        }
        return {{QStringLiteral("rows"), rows}, {QStringLiteral("currency"), result.currency}};
    }

    /// RFC 4180: a text that holds a comma, a quote or a line break is quoted.
    static QString csvText(QString text)
    {
        if (text.contains(u',') || text.contains(u'"') || text.contains(u'\n') || text.contains(u'\r'))
            text = u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"';
        return text;
    }

    static void printCsv(CtlSession& session, const UsageResult& result)
    {
        session.print(result.by + QStringLiteral(",requests,failed,input_tokens,cached_input_tokens,cache_write_tokens,output_tokens,"
                                                 "reasoning_tokens,cost,upstream_cost,currency"));
        for (const UsageInfo& usage : result.rows) {
            QStringList cells{csvText(usage.name)};
            for (const std::uint64_t number : {usage.requests, usage.failed, usage.inputTokens, usage.cachedInputTokens, usage.cacheWriteTokens,
                                               usage.outputTokens, usage.reasoningTokens})
                cells.append(QString::number(number));
            cells << QString::fromStdString(usage.cost.toString()) << QString::fromStdString(usage.upstreamCost.toString()) << result.currency;
            session.print(cells.join(u','));
        }
    }

    static void addRow(Table& table, const UsageInfo& usage, const HelloResult& service)
    {
        table.addRow({usage.name.isEmpty() ? QStringLiteral("-") : usage.name, numberText(usage.requests),
                      {numberText(usage.failed), usage.failed ? Table::Colour::Bad : Table::Colour::None}, numberText(usage.inputTokens),
                      numberText(usage.cachedInputTokens), numberText(usage.outputTokens), shownMoney(service, usage.cost)});
    }

    static UsageInfo total(const UsageResult& result)
    {
        UsageInfo sum;
        sum.name = ctlText("TOTAL");
        for (const UsageInfo& usage : result.rows) {
            sum.requests += usage.requests;
            sum.failed += usage.failed;
            sum.inputTokens += usage.inputTokens;
            sum.cachedInputTokens += usage.cachedInputTokens;
            sum.outputTokens += usage.outputTokens;
            sum.cost += usage.cost;
        }
        return sum;
    }

    static void print(CtlSession& session, const UsageResult& result)
    {
        Table table;
        table.addColumn(result.by.toUpper());
        table.addColumn(ctlText("REQUESTS"), Table::Align::Right);
        table.addColumn(ctlText("FAILED"), Table::Align::Right);
        table.addColumn(ctlText("INPUT"), Table::Align::Right);
        table.addColumn(ctlText("CACHED"), Table::Align::Right);
        table.addColumn(ctlText("OUTPUT"), Table::Align::Right);
        table.addColumn(ctlText("COST %1").arg(session.client().service().displayCurrency), Table::Align::Right);
        for (const UsageInfo& usage : result.rows)
            addRow(table, usage, session.client().service());
        if (result.rows.size() > 1)
            addRow(table, total(result), session.client().service());
        session.printTable(table, ctlText("There was no request in this time."));
    }

    UsageParams m_params;
    bool m_csv = false;
};

class RequestsCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addText(app, "id", m_id, "One request, by its id or request id: its attempts, and why it went where it went.")->type_name("");
        addNumber(app, "--limit", m_limit, "The last N requests (default: 50).")->check(CLI::Range(1, 10'000));
        addText(app, "--user", m_params.user, "Only of this user.");
        addText(app, "--model", m_params.model, "Only of this model.");
        addText(app, "--provider", m_params.provider, "Only of this provider.");
        addText(app, "--outcome", m_params.outcome, "Only with this outcome; problem = whatever is not ok.")
            ->check(CLI::IsMember(kOutcomes))->type_name("WHAT");
        addTime(app, "--since", m_params.since, "From this moment on: 2026-11-02, an RFC 3339 time, today, 7d, 24h.");
        app.add_flag("--refused", m_refused, ctlStd("Instead: what was turned away before anybody knew who asked, by address and minute."));
        app.add_flag("-f,--follow", m_follow, ctlStd("Goes on with every request that ends, until it is interrupted."));
    }
    void run(CtlSession& session) override
    {
        if (!m_id.isEmpty()) {
            return session.call<methods::RequestsShow>(RequestRef{m_id}, [&session](const RequestShowResult& result) {
                session.show(result, [&] { printOne(session, result); });
            });
        }
        m_params.limit = m_limit.value_or(m_params.limit);
        if (m_refused) {
            session.call<methods::RefusalList>(m_params, [&session](const RefusalListResult& result) {
                session.show(result, [&] { print(session, result); });
            });
            return;
        }
        if (m_follow)
            follow(session); // first, so that nothing is missed in between
        session.call<methods::RequestsList>(m_params, [this, &session](const RequestListResult& result) {
            showHistory(session, result);
            if (!m_follow)
                session.finish();
        });
    }

private:
    static void printOne(CtlSession& session, const RequestShowResult& result)
    {
        Table one = emptyTable();
        addRow(one, result.request);
        session.printTable(one, {});
        Table attempts;
        for (const QString& heading : {ctlText("ATTEMPT"), ctlText("CREDENTIAL"), ctlText("FAILURE")})
            attempts.addColumn(heading);
        for (const QString& heading : {ctlText("STATUS"), ctlText("FIRST BYTE MS"), ctlText("MS"), ctlText("UPSTREAM COST USD")})
            attempts.addColumn(heading, Table::Align::Right);
        for (const AttemptInfo& a : result.attempts) {
            const bool good = a.failure == QLatin1String("none");
            attempts.addRow({QString::number(a.attempt), a.credential.isEmpty() ? a.provider : a.provider + u'/' + a.credential,
                             {good ? QStringLiteral("-") : a.failure, good ? Table::Colour::Good : Table::Colour::Bad}, QString::number(a.status),
                             numberText(a.firstByteMs), numberText(a.totalMs), moneyText(a.upstreamCost)});
        }
        session.print({});
        session.printTable(attempts, ctlText("No provider was asked."));
        if (!result.request.message.isEmpty())
            session.print(printable(result.request.message));
        printCost(session, result);
        session.print({});
        if (result.explanation.isEmpty() && !result.attempts.empty())
            session.print(ctlText("It went to the credential whose turn it was, and nothing was in the way."));
        for (const QString& line : result.explanation)
            session.print(printable(line));
    }

    static void printCost(CtlSession& session, const RequestShowResult& result)
    {
        if (result.parts.empty())
            return;
        Table parts;
        parts.addColumn(ctlText("BUCKET"));
        for (const QString& heading : {ctlText("TOKENS"), ctlText("USD PER MILLION"), ctlText("COST USD")})
            parts.addColumn(heading, Table::Align::Right);
        for (const CostPart& part : result.parts)
            parts.addRow({part.bucket, numberText(part.tokens), part.perMillion ? moneyText(*part.perMillion) : QStringLiteral("-"),
                          part.cost ? moneyText(*part.cost) : QStringLiteral("-")});
        session.print({});
        session.printTable(parts, {});
        if (result.multiplier != QLatin1String("1.0"))
            session.print(ctlText("The prices are multiplied by %1, the group's multiplier.").arg(result.multiplier));
        if (!result.addsUp)
            session.print(ctlText("These are the prices of now; it was booked at others: %1 USD.").arg(moneyText(result.request.cost)));
        if (result.absorbed)
            session.print(ctlText("%1 USD of it was not charged: the balance was used up.").arg(moneyText(*result.absorbed)));
    }

    static void print(CtlSession& session, const RefusalListResult& result)
    {
        Table table;
        for (const QString& heading : {ctlText("MINUTE"), ctlText("ADDRESS"), ctlText("REASON")})
            table.addColumn(heading);
        table.addColumn(ctlText("REQUESTS"), Table::Align::Right);
        for (const RefusalInfo& refusal : result.refusals) {
            table.addRow({localTimeText(refusal.minute), refusal.address.isEmpty() ? ctlText("various") : refusal.address, refusal.reason,
                          {numberText(refusal.requests), Table::Colour::Bad}});
        }
        session.printTable(table, ctlText("Nobody was turned away."));
    }

    void follow(CtlSession& session)
    {
        QObject::connect(&session.client(), &AdminClient::eventReceived, &session, [this, &session](const AdminEvent& event) {
            if (event.as<events::Resync>())
                session.warn(ctlText("this terminal was too slow, some requests are not shown"));
            if (const auto waiting = event.as<events::RequestWaiting>())
                return showWaiting(session, *waiting);
            const auto request = event.as<events::RequestFinished>();
            if (!request || !isWanted(*request))
                return;
            m_historyShown ? showNew(session, *request) : m_waiting.push_back(*request);
        });
        session.client().subscribe({textOf(events::RequestFinished::kName), textOf(events::RequestWaiting::kName), textOf(events::Resync::kName)});
    }

    /// For eyes only: scripts read finished requests, one object a line.
    void showWaiting(CtlSession& session, const RequestWaitingInfo& request) const
    {
        if (session.json() || !m_historyShown || (m_params.user && request.user != *m_params.user) || (m_params.model && request.model != *m_params.model))
            return;
        session.warn(ctlText("a request of %1 for %2 waits for a free provider, place %3 in the queue").arg(printable(request.user), printable(request.model)).arg(request.place));
    }

    bool isWanted(const RequestInfo& request) const
    {
        return (!m_params.user || request.user == *m_params.user) && (!m_params.model || request.model == *m_params.model)
               && (!m_params.provider || request.provider == *m_params.provider)
               && (!m_params.outcome || request.outcome == *m_params.outcome || (*m_params.outcome == QLatin1String("problem") && request.outcome != QLatin1String("ok")));
    }

    /// Oldest first, like a log: what follows goes below.
    void showHistory(CtlSession& session, const RequestListResult& result)
    {
        Table table = emptyTable();
        for (auto it = result.requests.rbegin(); it != result.requests.rend(); ++it) {
            m_historyIds.insert(it->requestId); // the list and the events number them differently
            session.json() ? session.print(documentedLine(*it)) : addRow(table, *it);
        }
        if (!session.json() && !(m_follow && table.empty()))
            session.printTable(table, ctlText("There was no request."));
        m_historyShown = true;
        for (const RequestInfo& request : std::exchange(m_waiting, {}))
            showNew(session, request);
    }

    void showNew(CtlSession& session, const RequestInfo& request)
    {
        if (m_historyIds.contains(request.requestId))
            return;
        if (session.json())
            return session.print(documentedLine(request));
        const QString line = QStringLiteral("%1  %2  %3  %4  %5  %6/%7  %8").arg(localTimeText(request.time), request.user, request.model,
            request.provider, request.outcome).arg(request.inputTokens).arg(request.outputTokens).arg(moneyText(request.cost));
        session.print(printable(line));
    }

    /// The keys that scripts depend on, one object a line.
    static QString documentedLine(const RequestInfo& request)
    {
        QJsonObject json = toJson(request);
        for (const auto* hidden : {"basis", "first_byte_ms", "total_ms", "message"})
            json.remove(QLatin1String(hidden));
        return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
    }

    static Table emptyTable()
    {
        Table table;
        for (const QString& heading : {ctlText("TIME"), ctlText("USER"), ctlText("MODEL"), ctlText("PROVIDER"), ctlText("OUTCOME")})
            table.addColumn(heading);
        for (const QString& heading : {ctlText("STATUS"), ctlText("INPUT"), ctlText("OUTPUT"), ctlText("COST USD"), ctlText("MS")})
            table.addColumn(heading, Table::Align::Right);
        return table;
    }

    static void addRow(Table& table, const RequestInfo& request)
    {
        const bool good = request.outcome == QLatin1String("ok");
        table.addRow({localTimeText(request.time), request.user, request.model, request.provider,
                      {request.outcome, good ? Table::Colour::Good : Table::Colour::Bad}, QString::number(request.status),
                      numberText(request.inputTokens), numberText(request.outputTokens), moneyText(request.cost),
                      numberText(request.totalMs)});
    }

    QString m_id;
    RequestListParams m_params;
    std::optional<std::uint32_t> m_limit;
    bool m_follow = false;
    bool m_refused = false;
    bool m_historyShown = false;
    QSet<QString> m_historyIds;
    std::vector<RequestInfo> m_waiting;
};

class RequestsRunningCommand final : public Command
{
public:
    void declare(CLI::App&) override {}
    void run(CtlSession& session) override
    {
        session.call<methods::RequestsRunning>({}, [&session](const RunningListResult& result) {
            session.show(result, [&] { print(session, result); });
        });
    }

private:
    static void print(CtlSession& session, const RunningListResult& result)
    {
        Table table;
        for (const QString& heading : {ctlText("ID"), ctlText("USER"), ctlText("MODEL"), ctlText("CREDENTIAL"), ctlText("STATE")})
            table.addColumn(heading);
        for (const QString& heading : {ctlText("SECONDS"), ctlText("OUTPUT"), ctlText("COST USD")})
            table.addColumn(heading, Table::Align::Right);
        for (const RunningInfo& r : result.requests)
            table.addRow({r.id, r.user, r.model, r.provider.isEmpty() ? QStringLiteral("-") : r.provider + u'/' + r.credential, r.state,
                          QString::number(r.ms / 1000.0, 'f', 1), numberText(r.outputTokens), moneyText(r.cost)});
        session.printTable(table, ctlText("Nothing is running."));
        if (result.total > result.requests.size())
            session.print(ctlText("These are the oldest; %1 are running.").arg(numberText(result.total)));
    }
};

class RequestsStopCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addText(app, "id", m_target.id, "Its id, as requests running lists it, or its request id.")->type_name("")->required();
    }
    void run(CtlSession& session) override
    {
        session.call<methods::RequestsStop>(m_target, [&session](const Nothing& result) {
            session.show(result, [&] { session.print(ctlText("Stopped.")); });
        });
    }

private:
    RequestRef m_target;
};

} // namespace

CommandEntries reportCommands()
{
    return {
        {"usage", "Adds up requests, tokens and cost.", "lanyard usage --by model --since 7d", makeCommand<UsageCommand>},
        {"requests", "Shows the last requests.", "lanyard requests --limit 20 --follow", makeCommand<RequestsCommand>},
        {"requests running", "Lists the requests that have not ended yet.", "lanyard requests running", makeCommand<RequestsRunningCommand>},
        {"requests stop", "Ends a running request; its user pays what was delivered.", "lanyard requests stop 1099511627777",
         makeCommand<RequestsStopCommand>},
    };
}

} // namespace lanyard
