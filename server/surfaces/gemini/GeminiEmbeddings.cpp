#include "surfaces/gemini/GeminiEmbeddings.h"

#include "llm/JsonWriter.h"
#include "llm/RequestProblem.h"

namespace lanyard {
namespace {

bool isBatch(const ModelTask& task)
{
    return task.path.ends_with(":batchEmbedContents");
}

/// Of both spellings that the service takes.
JsonValue either(const JsonValue& value, std::string_view camel, std::string_view snake)
{
    const JsonValue found = value[camel];
    return found ? found : value[snake];
}

void readOne(const JsonValue& item, const std::string& field, EmbeddingRequest& out, RequestProblem& problem)
{
    std::string text;
    for (const JsonValue part : item["content"]["parts"]) {
        if (!part["text"].isString())
            return problem.refuse("\"" + field + "\" holds a part without a text, which the provider of this model cannot embed");
        text += part["text"].text();
    }
    if (item["content"]["parts"].size() == 0)
        problem.wrong(field, "an object with parts");
    out.inputs.push_back(std::move(text));
    if (const JsonValue purpose = either(item, "taskType", "task_type"); purpose.isString())
        out.purpose = purpose.text();
    if (const auto dimensions = problem.whole(either(item, "outputDimensionality", "output_dimensionality"), "outputDimensionality"))
        out.dimensions = dimensions;
}

} // namespace

Result<EmbeddingRequest> readGeminiEmbeddings(const ModelTask& task, Adjustments& adjustments)
{
    JsonDocument document;
    if (Result<void> parsed = document.parse(task.body); !parsed)
        return parsed.error();
    const JsonValue root = document.root();
    EmbeddingRequest request;
    RequestProblem problem;
    if (!isBatch(task)) {
        readOne(root, "content", request, problem);
        if (!root["title"].absent())
            adjustments.dropped("title");
    } else {
        std::size_t index = 0;
        for (const JsonValue item : root["requests"])
            readOne(item, fieldName("requests", index++, "content"), request, problem);
        if (request.inputs.empty())
            problem.wrong("requests", "a list with at least one element");
    }
    if (problem.any())
        return problem.error();
    return request;
}

std::string geminiEmbeddings(const EmbeddingAnswer& answer, const ModelTask& task, const AnswerFacts&)
{
    std::string out;
    JsonWriter json(out);
    json.beginObject();
    if (!isBatch(task)) {
        json.key("embedding").beginObject().key("values").raw(answer.vectors.empty() ? "[]" : answer.vectors.front()).endObject();
    } else {
        json.key("embeddings").beginArray();
        for (const std::string& vector : answer.vectors)
            json.beginObject().key("values").raw(vector).endObject();
        json.endArray();
    }
    json.endObject();
    return out;
}

} // namespace lanyard
