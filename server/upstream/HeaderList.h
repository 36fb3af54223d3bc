#pragma once

#include "base/Http.h"

#include <curl/curl.h>

#include <string>
#include <vector>

namespace lanyard {

/// Request headers in the form that curl takes, in two blocks of memory that are used again for the next request;
/// curl's own list would cost two allocations a header.
class HeaderList
{
public:
    /// Fills the list. False when a field cannot be sent: a line break or NUL in it, or a name that is none.
    /// Left out: what belongs to the connection or to curl (Content-Length, Transfer-Encoding, Connection, Expect).
    bool assign(const HttpHeaders& headers, std::size_t bodyBytes);

    /// Valid until the next assign().
    curl_slist* list() { return m_nodes.empty() ? nullptr : m_nodes.data(); }

private:
    void append(std::string_view name, std::string_view value);
    void takeOut(std::string_view nameAndColon);
    void link();

    std::string m_text;                ///< "Name: value\0Name: value\0"
    std::vector<std::size_t> m_starts; ///< in m_text
    std::vector<curl_slist> m_nodes;
};

} // namespace lanyard
