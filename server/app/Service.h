#pragma once

#include "app/ServeOptions.h"
#include "base/Result.h"

#include <functional>
#include <memory>
#include <string>

namespace lanyard {

/// The running service: owns every part, starts them bottom up and stops them in the reverse order.
/// Lives in: main. Starting and stopping take several turns of the main loop (keychain, store thread, drain).
class Service
{
public:
    explicit Service(ServeOptions options);
    /// Stops what is still running, without a drain.
    ~Service();

    /// What a start has to tell.
    struct Started
    {
        std::string url;        ///< "http://127.0.0.1:11480"
        std::string adminSocket;
        std::string demoKey;    ///< in demo mode: a fresh API key of the user "demo"
        bool firstStart = false; ///< the data folder was empty
        bool hasUsers = false;
        bool locked = false;    ///< sealed credentials cannot be opened (no master key)
    };
    /// `done` runs once: everything serves and listens, or one clear line says why not.
    /// Errors: Io (data folder, port, log), Conflict (another service on the folder or the socket), NewerSchema, Corrupt,
    /// InvalidArgument.
    void start(std::function<void(Result<Started>)> done);

    /// Takes no new requests, lets running ones end within the drain time, then calls `onStopped` from the main loop.
    /// A second call ends what is still running.
    void stop();
    void setOnStopped(std::function<void()> onStopped);

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace lanyard
