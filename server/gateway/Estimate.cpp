#include "gateway/Estimate.h"

#include "gateway/PictureCount.h"

#include <algorithm>

namespace lanyard {
namespace {

constexpr std::uint64_t kCautiousBytesPerToken = 3;
constexpr std::uint64_t kLikelyBytesPerToken = 4;
constexpr std::uint64_t kMostChoices = 128; // the most that any provider takes; a larger n is refused there
constexpr std::uint64_t kMostOutput = 10'000'000;

std::uint64_t tokensFor(std::uint64_t bytes, std::uint64_t bytesPerToken)
{
    return (bytes + bytesPerToken - 1) / bytesPerToken;
}

} // namespace

Usage upperBound(const ModelTask& task, const ModelConfig* model, const HotSettings& settings)
{
    std::uint64_t perChoice = settings.reserveOutputTokens;
    if (task.maxOutput)
        perChoice = *task.maxOutput;
    else if (model && model->maxOutput)
        perChoice = *model->maxOutput;
    Usage usage;
    usage.basis = UsageBasis::Estimated;
    usage[TokenBucket::Input] = tokensFor(task.body.size(), kCautiousBytesPerToken);
    if (makesPictures(task.operation))
        usage.images = static_cast<std::uint8_t>(std::clamp<std::uint64_t>(task.choices, 1, kMostPictures));
    usage[TokenBucket::Output] = std::min(perChoice, kMostOutput) * std::clamp<std::uint64_t>(task.choices, 1, kMostChoices);
    return usage;
}

Usage likelyUsage(std::size_t promptBytes, std::uint64_t producedBytes)
{
    Usage usage;
    usage.basis = UsageBasis::Estimated;
    usage[TokenBucket::Input] = tokensFor(promptBytes, kLikelyBytesPerToken);
    usage[TokenBucket::Output] = tokensFor(producedBytes, kLikelyBytesPerToken);
    return usage;
}

std::uint64_t upperOutput(std::uint64_t producedBytes)
{
    return tokensFor(producedBytes, kCautiousBytesPerToken);
}

} // namespace lanyard
