#include "providers/openai/OpenAiEmbeddings.h"

#include "llm/JsonDocument.h"
#include "llm/JsonWriter.h"
#include "providers/openai/OpenAiWire.h"

namespace lanyard {

std::string openAiEmbeddingsBody(std::string_view model, const EmbeddingRequest& request, Adjustments& adjustments)
{
    if (!request.purpose.empty())
        adjustments.dropped("taskType");
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("model").text(model).key("input").beginArray();
    for (const std::string& input : request.inputs)
        json.text(input);
    json.endArray().key("encoding_format").text("float");
    if (request.dimensions)
        json.key("dimensions").number(*request.dimensions);
    json.endObject();
    return out;
}

Result<EmbeddingAnswer> readOpenAiEmbeddings(std::string_view body)
{
    JsonDocument document;
    const bool parsed = document.parse(body).has_value();
    const JsonValue data = document.root()["data"];
    if (!parsed || data.size() == 0)
        return Error{ErrorCode::UpstreamFailed, "the provider answered with something that is no list of embeddings"};
    EmbeddingAnswer answer;
    answer.vectors.resize(data.size());
    std::size_t place = 0;
    for (const JsonValue item : data) {
        const auto index = static_cast<std::size_t>(item["index"].whole().value_or(place++));
        const JsonValue vector = item["embedding"];
        std::optional<std::string> list = vector.isArray() ? std::string(vector.raw()) : vectorOfBase64(vector.text());
        if (!list || index >= answer.vectors.size())
            return Error{ErrorCode::UpstreamFailed, "the provider answered with an embedding that is no list of numbers"};
        answer.vectors[index] = std::move(*list);
    }
    answer.usage = openAiUsage(document.root()["usage"].raw());
    return answer;
}

} // namespace lanyard
