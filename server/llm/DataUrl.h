#pragma once

#include "llm/Message.h"

#include <string>
#include <string_view>

namespace lanyard {

/// "data:image/png;base64,..." becomes its data and media type, everything else an address.
MediaSource mediaFromUrl(std::string_view url);
/// The other way round: data is written as a data URL.
std::string urlOfMedia(const MediaSource& media);

} // namespace lanyard
