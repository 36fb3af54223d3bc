#pragma once

#include <string>
#include <string_view>

namespace lanyard {

// Rules for single texts of a configuration. Each answers what is wrong, or "" when the text is fine.

/// 1 to 100 characters, no control characters, no space at either end.
std::string nameProblem(std::string_view name);
/// A name without ':' (pins are provider:model) and '/' (references are provider/credential).
std::string providerNameProblem(std::string_view name);
/// A provider's own name of a model: 1 to 200 characters, no control characters.
std::string upstreamModelProblem(std::string_view name);
/// A header field that may be sent with every call. Fields that frame the message are ours, and those that authenticate
/// hold secrets, which belong into a credential: headers are stored in clear and exported.
std::string headerProblem(std::string_view name, std::string_view value);
/// A provider's secret: visible ASCII, because it travels in a header field. The text is never part of the answer.
std::string credentialKeyProblem(std::string_view key);
/// An API key that somebody brought along: 8 to 256 visible ASCII characters.
std::string apiKeyProblem(std::string_view key);

bool hasControlCharacter(std::string_view text);

} // namespace lanyard
