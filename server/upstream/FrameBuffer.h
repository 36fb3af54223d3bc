#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lanyard {

/// The start of a frame whose end has not come yet. Nothing is copied while frames lie whole inside one chunk.
class FrameBuffer
{
public:
    explicit FrameBuffer(std::size_t maxFrameBytes) : m_maxFrameBytes(maxFrameBytes) {}

    /// What was kept, with `tail` behind it. The view is valid until the next call.
    std::string_view completedBy(std::string_view tail);
    /// Keeps the rest of a chunk until more comes.
    void keep(std::string_view rest);

    /// Whether a frame that goes on with `more` would be over the limit.
    bool wouldOverflow(std::string_view more) const { return size() + more.size() > m_maxFrameBytes; }
    std::size_t size() const { return m_handedOut ? 0 : m_bytes.size(); }
    bool empty() const { return size() == 0; }

private:
    void dropHandedOut();

    std::string m_bytes;
    std::size_t m_maxFrameBytes;
    bool m_handedOut = false; ///< m_bytes is a finished frame that the caller may still be reading
};

/// One SSE event at most; a longer one is taken for an attack or a defect.
inline constexpr std::size_t kMaxFrameBytes = std::size_t{16} * 1024 * 1024;

} // namespace lanyard
