#pragma once

#include <cstdint>
#include <string_view>

namespace lanyard {

/// The wire dialects that clients speak and providers may speak. The same one on both sides passes through.
enum class Protocol : std::uint8_t {
    OpenAi,    ///< chat completions and the rest of OpenAI's /v1
    Responses, ///< OpenAI's /v1/responses
    Anthropic, ///< /v1/messages
    Gemini,    ///< models/{model}:generateContent
    Ollama,    ///< /api/chat
};
std::string_view toString(Protocol protocol);

/// What a request wants of its model.
enum class Operation : std::uint8_t {
    Chat,        ///< the one that is translated between all dialects
    Completion,  ///< text in, text out, without roles
    Embeddings,
    CountTokens, ///< answered by providers that offer it, else by our own estimate
    Moderation,
    Rerank,
    Image,
    Speech,        ///< text in, sound out: bytes that are not text
    Transcription, ///< sound in, text out
    Recognition,   ///< a picture in, its text out
    Other,         ///< any other path of the provider's own protocol
};
std::string_view toString(Operation operation);

} // namespace lanyard
