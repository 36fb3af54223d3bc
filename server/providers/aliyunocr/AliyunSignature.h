#pragma once

#include "providers/ProviderAdapter.h"

#include <string>
#include <string_view>

namespace lanyard {

/// What is called at Alibaba Cloud, and by whom.
struct AliyunAction
{
    std::string_view host;
    std::string_view action;  ///< "RecognizeGeneral"
    std::string_view version; ///< "2021-07-07"
    std::string_view query = {}; ///< encoded, its keys in order
    std::string_view keyId;
    std::string_view secret;
};

/// The headers of a signed POST to "/", the Authorization among them.
/// Source: "V3 request body and signature mechanism" of Alibaba Cloud (ACS3-HMAC-SHA256), 2026-11.
HttpHeaders aliyunSignedHeaders(const AliyunAction& action, std::string_view body, const SigningFacts& facts);

} // namespace lanyard
