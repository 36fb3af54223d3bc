#pragma once

#include <chrono>
#include <string>

namespace lanyard {

/// A wait for people, rounded up: "200 ms", "4 s", "12 min", "3 h".
std::string durationText(std::chrono::milliseconds wait);

} // namespace lanyard
