#pragma once

#include "base/Result.h"
#include "vault/ApiKeys.h"

#include <filesystem>
#include <optional>
#include <string>

namespace lanyard {

/// Names a pepper without telling it, as a MasterKeyId names a master key.
using PepperId = std::string;
PepperId pepperId(const ApiKeyPepper& pepper);

/// The pepper of the API-key hashes, from its 0600 file. Made only when the database does not name one yet.
/// Errors: Corrupt (the file is missing or not the expected one: no API key would work), Forbidden, Io.
Result<ApiKeyPepper> openPepperFile(const std::filesystem::path& file, const std::optional<PepperId>& expected);

} // namespace lanyard
