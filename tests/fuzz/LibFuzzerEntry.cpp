#include "Targets.h"

#include <cstddef>
#include <cstdint>

/// What libFuzzer calls; LANYARD_FUZZ_FUNCTION is one of Targets.h.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    lanyard::fuzz::LANYARD_FUZZ_FUNCTION({reinterpret_cast<const char*>(data), size});
    return 0;
}
