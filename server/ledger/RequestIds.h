#pragma once

#include "ledger/JournalRecord.h"

#include <string>
#include <string_view>

namespace lanyard {

/// The 128 bits of a request id: a UUID in its 36-character form as it is (either case), any other text hashed
/// (BLAKE2b-128). Any thread.
RequestIdBits requestIdBits(std::string_view text);

/// The bits written as a lower-case UUID: gives a UUID back; of any other text it shows the hash.
std::string requestIdText(const RequestIdBits& bits);

} // namespace lanyard
