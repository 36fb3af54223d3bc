#pragma once

#include <string>

namespace lanyard {

/// A picture whose text is wanted.
struct RecognitionRequest
{
    std::string url;  ///< where the picture is
    std::string kind; ///< what is on it, in words that every provider maps: "general", "advanced", "handwriting", "basic"
};

} // namespace lanyard
