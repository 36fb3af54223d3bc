#include "surfaces/openai/OpenAiAnswers.h"

#include "llm/JsonScan.h"

namespace lanyard {
namespace {

struct Words
{
    std::string_view type;
    std::string_view code;
};

/// OpenAI's own words where it has them for the case, the nearest ones where it has not.
Words wordsFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Unauthenticated: return {"invalid_request_error", "invalid_api_key"};
    case ErrorCode::PaymentRequired: return {"insufficient_quota", "insufficient_quota"};
    case ErrorCode::Forbidden: return {"invalid_request_error", "permission_denied"};
    case ErrorCode::NotFound: return {"invalid_request_error", "not_found"};
    case ErrorCode::RateLimited: return {"rate_limit_error", "rate_limit_exceeded"};
    case ErrorCode::UpstreamTimeout: return {"server_error", "upstream_timeout"};
    case ErrorCode::UpstreamFailed: return {"server_error", "upstream_error"};
    case ErrorCode::Unavailable:
    case ErrorCode::Locked: return {"server_error", "unavailable"};
    case ErrorCode::InvalidArgument:
    case ErrorCode::MethodNotAllowed:
    case ErrorCode::Timeout:
    case ErrorCode::TooLarge:
    case ErrorCode::HeadersTooLarge:
    case ErrorCode::Conflict: return {"invalid_request_error", {}};
    default: return {"server_error", "internal_error"};
    }
}

void appendModel(std::string& out, std::string_view name, WallTime created)
{
    out += R"({"id":)";
    appendJsonQuoted(out, name);
    out += R"(,"object":"model","created":)";
    out += std::to_string(std::chrono::duration_cast<std::chrono::seconds>(created.time_since_epoch()).count());
    out += R"(,"owned_by":"lanyard"})";
}

void appendNullable(std::string& out, std::string_view text)
{
    if (text.empty())
        out += "null";
    else
        appendJsonQuoted(out, text);
}

} // namespace

std::string openAiErrorBody(const Error& error, std::string_view code, std::string_view param)
{
    const Words words = wordsFor(error.code);
    std::string out = R"({"error":{"message":)";
    appendJsonQuoted(out, error.message);
    out += R"(,"type":)";
    appendJsonQuoted(out, words.type);
    out += R"(,"param":)";
    appendNullable(out, param);
    out += R"(,"code":)";
    appendNullable(out, code.empty() ? words.code : code);
    out += "}}";
    return out;
}

std::string openAiErrorEvent(const Error& error, std::string_view code)
{
    return "data: " + openAiErrorBody(error, code) + "\n\n";
}

std::string openAiModelList(std::span<const std::string_view> names, WallTime created)
{
    std::string out = R"({"object":"list","data":[)";
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0)
            out += ',';
        appendModel(out, names[i], created);
    }
    out += "]}";
    return out;
}

std::string openAiModel(std::string_view name, WallTime created)
{
    std::string out;
    appendModel(out, name, created);
    return out;
}

} // namespace lanyard
