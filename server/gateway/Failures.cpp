#include "gateway/Failures.h"

#include <string>

namespace lanyard {
namespace {

struct Telling
{
    ErrorCode code;
    std::string_view text;
};

Telling tellingOf(FailureClass failure, bool committed)
{
    if (committed)
        return {ErrorCode::UpstreamFailed, "broke off in the middle of the answer, which is not whole; please ask again"};
    switch (failure) {
    case FailureClass::BadCredential:
        return {ErrorCode::UpstreamFailed, "did not accept this gateway's credential; whoever runs the gateway has to look at it (lanyard credential list)"};
    case FailureClass::QuotaExhausted: return {ErrorCode::Unavailable, "has no quota or money left on this gateway's credential"};
    case FailureClass::RateLimited: return {ErrorCode::RateLimited, "is limiting this gateway's requests; please try again a little later"};
    case FailureClass::Overloaded: return {ErrorCode::Unavailable, "is overloaded; please try again a little later"};
    case FailureClass::Timeout: return {ErrorCode::UpstreamTimeout, "did not answer in time"};
    case FailureClass::Network: return {ErrorCode::UpstreamFailed, "could not be reached"};
    case FailureClass::ModelUnavailable: return {ErrorCode::NotFound, "does not have this model"};
    case FailureClass::ClientError: return {ErrorCode::InvalidArgument, "did not accept the request"};
    case FailureClass::Cancelled: return {ErrorCode::ClientGone, "was not waited for"};
    case FailureClass::None:
    case FailureClass::ServerError: break;
    }
    return {ErrorCode::UpstreamFailed, "failed to answer"};
}

} // namespace

Error errorFor(const AttemptResult& result, std::string_view provider)
{
    const Telling telling = tellingOf(result.failure, result.committed);
    std::string message = "the provider \"" + std::string(provider) + "\" " + std::string(telling.text);
    // A refused credential's text may name the credential ("Incorrect API key provided: sk-ab***"): not for clients.
    if (!result.message.empty() && result.failure != FailureClass::BadCredential)
        message += " (" + result.message + ")";
    return {telling.code, std::move(message), result.message};
}

Error errorFor(const std::optional<LeaseRefusal>& refusal, std::string_view model, const Waited& waited)
{
    std::string message = "no provider can serve \"" + std::string(model) + "\" right now";
    if (waited.turnedAway)
        message += ", and too many requests wait already";
    else if (waited.time >= std::chrono::seconds{1})
        message += ", after " + std::to_string(std::chrono::floor<std::chrono::seconds>(waited.time).count()) + " s in the queue";
    if (refusal && !refusal->explanation.empty())
        message += ": " + refusal->explanation;
    return {refusal && refusal->why == LeaseRefusal::Why::Locked ? ErrorCode::Locked : ErrorCode::Unavailable, std::move(message)};
}

} // namespace lanyard
