#pragma once

#include "eventloop/TimerWheel.h"
#include "gateway/AccessTokens.h"
#include "upstream/Upstream.h"

#include <memory>
#include <optional>
#include <string>

namespace lanyard {

/// A call to a provider that wants a short-lived token at the end of the URL: takes the one that is kept, fetches one when
/// there is none, and asks once more with a new one when the provider does not take it. A failure that such a provider
/// sends with status 200 is handed on with an error status.
///
/// Lives in: its worker's thread. Destroying it cancels.
class CallWithToken final : public UpstreamCall, private UpstreamObserver
{
public:
    struct Context
    {
        const Clock& clock;
        TimerWheel& timers;
        Upstream& upstream;
        AccessTokens& tokens;
    };
    /// `request.url` ends where the token begins. `provider` and `credential` outlive the call.
    CallWithToken(Context context, const ProviderAdapter& adapter, const ProviderConfig& provider, const CredentialConfig& credential,
                  UpstreamRequest request, UpstreamObserver& observer);
    ~CallWithToken() override;

    void pause() override;
    void resume() override;

private:
    enum class Stage : std::uint8_t { Waiting, Fetching, Asking };

    void onUpstreamHead(int status, const HttpHeaders& headers) override;
    void onUpstreamBody(std::string_view bytes) override;
    void onUpstreamEnd(const UpstreamEnd& end) override;

    void next();
    void fetch();
    void ask(std::string token);
    void endFetch(const UpstreamEnd& end);
    void endAnswer(const UpstreamEnd& end);
    void handOn(int status, const UpstreamEnd& end);

    Context m_context;
    const ProviderAdapter& m_adapter;
    const ProviderConfig& m_provider;
    const CredentialConfig& m_credential;
    UpstreamRequest m_request;
    UpstreamObserver& m_observer;
    WheelTimer m_again;
    std::unique_ptr<UpstreamCall> m_call;
    Stage m_stage = Stage::Waiting;
    std::string m_token;
    bool m_renewed = false; ///< a refused token was replaced already
    bool m_fetching = false; ///< others wait for what we fetch

    // Of the call that runs
    int m_status = 0;
    HttpHeaders m_headers;
    std::string m_body;     ///< what may be a failure is looked at before it is handed on
    bool m_passing = false; ///< it is an answer: goes on as it comes
};

} // namespace lanyard
