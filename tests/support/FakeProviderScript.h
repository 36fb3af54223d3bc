#pragma once

#include "base/Http.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard::test {

/// One request as the fake provider received it, and what became of it.
struct FakeRequest
{
    enum class Left : std::uint8_t {
        Waiting,  ///< the answer is not over, and the client is there
        Finished, ///< the answer went out whole, as scripted
        Aborted,  ///< the client closed before that
    };

    std::string method;
    std::string target; ///< path and query
    HttpHeaders headers; ///< in the order they came
    std::string body;
    std::size_t connection = 0; ///< number of its connection, from 0
    std::size_t onConnection = 0; ///< how many came before on that connection
    Left left = Left::Waiting;
    std::chrono::steady_clock::time_point receivedAt;
    std::chrono::steady_clock::time_point leftAt;
    std::size_t bytesSent = 0; ///< of the answer, taken by the operating system
};

/// A piece of an answer's body. In a chunked answer each is a chunk of its own.
struct FakeChunk
{
    std::string bytes;
    std::chrono::milliseconds delay{0}; ///< before it is sent
    std::size_t times = 1;
};

/// How the provider answers one request.
struct FakeAnswer
{
    enum class Ending : std::uint8_t {
        KeepAlive, ///< properly; the connection stays
        Close,     ///< the connection is closed behind what was sent
        Reset,     ///< likewise, with a TCP reset
        Stall,     ///< nothing more happens until the client leaves
    };

    int status = 200; ///< 0: not a byte is sent, there is only the ending
    HttpHeaders headers;
    std::string body; ///< sent with Content-Length, when there are no chunks
    std::vector<FakeChunk> chunks; ///< sent with Transfer-Encoding: chunked
    std::chrono::milliseconds headDelay{0};
    /// Nothing more of the body, as it stands on the wire, than this; `ending` should not be KeepAlive then.
    std::optional<std::size_t> cutAfter;
    Ending ending = Ending::KeepAlive;
    std::string rawHead; ///< instead of status and headers: sent as it is, with its blank line
};

using FakeProviderScript = std::function<FakeAnswer(const FakeRequest&)>;

/// What the default script says: an OpenAI chat completion, streamed or plain as the request asks.
/// Source of the shapes: platform.openai.com/docs/api-reference/chat (2026-11).
struct FakeChat
{
    std::vector<std::string> pieces{"Hello", " from", " the", " fake", " provider", "."};
    std::uint64_t promptTokens = 19;
    std::uint64_t cachedTokens = 0;
    std::uint64_t completionTokens = 10;
    std::uint64_t reasoningTokens = 0;
    std::string finishReason = "stop";
    std::string servedModel; ///< empty: as asked
    std::chrono::milliseconds pieceDelay{0};
    std::string requiredKey; ///< empty: any

    std::string text() const;
    /// Chat completions, GET /models, and OpenAI's errors for all else.
    FakeAnswer answer(const FakeRequest& request) const;
};

/// OpenAI's error object.
FakeAnswer fakeError(int status, std::string_view type, std::string_view code, std::string_view message);
/// The connection ends in this way without a byte of an answer.
FakeAnswer fakeSilence(FakeAnswer::Ending ending);
FakeAnswer fakePlain(std::string body, std::string_view contentType = "application/json");
FakeAnswer fakeStream(std::vector<FakeChunk> chunks);
/// `text` as a JSON string, quotes included.
std::string fakeQuoted(std::string_view text);

} // namespace lanyard::test
