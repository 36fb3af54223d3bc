#pragma once

#include <cstdint>
#include <string_view>

namespace lanyard {

/// Where Google's models differ in what they take. Only translated requests ask.
struct GeminiDialect
{
    enum class Thinking : std::uint8_t { None, Budget, Level };
    Thinking thinking = Thinking::None;
    std::int64_t largestBudget = 24'576;
    std::int64_t leastBudget = 0;   ///< models that cannot stop thinking take no 0
    bool signedCalls = false;       ///< refuses a call of an earlier turn without a signature
};

/// Source: the Gemini API's "Thinking" and "Thought signatures" pages, 2026-11.
GeminiDialect geminiDialectOf(std::string_view model);

/// What Google documents for calls that another model made.
inline constexpr std::string_view kNoSignature = "skip_thought_signature_validator";

} // namespace lanyard
