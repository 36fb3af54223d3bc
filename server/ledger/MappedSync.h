#pragma once

#include <QFile>

#include <cstddef>
#include <cstdint>

namespace lanyard {

/// Waits until the disk has what was written through the mapping of `file`. False when the system refused.
bool syncMapping(QFile& file, std::uint8_t* memory, std::size_t bytes);

/// The pages stay in the system's cache, with their content; they count for this process again when it uses them.
void letGoOfPages(std::uint8_t* memory, std::size_t bytes);

} // namespace lanyard
