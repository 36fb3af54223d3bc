#pragma once

#include <string>

namespace lanyard {

/// The reference page of the declarative file, as Markdown: every setting and every field of every kind of object, from
/// the same tables that read the file.
std::string configReference();

} // namespace lanyard
