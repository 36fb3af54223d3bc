#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "base/Http.h"
#include "base/Result.h"
#include "llm/Adaptation.h"
#include "llm/ChatAnswer.h"
#include "llm/ChatRequest.h"
#include "llm/Embeddings.h"
#include "llm/ModelTask.h"
#include "llm/Recognition.h"
#include "llm/StreamEvent.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lanyard {

/// A client's request, as it reached us. The views last as long as the exchange.
struct SurfaceRequest
{
    Operation operation = Operation::Chat;
    std::string_view path;  ///< without the query
    std::string_view query; ///< without the `?`
    const HttpHeaders& headers;
    std::string_view body;
};

/// What an answer of our own making has to say beside what the model said.
struct AnswerFacts
{
    std::string_view model; ///< as the client asked for it
    std::string_view requestId;
    WallTime created{};
};

/// Writes one stream in a client's dialect. The events come in the order that StreamEvent.h tells.
class StreamEncoder
{
public:
    virtual ~StreamEncoder() = default;
    /// Appends whole frames to `out`; none is also right.
    virtual void encode(const StreamEvent& event, std::string& out) = 0;
    /// What ends the stream: written after the bill is settled. Once, last, and only when the answer is whole.
    virtual void finish(std::string& out) = 0;
};

/// A protocol that clients speak: their bytes to our words, and our words to theirs. Pure: no I/O, no clock, no state; one
/// object serves every thread.
class Surface
{
public:
    virtual ~Surface() = default;
    virtual Protocol protocol() const = 0;

    /// In one strict walk over the body. Errors: InvalidArgument, with words for the client.
    virtual Result<ModelTask> readTask(const SurfaceRequest& request) const = 0;
    /// The whole conversation in neutral words; only asked for when the provider speaks another protocol. What has no
    /// neutral word is left out and told in `adjustments`. Errors: InvalidArgument, with words for the client.
    virtual Result<ChatRequest> readChat(const ModelTask& task, Adjustments& adjustments) const = 0;

    /// Likewise for texts that are to become vectors. Errors: InvalidArgument, also where the dialect has no such request.
    virtual Result<EmbeddingRequest> readEmbeddings(const ModelTask& task, Adjustments& adjustments) const;

    /// Likewise for a picture whose text is wanted.
    virtual Result<RecognitionRequest> readRecognition(const ModelTask& task) const;

    /// The body of a plain answer.
    virtual std::string writeAnswer(const ChatAnswer& answer, const ModelTask& task, const AnswerFacts& facts) const = 0;
    virtual std::string writeEmbeddings(const EmbeddingAnswer& answer, const ModelTask& task, const AnswerFacts& facts) const;
    /// Both outlive the encoder.
    virtual std::unique_ptr<StreamEncoder> makeStreamEncoder(const ModelTask& task, const AnswerFacts& facts) const = 0;
    /// The answer to a request that only wanted tokens counted.
    virtual std::string writeTokenCount(std::uint64_t tokens) const = 0;
    virtual std::string_view streamContentType() const { return "text/event-stream"; }
    /// Keeps a silent stream open; "" when the dialect has nothing that clients skip.
    virtual std::string_view ping() const = 0;

    /// `code` is the dialect's word for the case where it has one ("model_not_found"); else one follows from the error.
    virtual std::string errorBody(const Error& error, std::string_view code = {}) const = 0;
    /// The error as a frame of a stream that has begun: the client throws it.
    virtual std::string errorEvent(const Error& error, std::string_view code = {}) const = 0;

    virtual std::string modelList(std::span<const std::string_view> names, WallTime created) const = 0;
    virtual std::string model(std::string_view name, WallTime created) const = 0;
};

/// A path that a surface serves. More than one surface may serve the same one: surfaceFor() tells them apart.
struct SurfaceRoute
{
    HttpMethod method = HttpMethod::Post;
    std::string_view pattern; ///< as http/RouteTable takes it
    const Surface& surface;
    Operation operation = Operation::Chat;
};
std::span<const SurfaceRoute> surfaceRoutes();

/// The dialect of a request whose path does not tell it (a list of models, a path that nobody serves), by the headers
/// that only one kind of client sends; OpenAI's where nothing says otherwise.
const Surface& surfaceFor(std::string_view path, const HttpHeaders& headers);

} // namespace lanyard
