#pragma once

#include "base/Result.h"
#include "config/ConfigNode.h"

#include <map>
#include <string>
#include <string_view>

namespace lanyard {

/// The text of a declarative file as a tree. `${NAME}` is filled in inside scalars, after the YAML was read, so that a
/// value can never change the document's structure.
///
/// Errors: InvalidArgument with the line: no YAML, no UTF-8, a key twice, a second document, a custom tag, a variable that
/// is not set. TooLarge: over 64 MiB of text, 2 million nodes (aliases counted as what they stand for), 128 MiB of scalars
/// or 64 levels.
Result<ConfigNode> parseConfigYaml(std::string_view text, const std::map<std::string, std::string>& variables);

} // namespace lanyard
