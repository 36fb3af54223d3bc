#include "surfaces/responses/ResponsesMemory.h"

#include "llm/ItemMemory.h"
#include "llm/JsonDocument.h"
#include "llm/JsonWriter.h"

#include <algorithm>

namespace lanyard {
namespace {

/// A conversation with more turns than this is sent by its client.
constexpr std::size_t kMostTurns = 1000;

} // namespace

void rememberResponse(const ModelTask& task, std::string_view responseId, std::span<const std::string> items)
{
    JsonDocument request;
    if (!task.items || !request.parse(task.body) || request.root()["store"].boolean() == false)
        return;
    std::string turn;
    JsonWriter json(turn);
    json.beginObject().key("previous").text(request.root()["previous_response_id"].text());
    json.key("input").raw(request.root()["input"].raw()).key("output").beginArray();
    JsonDocument document;
    for (const std::string& item : items) {
        if (item.empty() || !document.parse(item))
            continue;
        task.items->keep(document.root()["id"].text(), item);
        json.raw(item);
    }
    json.endArray().endObject();
    task.items->keep(responseId, std::move(turn));
}

std::vector<std::string> turnsUpTo(std::string_view responseId, ItemMemory& memory)
{
    std::vector<std::string> lists;
    std::string id(responseId);
    for (std::size_t turns = 0; !id.empty(); ++turns) {
        const std::optional<std::string> raw = turns < kMostTurns ? memory.find(id) : std::nullopt;
        JsonDocument turn;
        if (!raw || !turn.parse(*raw) || !turn.root()["output"].isArray())
            return {};
        lists.emplace_back(turn.root()["output"].raw());
        lists.emplace_back(turn.root()["input"].raw());
        id = turn.root()["previous"].text();
    }
    std::reverse(lists.begin(), lists.end());
    return lists;
}

} // namespace lanyard
