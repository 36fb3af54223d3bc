#pragma once

#include "base/Result.h"

#include <filesystem>
#include <string_view>

namespace lanyard {

/// The service's own log: `logs/lanyard.log` in the data folder, rotated by size, and errors on stderr too.
/// One event a line; ids and names, never a secret and never a body. Any thread.
class Log
{
public:
    /// Errors: Io when the folder cannot be written.
    static Result<void> open(const std::filesystem::path& folder);
    static void close();

    /// `area` is the folder of the code that speaks: "store", "app".
    static void info(std::string_view area, std::string_view message);
    static void warning(std::string_view area, std::string_view message);
    static void error(std::string_view area, std::string_view message);
};

} // namespace lanyard
