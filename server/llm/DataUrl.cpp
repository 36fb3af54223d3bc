#include "llm/DataUrl.h"

namespace lanyard {

MediaSource mediaFromUrl(std::string_view url)
{
    constexpr std::string_view kScheme = "data:";
    constexpr std::string_view kBase64 = ";base64";
    const std::size_t comma = url.find(',');
    if (!url.starts_with(kScheme) || comma == std::string_view::npos || !url.substr(0, comma).ends_with(kBase64))
        return {std::string(url), {}, {}};
    std::string_view type = url.substr(kScheme.size(), comma - kScheme.size() - kBase64.size());
    type = type.substr(0, type.find(';')); // parameters say nothing that providers take
    return {{}, std::string(url.substr(comma + 1)), std::string(type)};
}

std::string urlOfMedia(const MediaSource& media)
{
    if (media.isUrl())
        return media.url;
    std::string url = "data:" + (media.mediaType.empty() ? std::string("application/octet-stream") : media.mediaType) + ";base64,";
    url += media.base64;
    return url;
}

} // namespace lanyard
