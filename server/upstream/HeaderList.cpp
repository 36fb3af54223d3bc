#include "upstream/HeaderList.h"

#include "upstream/HeaderRules.h"

namespace lanyard {
namespace {

/// From here on curl would ask with Expect: 100-continue and wait (1 MiB since 7.62). Below, naming it costs only time.
constexpr std::size_t kExpectedFrom = std::size_t{512} * 1024;

} // namespace

bool HeaderList::assign(const HttpHeaders& headers, std::size_t bodyBytes)
{
    m_text.clear();
    m_starts.clear();
    bool contentType = false;
    for (const auto& [name, value] : headers) {
        if (!isFieldName(name) || !isFieldValue(value))
            return false;
        if (isConnectionField(name))
            continue;
        contentType = contentType || equalsIgnoringCase(name, "content-type");
        append(name, value);
    }
    if (bodyBytes >= kExpectedFrom)
        takeOut("Expect:");
    if (bodyBytes != 0 && !contentType)
        takeOut("Content-Type:");
    link();
    return true;
}

/// A name with nothing behind its colon: curl leaves out what it would add of its own.
void HeaderList::takeOut(std::string_view nameAndColon)
{
    m_starts.push_back(m_text.size());
    m_text.append(nameAndColon).push_back('\0');
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
