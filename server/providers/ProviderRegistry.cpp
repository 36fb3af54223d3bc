#include "providers/ProviderAdapter.h"
#include "providers/openai/OpenAiAdapter.h"

namespace lanyard {

const ProviderAdapter& adapterFor(ProviderKind kind)
{
    static const OpenAiAdapter openAi;
    switch (kind) {
    case ProviderKind::OpenAi:
    case ProviderKind::Demo: return openAi; // the demo provider speaks OpenAI's protocol, inside this process
    }
    return openAi;
}

} // namespace lanyard
