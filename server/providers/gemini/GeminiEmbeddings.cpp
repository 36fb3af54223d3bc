#include "providers/gemini/GeminiEmbeddings.h"

#include "llm/JsonDocument.h"
#include "llm/JsonWriter.h"
#include "providers/gemini/GeminiWire.h"

namespace lanyard {

std::string geminiEmbeddingsBody(std::string_view model, const EmbeddingRequest& request, Adjustments&)
{
    const std::string name = (model.find('/') == std::string_view::npos ? "models/" : "") + std::string(model);
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("requests").beginArray();
    for (const std::string& input : request.inputs) {
        json.beginObject().key("model").text(name).key("content").beginObject().key("parts").beginArray();
        json.beginObject().key("text").text(input).endObject().endArray().endObject();
        if (!request.purpose.empty())
            json.key("taskType").text(request.purpose);
        if (request.dimensions)
            json.key("outputDimensionality").number(*request.dimensions);
        json.endObject();
    }
    json.endArray().endObject();
    return out;
}

Result<EmbeddingAnswer> readGeminiEmbeddings(std::string_view body)
{
    JsonDocument document;
    const bool parsed = document.parse(body).has_value();
    EmbeddingAnswer answer;
    for (const JsonValue embedding : document.root()["embeddings"]) {
        if (embedding["values"].isArray())
            answer.vectors.emplace_back(embedding["values"].raw());
    }
    if (!parsed || answer.vectors.empty())
        return Error{ErrorCode::UpstreamFailed, "the provider answered with something that is no list of embeddings"};
    answer.usage = geminiUsage(document.root()["usageMetadata"]);
    return answer;
}

} // namespace lanyard
