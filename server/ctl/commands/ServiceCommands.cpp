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
        {"doctor", "Checks the service and its configuration and says what to do.", "lanyard doctor", makeCommand<DoctorCommand>},
    };
}

} // namespace lanyard
