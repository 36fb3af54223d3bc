#include "upstream/NdjsonSplitter.h"

namespace lanyard {

std::string_view NdjsonFrame::data() const
{
    std::string_view text = m_raw;
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    if (text.ends_with('\r'))
        text.remove_suffix(1);
    return text;
}

bool NdjsonSplitter::takeLine(std::string_view& bytes, std::string_view& raw)
{
    if (m_overflowed || bytes.empty())
        return false;
    const std::size_t end = bytes.find('\n');
    const std::string_view piece = bytes.substr(0, end == std::string_view::npos ? end : end + 1);
    bytes.remove_prefix(piece.size());
    if (m_buffer.wouldOverflow(piece)) {
        m_overflowed = true;
        return false;
    }
    if (end == std::string_view::npos) {
        m_buffer.keep(piece);
        return false;
    }
    raw = m_buffer.completedBy(piece);
    return true;
}

} // namespace lanyard
