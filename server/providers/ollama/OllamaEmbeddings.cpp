#include "providers/ollama/OllamaEmbeddings.h"

#include "llm/JsonDocument.h"
#include "llm/JsonWriter.h"

namespace lanyard {

std::string ollamaEmbeddingsBody(std::string_view model, const EmbeddingRequest& request, Adjustments& adjustments)
{
    if (!request.purpose.empty())
        adjustments.dropped("taskType");
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("model").text(model).key("input").beginArray();
    for (const std::string& input : request.inputs)
        json.text(input);
    json.endArray();
    if (request.dimensions)
        json.key("dimensions").number(*request.dimensions);
    json.endObject();
    return out;
}

Result<EmbeddingAnswer> readOllamaEmbeddings(std::string_view body)
{
    JsonDocument document;
    const bool parsed = document.parse(body).has_value();
    const JsonValue root = document.root();
    EmbeddingAnswer answer;
    for (const JsonValue embedding : root["embeddings"]) {
        if (embedding.isArray())
            answer.vectors.emplace_back(embedding.raw());
    }
    if (!parsed || answer.vectors.empty())
        return Error{ErrorCode::UpstreamFailed, "the provider answered with something that is no list of embeddings"};
    if (const auto tokens = root["prompt_eval_count"].whole()) {
        Usage usage;
        usage.basis = UsageBasis::Reported;
        usage[TokenBucket::Input] = *tokens;
        answer.usage = usage;
    }
    return answer;
}

} // namespace lanyard
