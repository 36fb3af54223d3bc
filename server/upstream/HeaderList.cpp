#include "upstream/HeaderList.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

bool isConnectionField(std::string_view name)
{
    static constexpr std::array<std::string_view, 8> kNames{"content-length", "transfer-encoding", "connection", "keep-alive",
                                                            "proxy-connection", "upgrade", "expect", "te"};
    return std::any_of(kNames.begin(), kNames.end(), [&](std::string_view known) { return equalsIgnoringCase(known, name); });
}

bool isToken(std::string_view name)
{
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return c > ' ' && c < 0x7F && std::string_view("\"(),/:;<=>?@[\\]{}").find(c) == std::string_view::npos;
    });
}

bool isLine(std::string_view value)
{
    return std::none_of(value.begin(), value.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

} // namespace

bool HeaderList::assign(const HttpHeaders& headers, bool hasBody)
{
    m_text.clear();
    m_starts.clear();
    bool contentType = false;
    for (const auto& [name, value] : headers) {
        if (!isToken(name) || !isLine(value))
            return false;
        if (isConnectionField(name))
            continue;
        contentType = contentType || equalsIgnoringCase(name, "content-type");
        append(name, value);
    }
    // A name with nothing behind its colon takes out a field that curl would add.
    m_starts.push_back(m_text.size());
    m_text.append("Expect:").push_back('\0');
    if (hasBody && !contentType) {
        m_starts.push_back(m_text.size());
        m_text.append("Content-Type:").push_back('\0');
    }
    link();
    return true;
}

void HeaderList::append(std::string_view name, std::string_view value)
{
    m_starts.push_back(m_text.size());
    m_text.append(name);
    if (value.find_first_not_of(" \t") == std::string_view::npos)
        m_text.push_back(';'); // curl's way to send an empty field
    else
        m_text.append(": ").append(value);
    m_text.push_back('\0');
}

void HeaderList::link()
{
    m_nodes.resize(m_starts.size());
    for (std::size_t i = 0; i < m_nodes.size(); ++i)
        m_nodes[i] = {m_text.data() + m_starts[i], i + 1 < m_nodes.size() ? &m_nodes[i + 1] : nullptr};
}

} // namespace lanyard
