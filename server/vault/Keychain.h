#pragma once

#include "base/Result.h"
#include "base/Secret.h"

#include <QObject>

#include <functional>
#include <optional>
#include <string>

namespace lanyard {

/// The operating system's store of passwords. Asynchronous: it may ask the person at the screen.
///
/// Lives in: the main thread. `done` runs there, later, at most once, and not after `context` is gone.
class Keychain
{
public:
    virtual ~Keychain() = default;
    /// Nothing when there is no such entry. Errors: Unavailable (this session has no keychain, or it refused).
    virtual void read(const std::string& entry, QObject& context, std::function<void(Result<std::optional<Secret>>)> done) = 0;
    /// Errors: Unavailable.
    virtual void write(const std::string& entry, const Secret& secret, QObject& context, std::function<void(Result<void>)> done) = 0;
};

/// QtKeychain: Secret Service or KWallet, the macOS keychain, the Windows credential store. Never its plain-text fallback.
class SystemKeychain final : public Keychain
{
public:
    void read(const std::string& entry, QObject& context, std::function<void(Result<std::optional<Secret>>)> done) override;
    void write(const std::string& entry, const Secret& secret, QObject& context, std::function<void(Result<void>)> done) override;
};

} // namespace lanyard
