#include "app/ServeCommand.h"

#include "app/DescriptorLimit.h"
#include "app/ServeOptions.h"
#include "app/Service.h"
#include "app/StopSignals.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>

#include <cstdio>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

namespace lanyard {
namespace {

/// One line to stderr. Scripts wait for the line "lanyard: listening on ...".
void say(const std::string& line)
{
    std::fprintf(stderr, "lanyard: %s\n", line.c_str());
    std::fflush(stderr);
}

void printDemo(const Service::Started& started)
{
    std::printf("\nLanyard is running in demo mode: a built-in provider answers, nothing leaves this machine.\n\n"
                "  Base URL   %s/v1\n"
                "  API key    %s\n\n"
                "Try it:\n\n"
                "  curl -N %s/v1/chat/completions \\\n"
                "    -H 'Authorization: Bearer %s' \\\n"
                "    -H 'Content-Type: application/json' \\\n"
                "    -d '{\"model\":\"demo\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}'\n\n",
                started.url.c_str(), started.demoKey.c_str(), started.url.c_str(), started.demoKey.c_str());
    std::fflush(stdout);
}

void printHint(const Service::Started& started)
{
    if (started.locked)
        say("the master key is not available: sealed credentials answer 503 until the keychain is unlocked (lanyard status)");
    if (!started.hasUsers)
        say("nobody can use it yet: \"lanyard user add NAME\" and \"lanyard key add NAME/laptop\" make an API key; \"lanyard provider add\" brings your provider");
}

} // namespace

void addServeOptions(CLI::App& app, ServeOptions& options)
{
    app.add_option_function<std::string>(
           "--data-dir", [&options](const std::string& value) { options.dataDir = value; }, "Folder of database, journal and keys.")
        ->type_name("DIR");
    app.add_option_function<std::string>(
           "--listen", [&options](const std::string& value) { options.listen = value; }, "Where clients connect; port 0 lets the system choose.")
        ->type_name("ADDR:PORT");
    app.add_option_function<std::string>(
           "--admin-socket", [&options](const std::string& value) { options.adminSocket = QString::fromStdString(value); }, "Where the owner's tools connect.")
        ->type_name("PATH");
    app.add_option("--workers", options.workers, "Threads that serve; 0 is one for each core.")->check(CLI::Range(0, 256));
    app.add_flag("--demo", options.demo, "Adds a demo user and prints an API key and a ready curl line.");
    app.add_option_function<std::string>(
           "--config", [&options](const std::string& value) { options.configFile = value; }, "Declarative file, applied at start and when it changes.")
        ->type_name("FILE");
    app.add_option_function<std::string>(
           "--upstream-ca", [&options](const std::string& value) { options.upstreamCaFile = QString::fromStdString(value); },
           "PEM file of an authority that providers may be signed by, beside the system's own.")
        ->type_name("FILE");
    app.add_option_function<int>(
           "--drain-seconds", [&options](int value) { options.drainTime = std::chrono::seconds(value); }, "How long running requests may take to end at a stop (30).")
        ->check(CLI::Range(0, 3600));
}

int runServe(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("lanyard"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LANYARD_VERSION));

    ServeOptions options;
    CLI::App parser("Runs the service.", "lanyard");
    CLI::App* const serve = parser.add_subcommand("serve", "Runs the service.");
    serve->option_defaults()->take_last(); // a script may add to a line that has an option already
    addServeOptions(*serve, options);
    bool json = false; // a global option of the command line; the service has nothing to print as JSON
    std::string socket;
    parser.add_flag("--json", json)->group("");
    parser.add_option("--admin-socket", socket)->group("");
    try {
        parser.parse(argc, argv);
    } catch (const CLI::ParseError& failure) {
        return parser.exit(failure) == 0 ? 0 : 2;
    }
    if (!socket.empty() && options.adminSocket.isEmpty())
        options.adminSocket = QString::fromStdString(socket);
    if (options.dataDir.empty())
        options.dataDir = defaultDataDir();
    options.dataDir = std::filesystem::absolute(options.dataDir);

#ifdef Q_OS_UNIX
    umask(077); // whatever this process makes is its owner's alone
#endif
    raiseDescriptorLimit();
    int exitCode = 0;
    const bool demo = options.demo;
    auto service = std::make_unique<Service>(std::move(options));
    service->setOnStopped([] { QCoreApplication::quit(); });
    const StopSignals signals([&] { service->stop(); });
    service->start([&](Result<Service::Started> started) {
        if (!started) {
            say(started.error().message);
            exitCode = 1;
            // The loop may not run yet: quit() from inside it.
            QMetaObject::invokeMethod(&app, &QCoreApplication::quit, Qt::QueuedConnection);
            return;
        }
        say("listening on " + started->url);
        printHint(*started);
        if (demo)
            printDemo(*started);
    });
    QCoreApplication::exec();
    service.reset();
    return exitCode;
}

} // namespace lanyard
