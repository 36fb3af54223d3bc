#pragma once

#include <QFile>

#include <cstddef>
#include <cstdint>

namespace lanyard {

/// Waits until the disk has what was written through the mapping of `file`. False when the system refused.
bool syncMapping(QFile& file, std::uint8_t* memory, std::size_t bytes);

} // namespace lanyard
