#include "http/HttpFault.h"

namespace lanyard {

std::string quotedForJson(std::string_view text)
{
    std::string quoted = "\"";
    quoted.reserve(text.size() + 2);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += byte < 0x20 || byte >= 0x7f ? '?' : c;
    }
    quoted += '"';
    return quoted;
}

SimpleAnswer faultAnswer(const HttpFault& fault)
{
    const std::string_view type = fault.status >= 500 ? "server_error" : "invalid_request_error";
    std::string body = "{\"error\":{\"message\":" + quotedForJson(fault.message) + ",\"type\":\"";
    body += type;
    body += "\",\"param\":null,\"code\":\"";
    body += fault.code;
    body += "\"}}";
    SimpleAnswer answer{fault.status, {{"Content-Type", "application/json"}}, std::move(body)};
    if (fault.retryAfterSeconds > 0)
        answer.headers.add("Retry-After", std::to_string(fault.retryAfterSeconds));
    return answer;
}

} // namespace lanyard
