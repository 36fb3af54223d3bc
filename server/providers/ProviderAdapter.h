#pragma once

#include "base/BodySlices.h"
#include "base/Clock.h"
#include "base/Http.h"
#include "base/Result.h"
#include "config/Configuration.h"
#include "llm/Adaptation.h"
#include "llm/ChatAnswer.h"
#include "llm/Embeddings.h"
#include "llm/ModelTask.h"
#include "llm/Recognition.h"
#include "providers/ProviderFailure.h"
#include "providers/StreamReader.h"
#include "providers/StreamScanner.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

/// Whom a call goes to.
struct ProviderTarget
{
    const ProviderConfig& provider;
    const CredentialConfig& credential;
    std::string_view model; ///< the provider's own name for it
};

/// What a service gives out in exchange for the secret, and wants to be shown instead of it.
struct AccessToken
{
    std::string value;
    std::chrono::seconds lifetime{};
};

/// What a signature needs beside the call: providers have no clock and no dice.
struct SigningFacts
{
    WallTime now{};
    std::string nonce;
};

/// One HTTP call as a provider wants it.
struct ProviderCall
{
    std::string url;
    HttpHeaders headers;
    BodySlices body;
};

/// What the gateway learns from a plain (not streamed) answer that passes through.
struct PlainAnswer
{
    bool meaningful = false; ///< false: empty or senseless, counts as a failure
    std::optional<Usage> usage;
    std::uint64_t textBytes = 0; ///< of the produced text, for an estimate when usage is missing
};

enum class StreamFraming : std::uint8_t { Sse, Ndjson };

/// How to speak to one kind of provider. Pure: no I/O, no clock, no state; one object serves every thread.
///
/// A task that passesThrough() goes out as the client's own bytes with our few edits, and its answer is only watched. Any
/// other chat goes out as translate() writes it, and its answer is read into neutral words.
class ProviderAdapter
{
public:
    virtual ~ProviderAdapter() = default;

    virtual bool passesThrough(const ProviderConfig& provider, const ModelTask& task) const = 0;
    virtual ProviderCall passThrough(const ProviderTarget& target, const ModelTask& task) const = 0;
    virtual PlainAnswer readPlain(const ModelTask& task, std::string_view body) const = 0;
    virtual std::unique_ptr<StreamScanner> makeScanner(const ModelTask& task) const = 0;

    virtual const Capabilities& capabilities() const = 0;
    /// What cannot be said is dropped or changed, and told in `adjustments`.
    /// Errors: InvalidArgument when nothing sensible can be sent, with words for the client.
    virtual Result<ProviderCall> translate(const ProviderTarget& target, const ChatRequest& request, Adjustments& adjustments) const = 0;
    /// `requestId` makes the ids of tool calls unique where the provider gives none.
    /// Errors: UpstreamFailed when the body is no answer.
    virtual Result<ChatAnswer> readAnswer(std::string_view body, std::string_view requestId) const = 0;
    virtual std::unique_ptr<StreamReader> makeReader(std::string_view requestId) const = 0;
    /// Whether texts can be turned into vectors for clients of another protocol; then the two below are there.
    virtual bool embeds() const { return false; }
    virtual Result<ProviderCall> translateEmbeddings(const ProviderTarget& target, const EmbeddingRequest& request, Adjustments& adjustments) const;
    /// Errors: UpstreamFailed when the body is no answer.
    virtual Result<EmbeddingAnswer> readEmbeddings(std::string_view body) const;

    /// The call that fetches the short-lived token which stands at the end of every other call's URL; nothing where the
    /// secret itself is shown.
    virtual std::optional<ProviderCall> tokenCall(const ProviderConfig& provider, const CredentialConfig& credential) const;
    /// Errors: UpstreamFailed when the body has none.
    virtual Result<AccessToken> readToken(std::string_view body) const;

    /// Whether it reads text off pictures; then the two below are there.
    virtual bool recognizes() const { return false; }
    virtual ProviderCall recognize(const ProviderTarget& target, std::string_view kind, std::string image, const SigningFacts& facts) const;
    /// The client's answer: `{"content","blocks":[...]}`. Errors: UpstreamFailed when the body is no answer.
    virtual Result<std::string> readRecognized(std::string_view body) const;

    virtual StreamFraming framing() const { return StreamFraming::Sse; }

    /// GET of the model list: the cheapest call that proves URL and credential.
    virtual ProviderCall models(const ProviderConfig& provider, const CredentialConfig& credential) const = 0;
    /// The names in its answer.
    virtual std::vector<std::string> modelNames(std::string_view body) const = 0;

    /// For an answer with an error status. `body` may be cut.
    virtual ProviderFailure failure(int status, const HttpHeaders& headers, std::string_view body) const = 0;
    /// A failure that came as a plain answer with status 200; nothing for an answer.
    virtual std::optional<ProviderFailure> hiddenFailure(std::string_view body) const;
};

/// The adapter of a kind. Never null.
const ProviderAdapter& adapterFor(ProviderKind kind);

} // namespace lanyard
