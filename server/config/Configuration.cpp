#include "config/Configuration.h"

#include <array>

namespace lanyard {
namespace {

template<class T>
using Word = std::pair<T, std::string_view>;

constexpr std::array kProviderKinds{Word<ProviderKind>{ProviderKind::OpenAi, "openai"}, Word<ProviderKind>{ProviderKind::Anthropic, "anthropic"},
                                    Word<ProviderKind>{ProviderKind::Gemini, "gemini"}, Word<ProviderKind>{ProviderKind::Ollama, "ollama"},
                                    Word<ProviderKind>{ProviderKind::Azure, "azure"}, Word<ProviderKind>{ProviderKind::DashScope, "dashscope"},
                                    Word<ProviderKind>{ProviderKind::Ernie, "ernie"},        Word<ProviderKind>{ProviderKind::AliyunOcr, "aliyun-ocr"},
                                    Word<ProviderKind>{ProviderKind::Demo, "demo"}};

constexpr std::array kStrategies{
    Word<Strategy>{Strategy::Priority, "priority"},    Word<Strategy>{Strategy::Weighted, "weighted"},
    Word<Strategy>{Strategy::Random, "random"},        Word<Strategy>{Strategy::LeastBusy, "least-busy"},
    Word<Strategy>{Strategy::Fastest, "fastest"},      Word<Strategy>{Strategy::Headroom, "headroom"},
};

constexpr std::array kErrorStyles{Word<ErrorStyle>{ErrorStyle::Status, "status"}, Word<ErrorStyle>{ErrorStyle::Chat, "chat"}};

template<class Table, class T>
std::string_view wordOf(const Table& table, T value)
{
    for (const auto& [known, word] : table) {
        if (known == value)
            return word;
    }
    return "unknown";
}

template<class T, class Table>
std::optional<T> valueOf(const Table& table, std::string_view text)
{
    for (const auto& [known, word] : table) {
        if (word == text)
            return known;
    }
    return std::nullopt;
}

} // namespace

std::string_view toString(ProviderKind kind)
{
    return wordOf(kProviderKinds, kind);
}

std::optional<ProviderKind> providerKindFrom(std::string_view text)
{
    return valueOf<ProviderKind>(kProviderKinds, text);
}

bool needsCredential(const ProviderConfig& provider)
{
    switch (provider.kind) {
    case ProviderKind::Demo:
    case ProviderKind::Ollama: return false;
    case ProviderKind::OpenAi: return !provider.baseUrl.starts_with("http://");
    case ProviderKind::Anthropic:
    case ProviderKind::Gemini:
    case ProviderKind::Azure:
    case ProviderKind::DashScope:
    case ProviderKind::Ernie:
    case ProviderKind::AliyunOcr: break;
    }
    return true;
}

std::string_view toString(Strategy strategy)
{
    return wordOf(kStrategies, strategy);
}

std::optional<Strategy> strategyFrom(std::string_view text)
{
    return valueOf<Strategy>(kStrategies, text);
}

std::string_view toString(ErrorStyle style)
{
    return wordOf(kErrorStyles, style);
}

std::optional<ErrorStyle> errorStyleFrom(std::string_view text)
{
    return valueOf<ErrorStyle>(kErrorStyles, text);
}

} // namespace lanyard
