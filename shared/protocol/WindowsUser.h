#pragma once

#include <QString>

namespace lanyard {

#if defined(Q_OS_WIN)
/// The security id of the user that runs this process ("S-1-5-21-..."); "" when Windows does not tell.
QString windowsUserSid();
#endif

} // namespace lanyard
