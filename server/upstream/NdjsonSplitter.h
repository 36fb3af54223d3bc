#pragma once

#include "upstream/FrameBuffer.h"

#include <string_view>

namespace lanyard {

/// One line of newline-delimited JSON. Valid during the callback that it is given to.
class NdjsonFrame
{
public:
    explicit NdjsonFrame(std::string_view raw) : m_raw(raw) {}

    /// The bytes as they came, with the line's end; all frames' raw bytes in a row are the stream.
    std::string_view raw() const { return m_raw; }
    /// Without LF or CRLF; "" for a blank line, which means nothing.
    std::string_view data() const;

private:
    std::string_view m_raw;
};

/// Cuts application/x-ndjson into lines, whatever cuts the bytes come in; the same pattern as SseSplitter.
/// Not to be destroyed or fed again from inside the callback.
class NdjsonSplitter
{
public:
    explicit NdjsonSplitter(std::size_t maxFrameBytes = kMaxFrameBytes) : m_buffer(maxFrameBytes) {}

    /// Calls `onFrame(const NdjsonFrame&)` for each line that `bytes` completes. False once a line is over the limit:
    /// nothing else is taken in.
    template<class Callback>
    bool feed(std::string_view bytes, Callback&& onFrame)
    {
        std::string_view raw;
        while (takeLine(bytes, raw))
            onFrame(NdjsonFrame(raw));
        return !m_overflowed;
    }

    /// At the stream's end: gives a last line that lacks its LF.
    template<class Callback>
    void finish(Callback&& onFrame)
    {
        if (!m_overflowed && !m_buffer.empty())
            onFrame(NdjsonFrame(m_buffer.completedBy({})));
    }

    std::size_t pendingBytes() const { return m_buffer.size(); }
    bool overflowed() const { return m_overflowed; }

private:
    bool takeLine(std::string_view& bytes, std::string_view& raw);

    FrameBuffer m_buffer;
    bool m_overflowed = false;
};

} // namespace lanyard
