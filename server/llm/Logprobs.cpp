#include "llm/Logprobs.h"

namespace lanyard {
namespace {

void writeToken(JsonWriter& json, const std::string& token, double logprob)
{
    json.key("token").text(token).key("logprob").number(logprob).key("bytes").beginArray();
    for (const char c : token)
        json.number(std::uint64_t{static_cast<unsigned char>(c)});
    json.endArray();
}

} // namespace

Logprobs readLogprobs(const JsonValue& list)
{
    Logprobs all;
    for (const JsonValue item : list) {
        TokenLogprob token{item["token"].text(), item["logprob"].number().value_or(0), {}};
        for (const JsonValue other : item["top_logprobs"])
            token.top.push_back({other["token"].text(), other["logprob"].number().value_or(0)});
        all.push_back(std::move(token));
    }
    return all;
}

void writeLogprobs(JsonWriter& json, const Logprobs& logprobs)
{
    json.beginArray();
    for (const TokenLogprob& item : logprobs) {
        json.beginObject();
        writeToken(json, item.token, item.logprob);
        json.key("top_logprobs").beginArray();
        for (const TokenAlternative& other : item.top) {
            json.beginObject();
            writeToken(json, other.token, other.logprob);
            json.endObject();
        }
        json.endArray().endObject();
    }
    json.endArray();
}

} // namespace lanyard
