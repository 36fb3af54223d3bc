#pragma once

#include "llm/JsonDocument.h"
#include "llm/JsonWriter.h"

#include <string>
#include <vector>

namespace lanyard {

struct TokenAlternative
{
    std::string token;
    double logprob = 0;

    bool operator==(const TokenAlternative&) const = default;
};

/// How likely a token was, and what else might have stood there.
struct TokenLogprob
{
    std::string token;
    double logprob = 0;
    std::vector<TokenAlternative> top;

    bool operator==(const TokenLogprob&) const = default;
};

using Logprobs = std::vector<TokenLogprob>;

/// The list as OpenAI's protocols and Ollama's write it: [{"token":"Hi","logprob":-0.1,"bytes":[72,105],"top_logprobs":[...]}].
/// Source: the API reference of OpenAI, "The chat completion object", 2026-11; docs/api.md of Ollama, 2026-11.
Logprobs readLogprobs(const JsonValue& list);
void writeLogprobs(JsonWriter& json, const Logprobs& logprobs);

} // namespace lanyard
