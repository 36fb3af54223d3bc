#pragma once

#include "base/Secret.h"
#include "ctl/Console.h"
#include "ctl/CtlText.h"
#include "protocol/messages/ModelMessages.h"

#include <CLI/CLI.hpp>

namespace lanyard {

// Options that many commands share. `help` is a source text (see ctlText). Bad values end the run as a usage error.

CLI::Option* addText(CLI::App& app, const std::string& name, QString& target, const char* help);
CLI::Option* addText(CLI::App& app, const std::string& name, std::optional<QString>& target, const char* help);
/// "" or "none" clears.
CLI::Option* addText(CLI::App& app, const std::string& name, Patch<QString>& target, const char* help);
CLI::Option* addNumber(CLI::App& app, const std::string& name, std::optional<std::uint32_t>& target, const char* help);
/// "none" clears.
CLI::Option* addNumber(CLI::App& app, const std::string& name, Patch<std::uint32_t>& target, const char* help);
CLI::Option* addMoney(CLI::App& app, const std::string& name, Money& target, const char* help);
CLI::Option* addMoney(CLI::App& app, const std::string& name, std::optional<Money>& target, const char* help);
/// May be given more than once; replaces the whole list. "none" empties it.
CLI::Option* addList(CLI::App& app, const std::string& name, std::optional<QStringList>& target, const char* help);
/// NAME=VALUE, may be given more than once.
CLI::Option* addPairs(CLI::App& app, const std::string& name, std::optional<TextMap>& target, const char* help);
/// Dates, times and ages, see parseTimeText().
CLI::Option* addTime(CLI::App& app, const std::string& name, std::optional<WallTime>& target, const char* help);
/// --enabled / --disabled
void addEnabled(CLI::App& app, std::optional<bool>& target);
/// --NAME / --no-NAME
void addSwitch(CLI::App& app, const std::string& name, std::optional<bool>& target, const char* help);
/// --rpm, --tpm, --rpd, --tpr, --concurrency
void addLimits(CLI::App& app, std::optional<LimitsPatch>& target);
/// --input, --output, --cached-input ...
void addPrices(CLI::App& app, Patch<PricePatch>& target);
/// "PARENT/NAME" as an argument: a credential of a provider, a key of a user.
CLI::Option* addRef(CLI::App& app, const std::string& argument, QString& parent, QString& name, const char* help);
/// PROVIDER/MODEL[@PRIORITY[:WEIGHT]]; may be given more than once.
CLI::Option* addRoutes(CLI::App& app, const std::string& name, std::optional<std::vector<RouteFields>>& target, const char* help);

/// Where a secret comes from. Never the command line itself: other users can see that.
class KeySource
{
public:
    /// --key-env NAME, --key-stdin, a lone "-", --no-key
    void declare(CLI::App& app);
    bool given() const { return m_fromInput || m_none || !m_environment.isEmpty() || m_dash; }
    /// Nothing when no source was named and nobody can be asked.
    /// Errors: InvalidArgument (the variable is not set, the input is empty).
    enum class WhenAbsent { Ask, Leave };
    Result<std::optional<Secret>> read(Console& console, WhenAbsent whenAbsent) const;

private:
    QString m_environment;
    bool m_fromInput = false;
    bool m_none = false;
    bool m_dash = false;
};

} // namespace lanyard
