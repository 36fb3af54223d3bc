#include "upstream/FrameBuffer.h"

namespace lanyard {
namespace {

/// Above this, the memory of a finished frame is given back: thousands of streams live side by side.
constexpr std::size_t kKeptCapacity = 4096;

} // namespace

std::string_view FrameBuffer::completedBy(std::string_view tail)
{
    dropHandedOut();
    if (m_bytes.empty())
        return tail;
    m_bytes.append(tail);
    m_handedOut = true;
    return m_bytes;
}

void FrameBuffer::keep(std::string_view rest)
{
    dropHandedOut();
    m_bytes.append(rest);
}

void FrameBuffer::dropHandedOut()
{
    if (!m_handedOut)
        return;
    m_handedOut = false;
    if (m_bytes.capacity() > kKeptCapacity)
        m_bytes = std::string();
    else
        m_bytes.clear();
}

} // namespace lanyard
