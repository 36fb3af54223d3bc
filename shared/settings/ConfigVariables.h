#pragma once

#include "base/Result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

// `${NAME}` in a declarative file stands for a variable of the environment of whoever applies it; `$${` is a literal
// `${`. A name is letters, digits and `_`, and does not begin with a digit. Any other `$` stands for itself.

/// The names in a file's text, each once, in order: what a client has to send along. Comments are looked at too; a name
/// that is found there and not set does no harm.
std::vector<std::string> findVariables(std::string_view text);

/// `text` with its variables filled in; the values are taken as they are.
/// Errors: InvalidArgument (a variable that is not set, or a `${` without a name). No value is ever part of the message.
Result<std::string> expandVariables(std::string_view text, const std::map<std::string, std::string>& variables);

} // namespace lanyard
