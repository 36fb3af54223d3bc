#pragma once

#include "base/Result.h"
#include "llm/ModelTask.h"
#include "llm/Recognition.h"

namespace lanyard {

/// POST /v1/ocr {"model","url","type"?}: OpenAI has no such request, this form is Lanyard's own. `type` is general (also
/// when absent), advanced, handwriting or basic. Errors: InvalidArgument, naming the field.
Result<RecognitionRequest> readRecognitionRequest(const ModelTask& task);

} // namespace lanyard
