#pragma once

#include <string_view>

namespace lanyard {

/// Where Anthropic's models differ in what they take. Only translated requests ask.
struct AnthropicDialect
{
    bool adaptiveThinking = false; ///< thinking by effort; a budget is refused
    bool sampling = true;          ///< takes temperature, top_p, top_k at all
    bool thinking = true;
};

/// From the model's name: "claude-sonnet-4-5-20250929", "claude-3-5-haiku-latest". A name that tells no version is taken
/// for a model of the 4.5 kind.
/// Source: Anthropic's "Extended thinking", "Adaptive thinking" and migration guides, 2026-11.
AnthropicDialect anthropicDialectOf(std::string_view model);

} // namespace lanyard
