#include "gateway/PictureCount.h"

#include "llm/JsonScan.h"

#include <algorithm>
#include <array>

namespace lanyard {

bool makesPictures(Operation operation)
{
    return operation == Operation::Image;
}

std::uint8_t picturesIn(std::string_view answer)
{
    std::array top{JsonMember{"data"}};
    if (!scanJsonObject(answer, top) || !top[0].value.starts_with('['))
        return 0;
    std::uint64_t pictures = 0;
    (void)scanJsonArray(top[0].value, [&](std::string_view) { return ++pictures < kMostPictures; });
    return static_cast<std::uint8_t>(pictures);
}

Usage pictureUsage(const std::optional<Usage>& reported, const ModelTask& task, std::string_view body)
{
    Usage usage = reported.value_or(Usage{{}, UsageBasis::Counted});
    usage.images = body.empty() ? static_cast<std::uint8_t>(std::clamp<std::uint64_t>(task.choices, 1, kMostPictures)) : picturesIn(body);
    return usage;
}

} // namespace lanyard
