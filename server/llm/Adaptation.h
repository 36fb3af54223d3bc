#pragma once

#include "llm/ChatRequest.h"

#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

/// What a provider's protocol can say, as data. What it cannot is dropped or clamped by adapt(), and told.
struct Capabilities
{
    bool multipleChoices = true;
    bool seed = true;
    bool penalties = true;
    bool topK = true;
    bool logprobs = true;
    bool user = true;
    bool parallelSwitch = true; ///< parallel_tool_calls
    bool namedToolChoice = true;
    bool requiredToolChoice = true;
    bool jsonObject = true;
    bool jsonSchema = true;
    bool reasoning = true;
    double maxTemperature = 2.0;
    std::size_t maxStops = std::numeric_limits<std::size_t>::max();
};

/// What a translation changed, in words for the client and the request log: "seed dropped".
class Adjustments
{
public:
    void dropped(std::string_view what);
    void changed(std::string_view what, std::string_view how);
    const std::vector<std::string>& notes() const { return m_notes; }
    bool empty() const { return m_notes.empty(); }
    /// "seed dropped; temperature clamped to 1"; fit for a header.
    std::string text() const;

private:
    void add(std::string note);
    std::vector<std::string> m_notes; ///< each once
};

/// `wanted` as far as `can` goes. Extras are left to the provider's writer, which knows some of them.
ChatParameters adapt(const ChatParameters& wanted, const Capabilities& can, Adjustments& adjustments);

} // namespace lanyard
