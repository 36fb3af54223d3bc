#include "gateway/CallWithToken.h"

#include <utility>

namespace lanyard {
namespace {

constexpr std::chrono::milliseconds kLookAgain{50};
/// More than this is no failure.
constexpr std::size_t kLargestFailure = std::size_t{64} * 1024;
constexpr int kBadGateway = 502;

/// What a failure that came with status 200 would have come with elsewhere.
int statusOf(FailureClass failure)
{
    switch (failure) {
    case FailureClass::ClientError: return 400;
    case FailureClass::BadCredential: return 401;
    case FailureClass::QuotaExhausted: return 402;
    case FailureClass::ModelUnavailable: return 404;
    case FailureClass::RateLimited: return 429;
    case FailureClass::Overloaded: return 503;
    default: return kBadGateway;
    }
}

bool isGood(int status)
{
    return status >= 200 && status < 300;
}

} // namespace

CallWithToken::CallWithToken(Context context, const ProviderAdapter& adapter, const ProviderConfig& provider, const CredentialConfig& credential,
                             UpstreamRequest request, UpstreamObserver& observer)
    : m_context(context),
      m_adapter(adapter),
      m_provider(provider),
      m_credential(credential),
      m_request(std::move(request)),
      m_observer(observer),
      m_again(context.timers, [this] { next(); })
{
    next();
}

CallWithToken::~CallWithToken()
{
    if (m_fetching)
        m_context.tokens.fetchFailed(m_credential.id); // the next who asks begins anew
}

void CallWithToken::next()
{
    AccessTokens::Look look = m_context.tokens.look(m_credential, m_context.clock.steady());
    if (look.fetch)
        fetch();
    else if (!look.token.empty())
        ask(std::move(look.token));
    else
        m_again.start(kLookAgain);
}

void CallWithToken::fetch()
{
    m_stage = Stage::Fetching;
    m_fetching = true;
    m_body.clear();
    ProviderCall call = *m_adapter.tokenCall(m_provider, m_credential);
    UpstreamRequest request;
    request.url = std::move(call.url);
    request.headers = std::move(call.headers);
    request.body = std::move(call.body);
    request.timeouts = m_request.timeouts;
    request.timeouts.whole = AccessTokens::kFetchTime;
    request.proxy = m_request.proxy;
    request.keepAlive = m_request.keepAlive;
    m_call = m_context.upstream.start(std::move(request), *this);
}

void CallWithToken::ask(std::string token)
{
    m_stage = Stage::Asking;
    m_token = std::move(token);
    m_body.clear();
    m_passing = false;
    UpstreamRequest request = m_request; // kept: it may be sent once more
    request.url += m_token;
    m_call = m_context.upstream.start(std::move(request), *this);
}

void CallWithToken::pause()
{
    if (m_stage == Stage::Asking && m_call)
        m_call->pause();
}

void CallWithToken::resume()
{
    if (m_stage == Stage::Asking && m_call)
        m_call->resume();
}

void CallWithToken::onUpstreamHead(int status, const HttpHeaders& headers)
{
    m_status = status;
    m_headers = headers;
    const bool json = headers.value("content-type").find("json") != std::string_view::npos;
    m_passing = m_stage == Stage::Asking && isGood(status) && !json;
    if (m_passing)
        m_observer.onUpstreamHead(status, headers);
}

void CallWithToken::onUpstreamBody(std::string_view bytes)
{
    if (m_passing)
        return m_observer.onUpstreamBody(bytes);
    if (m_body.size() + bytes.size() <= kLargestFailure) {
        m_body.append(bytes);
        return;
    }
    if (m_stage == Stage::Fetching || !isGood(m_status))
        return; // what a failure says stands at its beginning
    m_passing = true;
    m_body.append(bytes);
    m_observer.onUpstreamHead(m_status, m_headers);
    m_observer.onUpstreamBody(std::exchange(m_body, {}));
}

void CallWithToken::onUpstreamEnd(const UpstreamEnd& end)
{
    if (m_stage == Stage::Fetching)
        return endFetch(end);
    if (m_passing)
        return m_observer.onUpstreamEnd(end);
    endAnswer(end);
}

void CallWithToken::endFetch(const UpstreamEnd& end)
{
    const Result<AccessToken> token = end.kind == UpstreamEnd::Kind::Complete && isGood(m_status)
        ? m_adapter.readToken(m_body)
        : Result<AccessToken>(Error{ErrorCode::UpstreamFailed, {}});
    m_fetching = false;
    if (!token) {
        m_context.tokens.fetchFailed(m_credential.id);
        return handOn(isGood(m_status) ? kBadGateway : m_status, end);
    }
    m_context.tokens.keep(m_credential, *token, m_context.clock.steady());
    ask(token->value);
}

void CallWithToken::endAnswer(const UpstreamEnd& end)
{
    if (end.kind != UpstreamEnd::Kind::Complete)
        return handOn(m_status, end);
    const std::optional<ProviderFailure> failure = isGood(m_status) ? m_adapter.hiddenFailure(m_body)
                                                                    : std::optional(m_adapter.failure(m_status, m_headers, m_body));
    if (failure && failure->tokenRefused && !std::exchange(m_renewed, true)) {
        m_context.tokens.forget(m_credential.id, m_token);
        m_call.reset();
        return next();
    }
    handOn(failure && isGood(m_status) ? statusOf(failure->failure) : m_status, end);
}

/// What was held back, and the end.
void CallWithToken::handOn(int status, const UpstreamEnd& end)
{
    UpstreamObserver& observer = m_observer;
    if (status != 0) {
        const HttpHeaders headers = m_headers;
        const std::string body = std::move(m_body);
        observer.onUpstreamHead(status, headers);
        if (!body.empty())
            observer.onUpstreamBody(body); // ends nothing by itself: the body is small
    }
    observer.onUpstreamEnd(end); // may destroy this call
}

} // namespace lanyard
