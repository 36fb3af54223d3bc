#include "ctl/commands/Doctor.h"

#include "ctl/CtlText.h"
#include "ctl/TimeText.h"

#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

namespace lanyard {
namespace {

constexpr std::chrono::milliseconds kConnectDeadline{3'000};

} // namespace

void Doctor::examine()
{
    const SocketLocation& location = m_session.client().location();
    note(QStringLiteral("socket"), Finding::Ok, ctlText("%1 answers on %2").arg(describe(location.kind), location.path));
    m_stepsLeft = 2;
    m_session.call<methods::StatusGet>({}, [this](const StatusResult& status) {
        checkService(status);
        checkAddresses(status.service.listen);
        stepDone();
    });
    m_session.call<methods::ProviderList>({}, [this](const ProviderListResult& result) {
        checkProviders(result);
        stepDone();
    });
}

void Doctor::reportAbsence(const Error& why)
{
    note(QStringLiteral("service"), Finding::Failed, QString::fromStdString(why.message));
    report();
}

void Doctor::checkService(const StatusResult& status)
{
    const HelloResult& service = status.service;
    const QString own = QStringLiteral(LANYARD_VERSION);
    note(QStringLiteral("version"), service.version == own ? Finding::Ok : Finding::Warning,
         service.version == own ? ctlText("service and command line are both %1").arg(own)
                                : ctlText("the service is %1, this command line is %2; restart the service").arg(service.version, own));
    const bool locked = status.state == QLatin1String("locked");
    note(QStringLiteral("vault"), locked ? Finding::Failed : Finding::Ok,
         locked ? ctlText("the master key cannot be had, so provider keys cannot be opened") : ctlText("the master key is at hand"));
    note(QStringLiteral("data"), Finding::Ok, service.dataDir);
    note(QStringLiteral("credentials"), status.credentialsReady || !status.credentials ? Finding::Ok : Finding::Failed,
         ctlText("%1 of %2 are ready").arg(status.credentialsReady).arg(status.credentials));
    note(QStringLiteral("keys"), status.keys ? Finding::Ok : Finding::Warning,
         status.keys ? ctlText("%1 API keys").arg(status.keys) : ctlText("nobody has an API key yet: lanyard key add USER/NAME"));
    for (const QString& warning : status.warnings)
        note(QStringLiteral("configuration"), Finding::Warning, warning);
}

void Doctor::checkAddresses(const QStringList& urls)
{
    for (const QString& text : urls) {
        const QUrl url(text);
        ++m_stepsLeft;
        auto* socket = new QTcpSocket(this);
        auto* deadline = new QTimer(socket);
        const auto done = [this, socket, text](Finding finding, const QString& why) {
            socket->disconnect(this);
            socket->deleteLater();
            note(QStringLiteral("endpoint"), finding, why.arg(text));
            stepDone();
        };
        connect(socket, &QTcpSocket::connected, this, [done] { done(Finding::Ok, ctlText("%1 can be reached")); });
        connect(socket, &QTcpSocket::errorOccurred, this, [done] { done(Finding::Failed, ctlText("%1 cannot be reached from here")); },
                Qt::QueuedConnection);
        connect(deadline, &QTimer::timeout, this, [done] { done(Finding::Failed, ctlText("%1 does not answer")); });
        deadline->setSingleShot(true);
        deadline->start(kConnectDeadline);
        // A service that listens on every address is asked on this machine's own.
        const bool everywhere = url.host() == QLatin1String("0.0.0.0") || url.host() == QLatin1String("::");
        socket->connectToHost(everywhere ? QStringLiteral("127.0.0.1") : url.host(), static_cast<quint16>(url.port(80)));
    }
}

void Doctor::checkProviders(const ProviderListResult& result)
{
    if (result.providers.empty())
        note(QStringLiteral("providers"), Finding::Warning, ctlText("there is no provider yet: lanyard provider add"));
    for (const ProviderInfo& provider : result.providers) {
        for (const CredentialInfo& credential : provider.credentials) {
            if (!credential.enabled || credential.state == QLatin1String("ready"))
                continue;
            QString text = ctlText("%1/%2 is %3").arg(provider.name, credential.name, credential.state);
            if (!credential.reason.isEmpty())
                text += QStringLiteral(": ") + credential.reason;
            note(QStringLiteral("credential"), Finding::Warning, text);
        }
    }
}

void Doctor::note(const QString& check, Finding finding, const QString& text)
{
    m_notes.push_back({check, finding, text});
}

void Doctor::stepDone()
{
    if (--m_stepsLeft == 0)
        report();
}

void Doctor::report()
{
    const QStringList words{QStringLiteral("ok"), QStringLiteral("warning"), QStringLiteral("failed")};
    const std::array colours{Table::Colour::Good, Table::Colour::None, Table::Colour::Bad};
    QJsonArray checks;
    Table table;
    table.addColumn(ctlText("CHECK"));
    table.addColumn(ctlText("RESULT"));
    table.addColumn(ctlText("WHAT"));
    bool failed = false;
    for (const Note& n : m_notes) {
        const auto index = static_cast<std::size_t>(n.finding);
        failed = failed || n.finding == Finding::Failed;
        checks.append(QJsonObject{{QStringLiteral("check"), n.check}, {QStringLiteral("result"), words.at(static_cast<qsizetype>(index))},
                                  {QStringLiteral("text"), n.text}});
        table.addRow({n.check, {words.at(static_cast<qsizetype>(index)), colours.at(index)}, n.text});
    }
    if (m_session.json())
        m_session.printJson({{QStringLiteral("checks"), checks}, {QStringLiteral("ok"), !failed}});
    else
        m_session.printTable(table, {});
    const bool absent = m_session.client().state() != AdminClient::State::Connected;
    m_session.finish(absent ? CtlExit::NoService : failed ? CtlExit::Failed : CtlExit::Ok);
}

} // namespace lanyard
