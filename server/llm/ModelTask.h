#pragma once

#include "base/Http.h"
#include "llm/Protocol.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

class ItemMemory;

/// What the gateway has to know of a request for a model before it can route, reserve and meter it. The rest stays in the
/// body, which pass-through sends on as it came; the raw slices say where our own changes go.
struct ModelTask
{
    Protocol protocol = Protocol::OpenAi; ///< the client's
    Operation operation = Operation::Chat;

    std::string_view path;                ///< as the client sent it, without the query

    std::string model;               ///< "" when the request names none
    bool stream = false;
    bool usageAsked = false;         ///< the client itself wants the usage chunk of a stream
    std::uint64_t choices = 1;       ///< n
    std::optional<std::uint64_t> maxOutput; ///< tokens, as the request caps them

    std::string_view body;           ///< the whole request body, as it came; the slices below point into it
    std::string_view modelRaw;       ///< the value of "model" with its quotes, or null; empty when absent
    bool modelInForm = false;        ///< `modelRaw` is a form's field: text without quotes
    std::string_view streamOptionsRaw; ///< the value of "stream_options"; empty when absent

    std::string_view messagesRaw;    ///< the turns so far, a JSON list; empty where the dialect has none
    std::vector<std::uint32_t> messageEnds; ///< where each of them ends in `messagesRaw`
    std::string sessionKey;          ///< what the request itself calls its conversation; may be empty

    ItemMemory* items = nullptr;          ///< what the caller may refer to by id; null: nothing is kept
    const HttpHeaders* headers = nullptr; ///< the client's; adapters pass on what stands in their own list, nothing else
};

} // namespace lanyard
