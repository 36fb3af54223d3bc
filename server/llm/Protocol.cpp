#include "llm/Protocol.h"

namespace lanyard {

std::string_view toString(Protocol protocol)
{
    switch (protocol) {
    case Protocol::OpenAi: return "openai";
    case Protocol::Responses: return "responses";
    case Protocol::Anthropic: return "anthropic";
    case Protocol::Gemini: return "gemini";
    case Protocol::Ollama: return "ollama";
    }
    return "";
}

std::string_view toString(Operation operation)
{
    switch (operation) {
    case Operation::Chat: return "chat";
    case Operation::Completion: return "completion";
    case Operation::Embeddings: return "embeddings";
    case Operation::CountTokens: return "count_tokens";
    case Operation::Moderation: return "moderation";
    case Operation::Rerank: return "rerank";
    case Operation::Image: return "images";
    case Operation::Speech: return "speech";
    case Operation::Transcription: return "transcription";
    case Operation::Recognition: return "text recognition";
    case Operation::Other: return "this path";
    }
    return "";
}

} // namespace lanyard
