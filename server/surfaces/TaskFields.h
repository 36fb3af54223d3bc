#pragma once

#include "base/Result.h"
#include "llm/JsonScan.h"
#include "llm/ModelTask.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace lanyard {

// What the surfaces' readTask() have in common: one strict walk over the body, and typed values of the fields that the
// gateway reads. Errors are InvalidArgument, with words for the client.

Result<void> scanBody(std::string_view body, std::span<JsonMember> fields);

/// Absent or null.
bool isAbsentField(std::string_view raw);
Error wrongField(std::string_view field, std::string_view expected);

Result<void> takeModel(std::string_view raw, ModelTask& task);
/// A list with at least one element.
Result<void> requireList(std::string_view name, std::string_view raw);
Result<void> takeFlag(std::string_view name, std::string_view raw, bool& flag);
Result<void> takeCount(std::string_view name, std::string_view raw, std::optional<std::uint64_t>& count);

} // namespace lanyard
