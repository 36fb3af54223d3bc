#pragma once

#include "gateway/Caller.h"
#include "gateway/WorkerContext.h"
#include "http/RequestHandler.h"
#include "surfaces/Surface.h"

namespace lanyard {

/// A handler that serves known callers: admit() authenticates before the body is read, and gives handle() a Caller.
class AuthenticatedHandler : public RequestHandler
{
public:
    explicit AuthenticatedHandler(WorkerContext& context) : m_context(context) {}
    Admission admit(const RequestHead& head) final;
    void handle(IncomingRequest request, Reply reply) final;

protected:
    /// Whose words refuse a caller.
    virtual const Surface& surfaceOf(const RequestHead& head) const = 0;
    /// Whether a known caller who is not admitted is refused in serve(), in the words of a chat.
    virtual bool tellsAsChat(const Identity&, const Snapshot&) const { return false; }
    virtual void serve(std::unique_ptr<Caller> caller, IncomingRequest request, Reply reply) = 0;

    WorkerContext& m_context;
};

} // namespace lanyard
