#pragma once

#include "llm/ModelTask.h"
#include "llm/Usage.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace lanyard {

// Requests for pictures may cost by the picture. Nobody reports their number: they are counted in the answer.

/// The most that are counted of one request; providers make ten at most.
inline constexpr std::uint64_t kMostPictures = 255;

/// Whether a request of this kind is answered with pictures.
bool makesPictures(Operation operation);
/// Of a plain answer: {"data": [...]}.
std::uint8_t picturesIn(std::string_view answer);
/// What an answer with pictures used: what was reported, if anything was, and the pictures. `body` is empty for a stream,
/// which has as many as were asked for.
Usage pictureUsage(const std::optional<Usage>& reported, const ModelTask& task, std::string_view body);

} // namespace lanyard
