#include "settings/ProviderPresets.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

constexpr std::array kPresets{
    ProviderPreset{"aliyun-ocr", "Alibaba Cloud OCR (the key is a pair)", "aliyun-ocr", "https://ocr-api.cn-hangzhou.aliyuncs.com"},
    ProviderPreset{"anthropic", "Anthropic", "anthropic", "https://api.anthropic.com/v1"},
    ProviderPreset{"baichuan", "Baichuan", "openai", "https://api.baichuan-ai.com/v1"},
    ProviderPreset{"cerebras", "Cerebras", "openai", "https://api.cerebras.ai/v1"},
    ProviderPreset{"cohere", "Cohere (compatibility API)", "openai", "https://api.cohere.ai/compatibility/v1"},
    ProviderPreset{"dashscope", "Alibaba Model Studio (native)", "dashscope", "https://dashscope.aliyuncs.com/api/v1"},
    ProviderPreset{"deepinfra", "DeepInfra", "openai", "https://api.deepinfra.com/v1/openai"},
    ProviderPreset{"deepseek", "DeepSeek", "openai", "https://api.deepseek.com/v1"},
    ProviderPreset{"doubao", "Volcengine Ark (Doubao)", "openai", "https://ark.cn-beijing.volces.com/api/v3", true},
    ProviderPreset{"ernie", "Baidu Qianfan (ERNIE, version 1; the key is a pair)", "ernie", "https://aip.baidubce.com/rpc/2.0/ai_custom/v1/wenxinworkshop"},
    ProviderPreset{"fireworks", "Fireworks AI", "openai", "https://api.fireworks.ai/inference/v1", true},
    ProviderPreset{"gemini", "Google Gemini", "gemini", "https://generativelanguage.googleapis.com/v1beta"},
    ProviderPreset{"github", "GitHub Models", "openai", "https://models.github.ai/inference"},
    ProviderPreset{"groq", "Groq", "openai", "https://api.groq.com/openai/v1", true},
    ProviderPreset{"huggingface", "Hugging Face Inference Providers", "openai", "https://router.huggingface.co/v1"},
    ProviderPreset{"hunyuan", "Tencent Hunyuan", "openai", "https://api.hunyuan.cloud.tencent.com/v1"},
    ProviderPreset{"llama-cpp", "llama.cpp server", "openai", "http://127.0.0.1:8080/v1", false, false},
    ProviderPreset{"lm-studio", "LM Studio", "openai", "http://127.0.0.1:1234/v1", true, false},
    ProviderPreset{"localai", "LocalAI", "openai", "http://127.0.0.1:8080/v1", false, false},
    ProviderPreset{"minimax", "MiniMax", "openai", "https://api.minimaxi.com/v1"},
    ProviderPreset{"mistral", "Mistral AI", "openai", "https://api.mistral.ai/v1"},
    ProviderPreset{"moonshot", "Moonshot AI (Kimi)", "openai", "https://api.moonshot.cn/v1"},
    ProviderPreset{"novita", "Novita AI", "openai", "https://api.novita.ai/v3/openai"},
    ProviderPreset{"nvidia", "NVIDIA NIM", "openai", "https://integrate.api.nvidia.com/v1"},
    ProviderPreset{"ollama", "Ollama on this machine", "ollama", "http://127.0.0.1:11434", false, false},
    ProviderPreset{"ollama-cloud", "Ollama's own service", "ollama", "https://ollama.com"},
    ProviderPreset{"openai", "OpenAI", "openai", "https://api.openai.com/v1", true},
    ProviderPreset{"openrouter", "OpenRouter", "openai", "https://openrouter.ai/api/v1", true},
    ProviderPreset{"perplexity", "Perplexity", "openai", "https://api.perplexity.ai"},
    ProviderPreset{"qianfan", "Baidu Qianfan (ERNIE, version 2)", "openai", "https://qianfan.baidubce.com/v2"},
    ProviderPreset{"qwen", "Alibaba Model Studio (compatible mode)", "openai", "https://dashscope.aliyuncs.com/compatible-mode/v1"},
    ProviderPreset{"qwen-intl", "Alibaba Model Studio, international (compatible mode)", "openai", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1"},
    ProviderPreset{"sambanova", "SambaNova", "openai", "https://api.sambanova.ai/v1"},
    ProviderPreset{"siliconflow", "SiliconFlow", "openai", "https://api.siliconflow.cn/v1"},
    ProviderPreset{"stepfun", "StepFun", "openai", "https://api.stepfun.com/v1"},
    ProviderPreset{"together", "Together AI", "openai", "https://api.together.xyz/v1"},
    ProviderPreset{"vllm", "vLLM", "openai", "http://127.0.0.1:8000/v1", true, false},
    ProviderPreset{"xai", "xAI", "openai", "https://api.x.ai/v1", true},
    ProviderPreset{"xinference", "Xinference", "openai", "http://127.0.0.1:9997/v1", false, false},
    ProviderPreset{"yi", "01.AI", "openai", "https://api.lingyiwanwu.com/v1"},
    ProviderPreset{"zhipu", "Zhipu AI (GLM)", "openai", "https://open.bigmodel.cn/api/paas/v4"},
};

} // namespace

std::span<const ProviderPreset> providerPresets()
{
    return kPresets;
}

const ProviderPreset* findProviderPreset(std::string_view name)
{
    const auto found = std::find_if(kPresets.begin(), kPresets.end(), [=](const ProviderPreset& preset) { return preset.name == name; });
    return found == kPresets.end() ? nullptr : &*found;
}

} // namespace lanyard
