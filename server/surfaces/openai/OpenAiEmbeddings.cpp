#include "surfaces/openai/OpenAiEmbeddings.h"

#include "llm/JsonWriter.h"
#include "llm/RequestProblem.h"

namespace lanyard {
namespace {

/// Also false: the field is something else.
bool wantsBase64(const JsonValue& root)
{
    return root["encoding_format"].is("base64");
}

void readInput(const JsonValue& input, EmbeddingRequest& out, RequestProblem& problem)
{
    if (input.isString())
        out.inputs.push_back(input.text());
    std::size_t index = 0;
    for (const JsonValue item : input) {
        if (item.isNumber() || item.isArray())
            return problem.refuse("\"input\" holds token numbers, which the provider of this model cannot read: send the text itself");
        if (!item.isString())
            problem.wrong(fieldName("input", index), "a string");
        out.inputs.push_back(item.text());
        ++index;
    }
    if (out.inputs.empty())
        problem.wrong("input", "a string or a list of strings with at least one element");
}

} // namespace

Result<EmbeddingRequest> readOpenAiEmbeddings(const ModelTask& task, Adjustments&)
{
    JsonDocument document;
    if (Result<void> parsed = document.parse(task.body); !parsed)
        return parsed.error();
    const JsonValue root = document.root();
    EmbeddingRequest request;
    RequestProblem problem;
    readInput(root["input"], request, problem);
    request.dimensions = problem.whole(root["dimensions"], "dimensions");
    if (!root["encoding_format"].absent() && !root["encoding_format"].is("float") && !wantsBase64(root))
        problem.wrong("encoding_format", "float or base64");
    if (problem.any())
        return problem.error();
    return request;
}

std::string openAiEmbeddings(const EmbeddingAnswer& answer, const ModelTask& task, const AnswerFacts& facts)
{
    JsonDocument request;
    const bool base64 = request.parse(task.body) && wantsBase64(request.root());
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("object").text("list").key("data").beginArray();
    std::uint64_t index = 0;
    for (const std::string& vector : answer.vectors) {
        json.beginObject().key("object").text("embedding").key("index").number(index++).key("embedding");
        if (base64)
            json.text(base64OfVector(vector));
        else
            json.raw(vector);
        json.endObject();
    }
    const std::uint64_t tokens = answer.usage ? answer.usage->promptTokens() : 0;
    json.endArray().key("model").text(facts.model).key("usage").beginObject();
    json.key("prompt_tokens").number(tokens).key("total_tokens").number(tokens).endObject().endObject();
    return out;
}

} // namespace lanyard
