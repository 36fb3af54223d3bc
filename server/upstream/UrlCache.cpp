#include "upstream/UrlCache.h"

namespace lanyard {
namespace {

constexpr std::size_t kMaxEntries = 256;

std::string part(CURLU* url, CURLUPart which, unsigned flags)
{
    char* text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK)
        return {};
    std::string result = text;
    curl_free(text);
    return result;
}

UrlCache::Entry parse(const std::string& text)
{
    UrlCache::Entry entry;
    CURLU* const url = curl_url();
    if (curl_url_set(url, CURLUPART_URL, text.c_str(), 0) == CURLUE_OK) {
        const std::string scheme = part(url, CURLUPART_SCHEME, 0);
        entry.tls = scheme == "https";
        if (entry.tls || scheme == "http") {
            entry.hostAndPort = part(url, CURLUPART_HOST, 0) + ':' + part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
            entry.url = url;
            return entry;
        }
    }
    curl_url_cleanup(url);
    return entry;
}

} // namespace

const UrlCache::Entry& UrlCache::find(const std::string& url)
{
    if (const auto found = m_entries.find(url); found != m_entries.end())
        return found->second;
    if (m_entries.size() >= kMaxEntries)
        clear();
    return m_entries.emplace(url, parse(url)).first->second;
}

void UrlCache::clear()
{
    for (const auto& [text, entry] : m_entries)
        curl_url_cleanup(entry.url);
    m_entries.clear();
}

} // namespace lanyard
