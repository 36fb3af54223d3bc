#include "surfaces/ollama/OllamaEmbeddings.h"

#include "llm/JsonWriter.h"
#include "llm/RequestProblem.h"

namespace lanyard {
namespace {

bool isOlderForm(const ModelTask& task)
{
    return task.path.ends_with("/embeddings");
}

} // namespace

Result<EmbeddingRequest> readOllamaEmbeddings(const ModelTask& task, Adjustments& adjustments)
{
    JsonDocument document;
    if (Result<void> parsed = document.parse(task.body); !parsed)
        return parsed.error();
    const JsonValue root = document.root();
    EmbeddingRequest request;
    RequestProblem problem;
    const std::string_view field = isOlderForm(task) ? "prompt" : "input";
    request.inputs = problem.texts(root[field], field);
    if (request.inputs.empty() && !problem.any())
        problem.wrong(field, "a string or a list of strings with at least one element");
    request.dimensions = problem.whole(root["dimensions"], "dimensions");
    if (root["options"].size() > 0)
        adjustments.dropped("options");
    if (problem.any())
        return problem.error();
    return request;
}

std::string ollamaEmbeddings(const EmbeddingAnswer& answer, const ModelTask& task, const AnswerFacts& facts)
{
    std::string out;
    JsonWriter json(out);
    json.beginObject();
    if (isOlderForm(task)) {
        json.key("embedding").raw(answer.vectors.empty() ? "[]" : answer.vectors.front()).endObject();
        return out;
    }
    json.key("model").text(facts.model).key("embeddings").beginArray();
    for (const std::string& vector : answer.vectors)
        json.raw(vector);
    json.endArray().key("total_duration").number(0).key("load_duration").number(0);
    json.key("prompt_eval_count").number(answer.usage ? answer.usage->promptTokens() : 0).endObject();
    return out;
}

} // namespace lanyard
