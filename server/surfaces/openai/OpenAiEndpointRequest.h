#pragma once

#include "base/Result.h"
#include "llm/ModelTask.h"
#include "surfaces/Surface.h"

namespace lanyard {

/// Reads what the gateway needs of any request of OpenAI's /v1 but a chat: completions, embeddings, images, sound, and
/// paths that are not known yet. The body is JSON or a multipart form.
/// Errors: InvalidArgument, with words for the client: another kind of body, no model.
Result<ModelTask> parseOpenAiEndpointRequest(const SurfaceRequest& request);

} // namespace lanyard
