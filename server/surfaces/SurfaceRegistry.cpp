#include "surfaces/Surface.h"
#include "surfaces/anthropic/AnthropicSurface.h"
#include "surfaces/gemini/GeminiSurface.h"
#include "surfaces/ollama/OllamaSurface.h"
#include "surfaces/openai/OpenAiSurface.h"
#include "surfaces/responses/ResponsesSurface.h"

#include <array>

namespace lanyard {
namespace {

const OpenAiSurface& openAi()
{
    static const OpenAiSurface surface;
    return surface;
}

const AnthropicSurface& anthropic()
{
    static const AnthropicSurface surface;
    return surface;
}

const GeminiSurface& gemini()
{
    static const GeminiSurface surface;
    return surface;
}

const OllamaSurface& ollama()
{
    static const OllamaSurface surface;
    return surface;
}

const ResponsesSurface& responses()
{
    static const ResponsesSurface surface;
    return surface;
}

} // namespace

Result<EmbeddingRequest> Surface::readEmbeddings(const ModelTask&, Adjustments&) const
{
    return Error{ErrorCode::InvalidArgument, "this protocol has no embeddings"};
}

std::string Surface::writeEmbeddings(const EmbeddingAnswer&, const ModelTask&, const AnswerFacts&) const
{
    return {};
}

Result<RecognitionRequest> Surface::readRecognition(const ModelTask&) const
{
    return Error{ErrorCode::InvalidArgument, "this protocol has no text recognition"};
}

std::span<const SurfaceRoute> surfaceRoutes()
{
    static const std::array routes{
        SurfaceRoute{HttpMethod::Post, "/v1/chat/completions", openAi(), Operation::Chat},
        SurfaceRoute{HttpMethod::Post, "/v1/completions", openAi(), Operation::Completion},
        SurfaceRoute{HttpMethod::Post, "/v1/embeddings", openAi(), Operation::Embeddings},
        SurfaceRoute{HttpMethod::Post, "/v1/moderations", openAi(), Operation::Moderation},
        SurfaceRoute{HttpMethod::Post, "/v1/rerank", openAi(), Operation::Rerank},
        SurfaceRoute{HttpMethod::Post, "/v1/ocr", openAi(), Operation::Recognition},
        SurfaceRoute{HttpMethod::Post, "/v1/images/*", openAi(), Operation::Image},
        SurfaceRoute{HttpMethod::Post, "/v1/audio/speech", openAi(), Operation::Speech},
        SurfaceRoute{HttpMethod::Post, "/v1/audio/transcriptions", openAi(), Operation::Transcription},
        SurfaceRoute{HttpMethod::Post, "/v1/audio/translations", openAi(), Operation::Transcription},
        SurfaceRoute{HttpMethod::Post, "/v1/responses", responses(), Operation::Chat},
        SurfaceRoute{HttpMethod::Post, "/v1/messages", anthropic(), Operation::Chat},
        SurfaceRoute{HttpMethod::Post, "/v1/messages/count_tokens", anthropic(), Operation::CountTokens},
        SurfaceRoute{HttpMethod::Post, "/v1beta/models/*", gemini(), Operation::Chat}, // the path's end tells the operation
        SurfaceRoute{HttpMethod::Post, "/v1/models/*", gemini(), Operation::Chat},
        SurfaceRoute{HttpMethod::Post, "/api/chat", ollama(), Operation::Chat},
        SurfaceRoute{HttpMethod::Post, "/api/generate", ollama(), Operation::Chat},
        SurfaceRoute{HttpMethod::Post, "/api/embed", ollama(), Operation::Embeddings},
        SurfaceRoute{HttpMethod::Post, "/api/embeddings", ollama(), Operation::Embeddings},
        SurfaceRoute{HttpMethod::Post, "/v1/*", openAi(), Operation::Other},
    };
    return routes;
}

const Surface& surfaceFor(std::string_view path, const HttpHeaders& headers)
{
    if (path.starts_with("/v1/messages") || headers.contains("anthropic-version"))
        return anthropic();
    if (path.starts_with("/v1beta/") || headers.contains("x-goog-api-key"))
        return gemini();
    if (path.starts_with("/api/"))
        return ollama();
    return openAi();
}

} // namespace lanyard
