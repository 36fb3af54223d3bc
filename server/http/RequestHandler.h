#pragma once

#include "http/HttpMessages.h"
#include "http/Reply.h"

#include <memory>
#include <variant>

namespace lanyard {

/// Take the body in, or answer now without reading it.
using Admission = std::variant<std::unique_ptr<RequestContext>, SimpleAnswer>;

/// What stands behind a path. Lives in: one worker's thread; each worker has its own.
class RequestHandler
{
public:
    virtual ~RequestHandler() = default;

    /// The headers are complete, the body is not read. A SimpleAnswer refuses; a (possibly null) context admits.
    virtual Admission admit(const RequestHead&) { return std::unique_ptr<RequestContext>(); }

    /// The whole request. The handler may answer at once or keep `reply` and answer later; it may set an observer that
    /// lives as long as the reply is open.
    virtual void handle(IncomingRequest request, Reply reply) = 0;
};

} // namespace lanyard
