#include "ctl/Command.h"

#include "ctl/CtlSession.h"

namespace lanyard {

void Command::runWithoutService(CtlSession& session, const Error& why)
{
    const bool nobody = why.code == ErrorCode::Unavailable;
    session.fail(why, nobody ? CtlExit::NoService : CtlExit::Failed);
}

} // namespace lanyard
