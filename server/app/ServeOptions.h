#pragma once

#include "base/Result.h"

#include <QHostAddress>
#include <QString>

#include <filesystem>
#include <optional>
#include <string>

namespace lanyard {

/// The command line of `lanyard serve`.
struct ServeOptions
{
    std::filesystem::path dataDir;
    std::optional<std::string> listen; ///< ADDR:PORT; absent = the setting listen_address
    QString adminSocket;               ///< empty = where the CLI looks
    unsigned workers = 0;              ///< 0 = one a core
    bool demo = false;
    std::filesystem::path configFile;  ///< empty = none
    std::chrono::milliseconds drainTime{30'000};
    QString upstreamCaFile; ///< an authority that providers may be signed by, beside the system's
};

/// Where something listens.
struct ListenAddress
{
    QHostAddress address;
    std::uint16_t port = 0;

    /// "127.0.0.1:11480", "[::1]:0", ":11480" (every address). Errors: InvalidArgument.
    static Result<ListenAddress> parse(std::string_view text);
};

/// The data folder when none is named: /var/lib/lanyard for the system service (root, or the user "lanyard"), else the
/// platform's app-data folder.
std::filesystem::path defaultDataDir();

} // namespace lanyard
