#pragma once

#include "base/BodySlices.h"
#include "base/Http.h"
#include "config/Configuration.h"
#include "llm/ChatTask.h"
#include "llm/FailureClass.h"
#include "llm/Usage.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lanyard {

/// One HTTP call as a provider wants it.
struct ProviderCall
{
    std::string url;
    HttpHeaders headers;
    BodySlices body;
};

/// What a provider's failure means, in our terms.
struct ProviderFailure
{
    FailureClass failure = FailureClass::ServerError;
    std::string message;                                 ///< the provider's own words, shortened; "" when it had none
    std::optional<std::chrono::milliseconds> retryAfter; ///< as it asked
};

/// What the gateway learns from a plain (not streamed) answer.
struct PlainAnswer
{
    bool meaningful = false; ///< false: empty or senseless, counts as a failure
    std::optional<Usage> usage;
    std::uint64_t textBytes = 0; ///< of the produced text, for an estimate when usage is missing
};

/// Watches one stream, event by event.
class StreamScanner
{
public:
    enum class Kind : std::uint8_t {
        Preamble, ///< says nothing yet (role only, empty choices): failover is still possible after it
        Content,  ///< the first one is the commit point
        Usage,    ///< carries usage and nothing else; hidden from a client that did not ask
        Error,    ///< the provider reports a failure inside the stream
        End,      ///< the terminal mark
    };

    virtual ~StreamScanner() = default;
    /// `event` and `data` of one whole event.
    virtual Kind look(std::string_view event, std::string_view data) = 0;

    /// The last usage seen.
    const std::optional<Usage>& usage() const { return m_usage; }
    /// The answer reached its own end (finish reason or terminal mark): a stream that closes now is whole.
    bool finished() const { return m_finished; }
    std::uint64_t textBytes() const { return m_textBytes; }
    /// After Kind::Error.
    const ProviderFailure& failure() const { return m_failure; }

protected:
    std::optional<Usage> m_usage;
    bool m_finished = false;
    std::uint64_t m_textBytes = 0;
    ProviderFailure m_failure;
};

/// How to speak to one kind of provider. Pure: no I/O, no clock, no state; one object serves every thread.
class ProviderAdapter
{
public:
    virtual ~ProviderAdapter() = default;

    virtual ProviderCall chat(const ProviderConfig& provider, const CredentialConfig& credential, const ChatTask& task,
                              std::string_view upstreamModel) const = 0;
    /// GET of the model list: the cheapest call that proves URL and credential.
    virtual ProviderCall models(const ProviderConfig& provider, const CredentialConfig& credential) const = 0;

    /// For an answer with an error status. `body` may be cut.
    virtual ProviderFailure failure(int status, const HttpHeaders& headers, std::string_view body) const = 0;
    virtual PlainAnswer readPlain(std::string_view body) const = 0;
    virtual std::unique_ptr<StreamScanner> makeScanner() const = 0;
};

/// The adapter of a kind. Never null.
const ProviderAdapter& adapterFor(ProviderKind kind);

} // namespace lanyard
