#include "base/Error.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

struct Row
{
    ErrorCode code;
    std::string_view name;
    int httpStatus;
    int jsonRpcCode;
    bool retryable;
};

// JSON-RPC: -32602 is the standard's "invalid params"; -32000..-32099 is the range it leaves to servers.
constexpr std::array kRows{
    Row{ErrorCode::InvalidArgument, "invalid_argument", 400, -32602, false},
    Row{ErrorCode::Unauthenticated, "unauthenticated", 401, -32001, false},
    Row{ErrorCode::PaymentRequired, "payment_required", 402, -32002, false},
    Row{ErrorCode::Forbidden, "forbidden", 403, -32003, false},
    Row{ErrorCode::NotFound, "not_found", 404, -32004, false},
    Row{ErrorCode::MethodNotAllowed, "method_not_allowed", 405, -32601, false},
    Row{ErrorCode::Timeout, "timeout", 408, -32008, true},
    Row{ErrorCode::Conflict, "conflict", 409, -32009, false},
    Row{ErrorCode::TooLarge, "too_large", 413, -32013, false},
    Row{ErrorCode::RateLimited, "rate_limited", 429, -32029, true},
    Row{ErrorCode::ClientGone, "client_gone", 499, -32030, false},
    Row{ErrorCode::HeadersTooLarge, "headers_too_large", 431, -32031, false},
    Row{ErrorCode::Internal, "internal", 500, -32603, false},
    Row{ErrorCode::Unsupported, "unsupported", 501, -32051, false},
    Row{ErrorCode::UpstreamFailed, "upstream_failed", 502, -32052, true},
    Row{ErrorCode::Unavailable, "unavailable", 503, -32053, true},
    Row{ErrorCode::UpstreamTimeout, "upstream_timeout", 504, -32054, true},
    Row{ErrorCode::VersionUnsupported, "version_unsupported", 505, -32055, false},
    Row{ErrorCode::Io, "io", 500, -32056, false},
    Row{ErrorCode::Corrupt, "corrupt", 500, -32057, false},
    Row{ErrorCode::NewerSchema, "newer_schema", 500, -32058, false},
    Row{ErrorCode::Locked, "locked", 503, -32059, true},
};

constexpr const Row& row(ErrorCode code)
{
    return kRows[static_cast<std::size_t>(code)];
}

constexpr bool rowsStandInEnumOrder()
{
    for (std::size_t i = 0; i < kRows.size(); ++i) {
        if (static_cast<std::size_t>(kRows[i].code) != i)
            return false;
    }
    return true;
}
static_assert(rowsStandInEnumOrder());

} // namespace

int Error::httpStatus() const noexcept
{
    return row(code).httpStatus;
}

int Error::jsonRpcCode() const noexcept
{
    return row(code).jsonRpcCode;
}

bool Error::retryable() const noexcept
{
    return row(code).retryable;
}

std::string_view Error::name() const noexcept
{
    return row(code).name;
}

ErrorCode errorCodeFromName(std::string_view name) noexcept
{
    const auto found = std::find_if(kRows.begin(), kRows.end(), [&](const Row& r) { return r.name == name; });
    return found == kRows.end() ? ErrorCode::Internal : found->code;
}

} // namespace lanyard
