#include "upstream/BodyReader.h"

#include <algorithm>
#include <cstring>

namespace lanyard {
namespace {

/// Parts are told of in pieces of this size: each costs a call of the system.
constexpr std::size_t kToldPiece = std::size_t{1024} * 1024;

} // namespace

void BodyReader::open(const BodySlices& body)
{
    m_body = &body;
    m_slice = 0;
    m_offset = 0;
    m_told = 0;
}

std::size_t BodyReader::read(char* to, std::size_t size)
{
    std::size_t done = 0;
    while (done < size && m_slice < m_body->slices.size()) {
        const std::string_view rest = m_body->slices[m_slice].substr(m_offset);
        const std::size_t piece = std::min(rest.size(), size - done);
        std::memcpy(to + done, rest.data(), piece);
        done += piece;
        m_offset += piece;
        if (m_body->passed && (m_offset - m_told >= kToldPiece || piece == rest.size()))
            tellPassed();
        if (piece == rest.size()) {
            ++m_slice;
            m_offset = 0;
            m_told = 0;
        }
    }
    return done;
}

void BodyReader::tellPassed()
{
    const std::string_view slice = m_body->slices[m_slice];
    m_body->passed(slice.substr(m_told, m_offset - m_told));
    m_told = m_offset;
}

bool BodyReader::seek(std::size_t offset)
{
    m_slice = 0;
    while (m_slice < m_body->slices.size() && offset >= m_body->slices[m_slice].size())
        offset -= m_body->slices[m_slice++].size();
    m_offset = offset;
    m_told = offset;
    return m_slice < m_body->slices.size() || offset == 0;
}

} // namespace lanyard
