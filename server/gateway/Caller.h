#pragma once

#include "base/Clock.h"
#include "config/Snapshot.h"
#include "http/HttpMessages.h"

#include <memory>
#include <string>

namespace lanyard {

class AnswerRecording;

/// Who calls, under which configuration, since when. Made when a request's headers are complete.
class Caller final : public RequestContext
{
public:
    std::shared_ptr<const Snapshot> snapshot; ///< what `identity` points into
    Identity identity;
    std::string requestId;
    Peer peer;
    WallTime receivedAt{};
    SteadyTime receivedAtSteady{};
    /// Why the caller is not served, where that is told as a chat answer.
    std::optional<Error> refusal;
    /// For others who ask the same, where somebody may; spoilt when the answer is not a good one.
    std::shared_ptr<AnswerRecording> recording;
};

} // namespace lanyard
