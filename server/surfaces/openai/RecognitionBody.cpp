#include "surfaces/openai/RecognitionBody.h"

#include "llm/RequestProblem.h"

#include <algorithm>
#include <array>

namespace lanyard {

Result<RecognitionRequest> readRecognitionRequest(const ModelTask& task)
{
    constexpr std::array<std::string_view, 4> kKinds{"general", "advanced", "handwriting", "basic"};
    JsonDocument document;
    if (Result<void> parsed = document.parse(task.body); !parsed)
        return parsed.error();
    const JsonValue root = document.root();
    RequestProblem problem;
    RecognitionRequest request{problem.text(root["url"], "url"), problem.text(root["type"], "type")};
    if (request.url.empty())
        problem.wrong("url", "the address of a picture");
    if (request.kind.empty())
        request.kind = kKinds.front();
    if (std::find(kKinds.begin(), kKinds.end(), request.kind) == kKinds.end())
        problem.wrong("type", "general, advanced, handwriting or basic");
    if (problem.any())
        return problem.error();
    return request;
}

} // namespace lanyard
