#pragma once

#include "ctl/Command.h"

namespace lanyard {

CommandEntries serviceCommands(); ///< status, stats, pause, resume, stop, doctor
CommandEntries configCommands();  ///< apply, export, setting
CommandEntries providerCommands();
CommandEntries credentialCommands();
CommandEntries modelCommands(); ///< model, price, explain
CommandEntries userCommands();  ///< user, group
CommandEntries keyCommands();
CommandEntries moneyCommands();
CommandEntries reportCommands();
CommandEntries bookCommands(); ///< usage, requests

CommandEntries connectCommands();

/// In the order of the help text.
CommandEntries allCommands();

} // namespace lanyard
