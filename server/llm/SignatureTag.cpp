#include "llm/SignatureTag.h"

namespace lanyard {
namespace {

constexpr std::string_view kTag = "lanyard.";

} // namespace

std::string taggedSignature(std::string_view signature, std::optional<Protocol> origin, Protocol client)
{
    if (signature.empty() || !origin || *origin == client)
        return std::string(signature);
    return std::string(kTag) + std::string(toString(*origin)) + "." + std::string(signature);
}

OriginalSignature untaggedSignature(std::string_view text, Protocol client)
{
    if (text.starts_with(kTag)) {
        const std::string_view rest = text.substr(kTag.size());
        for (const Protocol origin : {Protocol::OpenAi, Protocol::Responses, Protocol::Anthropic, Protocol::Gemini, Protocol::Ollama}) {
            const std::string_view name = toString(origin);
            if (rest.starts_with(name) && rest.substr(name.size()).starts_with('.'))
                return {std::string(rest.substr(name.size() + 1)), origin};
        }
    }
    return {std::string(text), client};
}

} // namespace lanyard
