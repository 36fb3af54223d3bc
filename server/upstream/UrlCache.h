#pragma once

#include <curl/curl.h>

#include <string>
#include <unordered_map>

namespace lanyard {

/// Parsed URLs: a gateway calls the same few over and over.
class UrlCache
{
public:
    struct Entry
    {
        CURLU* url = nullptr; ///< null: not an http or https URL
        bool tls = false;
        std::string hostAndPort; ///< "api.example.com:443", for messages
    };

    UrlCache() = default;
    UrlCache(const UrlCache&) = delete;
    UrlCache& operator=(const UrlCache&) = delete;
    ~UrlCache() { clear(); }

    /// Valid until the next call.
    const Entry& find(const std::string& url);

private:
    void clear();

    std::unordered_map<std::string, Entry> m_entries;
};

} // namespace lanyard
