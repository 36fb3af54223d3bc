// What the owner may change about the front while it serves: limits, ceilings, certificates.

#include "app/ServiceParts.h"
#include "telemetry/Log.h"

#include <QSslConfiguration>

#include <system_error>

namespace lanyard {

/// Where large bodies lie: not in the system's folder for temporary files, which may be memory.
QString Service::Parts::preparedSpoolFolder()
{
    const std::filesystem::path folder = options.dataDir / "spool";
    std::error_code failure;
    std::filesystem::remove_all(folder, failure); // where files keep their names, a crash leaves some
    std::filesystem::create_directories(folder, failure);
    if (failure)
        Log::warning("app", "large request bodies cannot be taken in: " + folder.string() + " cannot be made (" + failure.message() + ")");
    return QString::fromStdString(folder.string());
}

FrontSettings Service::Parts::currentFrontSettings() const
{
    FrontSettings settings = frontSettingsOf(*snapshots.current());
    settings.limits.spillFolder = spoolFolder;
    return settings;
}

void Service::Parts::applyFrontSettings()
{
    if (workers.empty() || stopping.load())
        return;
    FrontSettings settings = currentFrontSettings();
    if (settings == frontSettings)
        return;
    frontSettings = std::move(settings);
    memoryBudget.setCeiling(frontSettings.bufferedBytes);
    spoolBudget.setCeiling(frontSettings.spooledBytes);
    connectionCounts->setLimits(frontSettings.limits);
    for (const auto& worker : workers)
        worker->setLimits(frontSettings.limits);
}

void Service::Parts::loadTls()
{
    tlsFiles = std::make_unique<TlsFiles>(options.dataDir);
    tlsFiles->load([this](Result<TlsFiles::Configuration> loaded) {
        if (!loaded)
            return fail(loaded.error());
        tls = std::move(*loaded);
        tlsFiles->watch([this](Result<TlsFiles::Configuration> changed) { onTlsChanged(std::move(changed)); });
        serve();
    });
}

void Service::Parts::onTlsChanged(Result<TlsFiles::Configuration> changed)
{
    if (!changed) {
        Log::error("app", std::string("the new certificate is not used, ") + (tls ? "the old one stays: " : "clients are served without TLS: ")
                              + changed.error().message);
        return;
    }
    Log::info("app", tls ? "a new certificate was picked up" : "a certificate was picked up: new connections have to use https");
    tls = std::move(*changed);
    for (const auto& worker : workers)
        worker->setTls(tls);
}

} // namespace lanyard
