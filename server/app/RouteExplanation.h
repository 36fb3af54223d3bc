#pragma once

#include "base/Result.h"
#include "config/Snapshot.h"
#include "keypool/KeyPool.h"
#include "protocol/messages/ModelMessages.h"
#include "routing/Router.h"

namespace lanyard {

/// What would happen to a request now, in plain words. Nothing is sent and no lease is taken.
/// Errors: as a client would get them, and NotFound for an unknown user or key.
Result<ExplainResult> explainRoute(const Snapshot& snapshot, const Router& router, const KeyPool& pool, const ExplainParams& params);

} // namespace lanyard
