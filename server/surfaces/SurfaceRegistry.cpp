#include "surfaces/Surface.h"
#include "surfaces/anthropic/AnthropicSurface.h"
#include "surfaces/openai/OpenAiSurface.h"

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

} // namespace

std::span<const SurfaceRoute> surfaceRoutes()
{
    static const std::array routes{
        SurfaceRoute{HttpMethod::Post, "/v1/chat/completions", openAi(), Operation::Chat},
        SurfaceRoute{HttpMethod::Post, "/v1/messages", anthropic(), Operation::Chat},
        SurfaceRoute{HttpMethod::Post, "/v1/messages/count_tokens", anthropic(), Operation::CountTokens},
    };
    return routes;
}

const Surface& surfaceFor(std::string_view path, const HttpHeaders& headers)
{
    if (path.starts_with("/v1/messages") || headers.contains("anthropic-version"))
        return anthropic();
    return openAi();
}

} // namespace lanyard
