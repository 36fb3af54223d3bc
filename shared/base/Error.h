#pragma once

#include <string>
#include <string_view>

namespace lanyard {

/// What went wrong, in terms that every part shares. One table (Error.cpp) maps a code to its HTTP status, its
/// JSON-RPC number and whether trying again can help; nothing else in the program knows those numbers.
enum class ErrorCode {
    InvalidArgument,   ///< the caller's data is wrong; the same call will always fail
    Unauthenticated,   ///< no credentials, or ones that are not known
    PaymentRequired,   ///< balance or budget does not pay for it
    Forbidden,         ///< known, but not allowed
    NotFound,          ///< the thing named does not exist
    MethodNotAllowed,  ///< the thing exists, this verb does not apply
    Timeout,           ///< the caller was too slow
    Conflict,          ///< it exists already, or changed meanwhile
    TooLarge,          ///< more bytes than a limit allows
    RateLimited,       ///< a limit that frees up by itself
    ClientGone,        ///< the caller left before the answer
    HeadersTooLarge,   ///< request head over its limit
    Internal,          ///< a defect of ours
    Unsupported,       ///< valid, but this program cannot do it
    UpstreamFailed,    ///< the provider answered with a failure, or with nonsense
    Unavailable,       ///< nothing can serve it right now
    UpstreamTimeout,   ///< the provider did not answer in time
    VersionUnsupported,///< HTTP or protocol version that is not spoken
    Io,                ///< the operating system refused: disk, socket, permission
    Corrupt,           ///< stored data fails its own checks
    NewerSchema,       ///< the database belongs to a newer Lanyard
    Locked,            ///< the secrets cannot be opened now (no master key)
};

/// A failure as a value. `message` says what happened, to what, and what to do next, and never holds a secret;
/// `detail` is for the log (an errno text, a provider's own words).
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string message;
    std::string detail = {};

    int httpStatus() const noexcept;
    int jsonRpcCode() const noexcept;
    bool retryable() const noexcept;
    /// Stable snake_case name, e.g. "not_found": what scripts match on.
    std::string_view name() const noexcept;
};

/// The code whose name() is `name`; Internal when there is none. For clients that read an error off the wire.
ErrorCode errorCodeFromName(std::string_view name) noexcept;

} // namespace lanyard
