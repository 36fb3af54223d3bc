#include "providers/ProviderAdapter.h"
#include "providers/anthropic/AnthropicAdapter.h"
#include "providers/azure/AzureAdapter.h"
#include "providers/gemini/GeminiAdapter.h"
#include "providers/ollama/OllamaAdapter.h"
#include "providers/openai/OpenAiAdapter.h"

namespace lanyard {

const ProviderAdapter& adapterFor(ProviderKind kind)
{
    static const OpenAiAdapter openAi;
    static const AnthropicAdapter anthropic;
    static const AzureAdapter azure;
    static const GeminiAdapter gemini;
    static const OllamaAdapter ollama;
    switch (kind) {
    case ProviderKind::Anthropic: return anthropic;
    case ProviderKind::Azure: return azure;
    case ProviderKind::Gemini: return gemini;
    case ProviderKind::Ollama: return ollama;
    case ProviderKind::OpenAi:
    case ProviderKind::Demo: return openAi; // the demo provider speaks OpenAI's protocol, inside this process
    }
    return openAi;
}

} // namespace lanyard
