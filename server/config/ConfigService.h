#pragma once

#include "base/Mailbox.h"
#include "base/Result.h"
#include "config/ConfigChange.h"

#include <functional>

namespace lanyard {

/// The one door through which configuration changes. validated -> committed -> published -> answered.
class ConfigService
{
public:
    using Done = std::function<void(Result<ChangeReport>)>;

    virtual ~ConfigService() = default;
    /// Any thread. `done` runs in `replyTo`'s thread, after every worker's next request already sees the new snapshot.
    /// Errors: InvalidArgument (message names line and field), NotFound, Conflict, Io.
    virtual void change(ConfigChange change, Mailbox& replyTo, Done done) = 0;
};

} // namespace lanyard
