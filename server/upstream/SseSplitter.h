#pragma once

#include "upstream/FrameBuffer.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace lanyard {

/// One server-sent event, or a comment, or a lone blank line: everything up to and with the blank line that ends it.
/// Valid during the callback that it is given to.
/// Source: WHATWG HTML, "Server-sent events", 9.2.5-9.2.6 (2026-11).
class SseFrame
{
public:
    /// Reads the fields of `raw` in one pass; `scratch` is for data of several lines.
    SseFrame(std::string_view raw, bool mayHaveByteOrderMark, std::string& scratch);

    /// The bytes as they came; all frames' raw bytes in a row are the stream.
    std::string_view raw() const { return m_raw; }
    /// The last `event:` field, or "".
    std::string_view event() const { return m_event; }
    /// The `data:` fields joined by LF: a view into raw() when there is one, else into memory of the splitter.
    std::string_view data() const { return m_data; }
    /// False for comments and blank lines, which are no events.
    bool hasData() const { return m_hasData; }

private:
    std::string_view m_raw;
    std::string_view m_event;
    std::string_view m_data;
    bool m_hasData = false;
};

/// Cuts a text/event-stream into frames, whatever cuts the bytes come in. Lines end with LF, CRLF or CR.
/// Each byte is looked at once or twice with memchr; a frame that lies whole inside one chunk is not copied.
/// Not to be destroyed or fed again from inside the callback.
class SseSplitter
{
public:
    explicit SseSplitter(std::size_t maxFrameBytes = kMaxFrameBytes) : m_buffer(maxFrameBytes) {}

    /// Calls `onFrame(const SseFrame&)` for each frame that `bytes` completes. False once a frame is over the limit:
    /// the stream cannot be followed any more and nothing else is taken in.
    template<class Callback>
    bool feed(std::string_view bytes, Callback&& onFrame)
    {
        begin(bytes);
        std::string_view raw;
        while (nextFrame(raw))
            onFrame(makeFrame(raw));
        return !m_overflowed;
    }

    /// At the stream's end: gives a last frame that lacks its blank line, as some servers send it.
    template<class Callback>
    void finish(Callback&& onFrame)
    {
        if (!m_overflowed && !m_buffer.empty())
            onFrame(makeFrame(m_buffer.completedBy({})));
    }

    /// Bytes of an unfinished frame.
    std::size_t pendingBytes() const { return m_buffer.size(); }
    bool overflowed() const { return m_overflowed; }

private:
    void begin(std::string_view bytes);
    bool nextFrame(std::string_view& raw);
    bool nextLineEnd(std::size_t& end);
    bool endFrame(std::size_t end, std::string_view& raw);
    void keepRest();
    SseFrame makeFrame(std::string_view raw);

    FrameBuffer m_buffer;
    std::string m_scratch;
    std::string_view m_chunk;
    std::size_t m_frameStart = 0; ///< in m_chunk
    std::size_t m_position = 0;   ///< in m_chunk: where the search for a line's end goes on
    std::size_t m_nextLf = 0;     ///< in m_chunk: at or behind m_position, or its size
    std::size_t m_nextCr = 0;     ///< likewise
    bool m_atLineStart = true;
    bool m_afterCr = false; ///< the last chunk ended with a CR: an LF that follows belongs to it
    bool m_first = true;    ///< only the stream's first frame may start with a byte order mark
    bool m_overflowed = false;
};

} // namespace lanyard
