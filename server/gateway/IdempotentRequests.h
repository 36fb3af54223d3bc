#pragma once

#include "gateway/Caller.h"
#include "gateway/WorkerContext.h"
#include "http/RequestHandler.h"
#include "surfaces/Surface.h"

#include <memory>

namespace lanyard {

/// The gate in front of an exchange whose request says an Idempotency-Key: the first of its key goes through and is recorded,
/// and goes on when its client leaves; whoever repeats it within the window joins it or gets its answer, and pays nothing.
/// Lives in: its worker's thread.
class IdempotentRequests
{
public:
    IdempotentRequests(WorkerContext& context, const Surface& surface) : m_context(context), m_surface(surface) {}

    /// False: the request was answered, or will be; everything was taken.
    bool enter(std::unique_ptr<Caller>& caller, const IncomingRequest& request, Reply& reply);

private:
    void refuse(const Caller& caller, Reply& reply, int status, const std::string& message);
    void replay(std::shared_ptr<Caller> caller, std::shared_ptr<AnswerRecording> recording, Reply reply);

    WorkerContext& m_context;
    const Surface& m_surface;
};

} // namespace lanyard
