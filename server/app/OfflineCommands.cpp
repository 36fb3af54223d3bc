#include "app/OfflineCommands.h"

#include "app/ServeOptions.h"
#include "store/DataCheck.h"
#include "store/Restore.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cstdio>

namespace lanyard {
namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 2;

std::filesystem::path folderFrom(const std::string& given)
{
    return given.empty() ? defaultDataDir() : std::filesystem::path(given);
}

int fail(const Error& error)
{
    std::fprintf(stderr, "lanyard: %s%s\n", error.message.c_str(), error.detail.empty() ? "" : (" (" + error.detail + ")").c_str());
    return kFailed;
}

void say(const std::string& line)
{
    std::printf("%s\n", line.c_str());
}

void printJson(const QJsonObject& object)
{
    std::printf("%s\n", QJsonDocument(object).toJson().constData());
}

int restore(const RestoreOptions& options, bool json)
{
    const SystemClock clock;
    const Result<RestoreReport> report = restoreBackup(folderFrom(options.dataDir), options.backup, clock);
    if (!report)
        return fail(report.error());
    if (json) {
        printJson({{QStringLiteral("restored"), QString::fromStdString(options.backup)},
                   {QStringLiteral("replaced"), QString::fromStdString(report->replaced.string())},
                   {QStringLiteral("segments_set_aside"), static_cast<qint64>(report->segmentsSetAside)},
                   {QStringLiteral("epoch"), static_cast<qint64>(report->epoch)}});
        return kDone;
    }
    say("Restored from " + options.backup + ".");
    if (!report->replaced.empty())
        say("The database that was there is kept: " + report->replaced.string());
    if (report->segmentsSetAside > 0)
        say(std::to_string(report->segmentsSetAside) + " journal segments are kept in the journal's folder \"before-restore\": they are not in this book.");
    return kDone;
}

QJsonArray arrayOf(const std::vector<std::string>& texts)
{
    QJsonArray array;
    for (const std::string& text : texts)
        array.append(QString::fromStdString(text));
    return array;
}

int check(const std::string& dataDir, bool json)
{
    const Result<BookCheck> found = checkDataFolder(folderFrom(dataDir));
    if (!found)
        return fail(found.error());
    if (json) {
        printJson({{QStringLiteral("sound"), found->faults.empty()},
                   {QStringLiteral("charges"), static_cast<qint64>(found->charges)},
                   {QStringLiteral("users"), static_cast<qint64>(found->users)},
                   {QStringLiteral("deposits"), QString::fromStdString(found->deposits.toString())},
                   {QStringLiteral("costs"), QString::fromStdString(found->costs.toString())},
                   {QStringLiteral("balances"), QString::fromStdString((found->deposits - found->costs).toString())},
                   {QStringLiteral("faults"), arrayOf(found->faults)},
                   {QStringLiteral("remarks"), arrayOf(found->remarks)}});
    } else {
        say(std::to_string(found->charges) + " requests; " + std::to_string(found->users) + " users with a balance: deposits " +
            found->deposits.toShortString() + " - costs " + found->costs.toShortString() + " = balances " +
            (found->deposits - found->costs).toShortString() + " USD");
        for (const std::string& remark : found->remarks)
            say("Note:  " + remark);
        for (const std::string& fault : found->faults)
            say("Fault: " + fault);
        say(found->faults.empty() ? "The book is sound." : "The book is not sound. A backup can be put in its place: lanyard restore");
    }
    return found->faults.empty() ? kDone : kFailed;
}

std::string_view firstWord(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i) {
        if (argv[i][0] != '-')
            return argv[i];
    }
    return {};
}

} // namespace

void addRestoreOptions(CLI::App& app, RestoreOptions& options)
{
    app.add_option("backup", options.backup, "The backup to put in place of the database; the service must not run.")->required();
    app.add_option("--data-dir", options.dataDir, "Folder of database, journal and keys.")->type_name("DIR");
}

bool isOfflineCommand(int argc, char** argv)
{
    const std::string_view word = firstWord(argc, argv);
    if (word == "restore")
        return true;
    return word == "check" && std::any_of(argv, argv + argc, [](std::string_view text) { return text.starts_with("--data-dir"); });
}

int runOfflineCommand(int argc, char** argv)
{
    const QCoreApplication app(argc, argv); // the database's driver wants one
    CLI::App parser("Works on the data of a service that does not run.", "lanyard");
    parser.fallthrough();
    parser.require_subcommand(1);
    bool json = false;
    std::string dataDir;
    RestoreOptions restoreOptions;
    parser.add_flag("--json", json, "Prints JSON with stable keys.");
    CLI::App* const restoreCommand = parser.add_subcommand("restore", "Puts a backup in place of the database.");
    addRestoreOptions(*restoreCommand, restoreOptions);
    CLI::App* const checkCommand = parser.add_subcommand("check", "Proves that balances, sums and rows agree.");
    checkCommand->add_option("--data-dir", dataDir, "Folder of database, journal and keys.")->type_name("DIR");
    try {
        parser.parse(argc, argv);
    } catch (const CLI::ParseError& failure) {
        return parser.exit(failure) == 0 ? kDone : kUsage;
    }
    return restoreCommand->parsed() ? restore(restoreOptions, json) : check(dataDir, json);
}

} // namespace lanyard
