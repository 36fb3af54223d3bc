#include "ctl/commands/AllCommands.h"

namespace lanyard {

CommandEntries allCommands()
{
    CommandEntries all;
    for (const auto& area : {serviceCommands(), providerCommands(), credentialCommands(), modelCommands(), userCommands(),
                             keyCommands(), moneyCommands(), reportCommands(), bookCommands(), configCommands(),
                             connectCommands()})
        all.insert(all.end(), area.begin(), area.end());
    return all;
}

} // namespace lanyard
