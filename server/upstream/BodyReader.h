#pragma once

#include "upstream/Upstream.h"

namespace lanyard {

/// Hands out a body's slices piece by piece, from any place: curl may send a body again.
class BodyReader
{
public:
    void open(const BodySlices& body);
    /// Copies up to `size` bytes; 0 at the end.
    std::size_t read(char* to, std::size_t size);
    bool seek(std::size_t offset);

private:
    void tellPassed();

    const BodySlices* m_body = nullptr;
    std::size_t m_slice = 0;
    std::size_t m_offset = 0; ///< in the slice
    std::size_t m_told = 0;   ///< in the slice: what was told of
};

} // namespace lanyard
