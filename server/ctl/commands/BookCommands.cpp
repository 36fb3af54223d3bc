#include "ctl/commands/AllCommands.h"
#include "ctl/CtlSession.h"
#include "ctl/Options.h"
#include "ctl/TimeText.h"
#include "ctl/commands/Texts.h"

#include <QDir>

namespace lanyard {
namespace {

/// A copy and a proof read the whole book.
constexpr std::chrono::minutes kDeadline{30};

QString bytesText(std::uint64_t bytes)
{
    return QLocale::c().formattedDataSize(static_cast<qint64>(bytes));
}

class BackupCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        addText(app, "file", m_file, "Where to; without it the next one in the data folder's backups.")->type_name("");
        app.add_flag("--list", m_list, ctlStd("Shows the backups that there are."));
    }
    void run(CtlSession& session) override
    {
        if (m_list) {
            session.call<methods::BackupList>({}, [&session](const BackupListResult& result) {
                session.show(result, [&] { printList(session, result); });
            });
            return;
        }
        BackupParams params;
        if (m_file)
            params.file = QDir::current().absoluteFilePath(*m_file);
        session.call<methods::BackupMake>(params, [&session](const BackupInfo& made) {
            session.show(made, [&] {
                session.print(ctlText("Made and checked: %1 (%2)").arg(printable(made.file), bytesText(made.bytes)));
                session.print(ctlText("It is of use only together with master.key and api-key.pepper of the data folder: keep these somewhere else."));
            });
        }, kDeadline);
    }

private:
    static void printList(CtlSession& session, const BackupListResult& result)
    {
        Table table;
        table.addColumn(ctlText("MADE"));
        table.addColumn(ctlText("SIZE"), Table::Align::Right);
        table.addColumn(ctlText("FILE"));
        for (const BackupInfo& backup : result.backups)
            table.addRow({localTimeText(backup.made), bytesText(backup.bytes), backup.file});
        session.printTable(table, ctlText("There is no backup yet. Make one: lanyard backup"));
    }

    std::optional<QString> m_file;
    bool m_list = false;
};

class CheckCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        // Read by the service's program itself: who has the option is no client.
        addText(app, "--data-dir", m_dataDir, "Checks the data of a service that does not run.")->type_name("DIR");
    }
    void run(CtlSession& session) override
    {
        session.call<methods::BookCheck>({}, [&session](const BookCheckResult& result) {
            session.json() ? session.printJson(toJson(result)) : print(session, result);
            session.finish(result.sound ? CtlExit::Ok : CtlExit::Failed);
        }, kDeadline);
    }

private:
    static void print(CtlSession& session, const BookCheckResult& result)
    {
        session.print(ctlText("%1 requests; %2 users with a balance: deposits %3 - costs %4 = balances %5 USD")
                          .arg(numberText(result.charges), numberText(result.users), moneyText(result.deposits), moneyText(result.costs), moneyText(result.balances)));
        for (const QString& remark : result.remarks)
            session.print(printable(ctlText("Note:  %1").arg(remark)));
        for (const QString& fault : result.faults)
            session.print(printable(ctlText("Fault: %1").arg(fault)));
        session.print(result.sound ? ctlText("The book is sound.") : ctlText("The book is not sound. A backup can be put in its place: lanyard restore"));
    }

    std::optional<QString> m_dataDir;
};

} // namespace

CommandEntries bookCommands()
{
    return {
        {"backup", "Copies the database while it is in use, and checks the copy.", "lanyard backup", makeCommand<BackupCommand>},
        {"check", "Proves that balances, sums and rows agree.", "lanyard check", makeCommand<CheckCommand>},
    };
}

} // namespace lanyard
