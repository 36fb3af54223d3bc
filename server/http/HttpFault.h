#pragma once

#include "http/HttpMessages.h"

#include <string>
#include <string_view>

namespace lanyard {

/// Why a request is refused before any handler sees it.
struct HttpFault
{
    int status = 400;
    std::string_view code; ///< stable word for programs: "header_too_large"
    std::string message;   ///< for people; what to do about it
    int retryAfterSeconds = 0; ///< 0: trying again would not help
};

/// In OpenAI's error shape, the dialect that most clients here speak.
SimpleAnswer faultAnswer(const HttpFault& fault);

/// `text` as a JSON string with its quotes; bytes that are no ASCII become '?', for text that may hold anything.
std::string quotedForJson(std::string_view text);

} // namespace lanyard
