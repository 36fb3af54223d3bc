#include "ctl/commands/AllCommands.h"
#include "ctl/commands/Doctor.h"
#include "ctl/CtlSession.h"
#include "ctl/Options.h"
#include "ctl/TimeText.h"
#include "ctl/commands/Texts.h"

namespace lanyard {
namespace {

class StatusCommand final : public Command
{
public:
    void declare(CLI::App&) override {}
    void run(CtlSession& session) override
    {
        session.call<methods::StatusGet>({}, [&session](const StatusResult& status) {
            session.show(status, [&] { print(session, status); });
        });
    }

private:
    static void print(CtlSession& session, const StatusResult& status)
    {
        const HelloResult& service = status.service;
        const SocketLocation& location = session.client().location();
        session.print(ctlText("Lanyard %1 is %2, up %3 (pid %4)").arg(service.version, status.state, durationText(status.uptimeSeconds))
                          .arg(service.pid));
        for (const QString& url : service.listen)
            session.print(ctlText("Endpoint:    %1/v1").arg(url));
        session.print(ctlText("Data:        %1").arg(service.dataDir));
        session.print(ctlText("Admin:       %1 (%2)").arg(location.path, describe(location.kind)));
        session.print(ctlText("Providers:   %1, credentials ready: %2 of %3").arg(status.providers).arg(status.credentialsReady).arg(status.credentials));
        session.print(ctlText("Models:      %1").arg(status.models));
        session.print(ctlText("Users:       %1, API keys: %2").arg(status.users).arg(status.keys));
        session.print(ctlText("Last minute: %1 requests, %2 failed; %3 under way now")
                          .arg(numberText(status.stats.requestsPerMinute), numberText(status.stats.failedPerMinute), numberText(status.stats.inFlight)));
        if (service.demo)
            session.print(ctlText("This is a demo: it answers by itself and asks no provider."));
        for (const QString& warning : status.warnings)
            session.print(printable(ctlText("Warning:     %1").arg(warning)));
    }
};

class StopCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        app.add_flag("--wait", m_wait, ctlStd("Comes back when the service has ended."));
    }
    void run(CtlSession& session) override
    {
        session.call<methods::ServiceStop>({}, [this, &session](const Nothing& result) {
            if (!m_wait)
                return session.show(result, [&] { session.print(ctlText("The service finishes what is under way, then ends.")); });
            session.expectEndOfService();
        });
    }

private:
    bool m_wait = false;
};

/// pause and resume.
template<class M>
class ServingCommand final : public Command
{
public:
    void declare(CLI::App&) override {}
    void run(CtlSession& session) override
    {
        session.call<M>({}, [&session](const Nothing& result) {
            session.show(result, [&] {
                session.print(std::is_same_v<M, methods::ServicePause>
                                  ? ctlText("Paused: new requests are refused, running ones end. Go on with: lanyard resume")
                                  : ctlText("Requests are served again."));
            });
        });
    }
};

class StatsCommand final : public Command
{
public:
    void declare(CLI::App&) override {}
    void run(CtlSession& session) override
    {
        session.call<methods::StatsHistory>({}, [&session](const HistoryResult& result) {
            session.show(result, [&] { print(session, result); });
        });
    }

private:
    static constexpr std::size_t kLineSeconds = 60;

    /// A line a minute; the steps that are left over at the end make a shorter one.
    static void print(CtlSession& session, const HistoryResult& history)
    {
        Table table;
        table.addColumn(ctlText("UNTIL"));
        for (const QString& heading : {ctlText("REQUESTS"), ctlText("FAILED"), ctlText("INPUT"), ctlText("OUTPUT"), ctlText("COST USD"), ctlText("FIRST BYTE MS")})
            table.addColumn(heading, Table::Align::Right);
        const std::size_t steps = std::max<std::size_t>(1, kLineSeconds / std::max<std::size_t>(1, history.stepSeconds));
        for (std::size_t i = 0; i < history.points.size(); i += steps) {
            HistoryPoint sum;
            std::uint64_t begun = 0;
            std::uint64_t milliseconds = 0;
            for (std::size_t j = i; j < std::min(i + steps, history.points.size()); ++j) {
                const HistoryPoint& point = history.points[j];
                sum.time = point.time;
                sum.requests += point.requests;
                sum.failed += point.failed;
                sum.inputTokens += point.inputTokens;
                sum.outputTokens += point.outputTokens;
                sum.cost += point.cost;
                begun += point.firstByteMs ? point.requests : 0;
                milliseconds += point.firstByteMs.value_or(0) * point.requests;
            }
            table.addRow({localTimeText(sum.time), numberText(sum.requests), {numberText(sum.failed), sum.failed ? Table::Colour::Bad : Table::Colour::None},
                          numberText(sum.inputTokens), numberText(sum.outputTokens), moneyText(sum.cost),
                          begun ? numberText(milliseconds / begun) : QStringLiteral("-")});
        }
        session.printTable(table, ctlText("The service has just started; look again in a minute."));
    }
};

class DoctorCommand final : public Command
{
public:
    void declare(CLI::App&) override {}
    void run(CtlSession& session) override { doctor(session).examine(); }
    void runWithoutService(CtlSession& session, const Error& why) override { doctor(session).reportAbsence(why); }

private:
    Doctor& doctor(CtlSession& session)
    {
        m_doctor = std::make_unique<Doctor>(session);
        return *m_doctor;
    }
    std::unique_ptr<Doctor> m_doctor;
};

} // namespace

CommandEntries serviceCommands()
{
    return {
        {"status", "Tells what the service is and does.", "lanyard status", makeCommand<StatusCommand>},
        {"stop", "Lets running requests finish, then ends the service.", "lanyard stop --wait", makeCommand<StopCommand>},
        {"pause", "Refuses new requests until it is told to go on; running ones end.", "lanyard pause", makeCommand<ServingCommand<methods::ServicePause>>},
        {"resume", "Serves requests again.", "lanyard resume", makeCommand<ServingCommand<methods::ServiceResume>>},
        {"stats", "Shows the last hour, minute by minute.", "lanyard stats", makeCommand<StatsCommand>},
        {"doctor", "Checks the service and its configuration and says what to do.", "lanyard doctor", makeCommand<DoctorCommand>},
    };
}

} // namespace lanyard
