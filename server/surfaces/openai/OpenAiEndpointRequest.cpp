#include "surfaces/openai/OpenAiEndpointRequest.h"

#include "surfaces/MultipartForm.h"
#include "surfaces/TaskFields.h"

#include <array>

namespace lanyard {
namespace {

Error noModel()
{
    return {ErrorCode::InvalidArgument, "\"model\" is missing: say which model is to serve this path"};
}

Result<ModelTask> fromForm(std::string_view contentType, std::string_view body)
{
    const auto model = formField(contentType, body, "model");
    if (!model || model->value.empty())
        return noModel();
    if (model->twice)
        return Error{ErrorCode::InvalidArgument, "the field \"model\" stands twice in the form; send it once"};
    if (!isValidUtf8(model->value))
        return Error{ErrorCode::InvalidArgument, "the field \"model\" is not valid UTF-8"};
    ModelTask task;
    task.model = std::string(model->value);
    task.modelRaw = model->value;
    task.modelInForm = true;
    if (const auto stream = formField(contentType, body, "stream"))
        task.stream = stream->value == "true";
    if (const auto number = formField(contentType, body, "n"))
        task.choices = jsonUnsigned(number->value).value_or(1);
    return task;
}

Result<ModelTask> fromJson(std::string_view body)
{
    std::array fields{JsonMember{"model"}, JsonMember{"stream"}, JsonMember{"n"}, JsonMember{"max_tokens"}, JsonMember{"stream_format"}};
    if (Result<void> scanned = scanBody(body, fields); !scanned)
        return scanned.error();
    ModelTask task;
    std::optional<std::uint64_t> choices;
    for (const Result<void>& read : {takeModel(fields[0].value, task), takeFlag("stream", fields[1].value, task.stream), takeCount("n", fields[2].value, choices),
                                     takeCount("max_tokens", fields[3].value, task.maxOutput)}) {
        if (!read)
            return read.error();
    }
    task.choices = choices.value_or(1);
    task.stream = task.stream || fields[4].value == "\"sse\""; // speech says it in its own way
    return task;
}

} // namespace

Result<ModelTask> parseOpenAiEndpointRequest(const SurfaceRequest& request)
{
    const std::string_view contentType = request.headers.value("content-type");
    Result<ModelTask> task = isMultipartForm(contentType) ? fromForm(contentType, request.body) : fromJson(request.body);
    if (!task)
        return task;
    if (task->model.empty() && request.operation == Operation::Other)
        return noModel();
    task->body = request.body;
    task->usageAsked = true; // the client's own switches stay as they are
    return task;
}

} // namespace lanyard
