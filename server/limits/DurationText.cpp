#include "limits/DurationText.h"

namespace lanyard {

std::string durationText(std::chrono::milliseconds wait)
{
    using namespace std::chrono;
    if (wait < seconds{1})
        return std::to_string(wait.count()) + " ms";
    if (wait < minutes{2})
        return std::to_string(ceil<seconds>(wait).count()) + " s";
    if (wait < hours{2})
        return std::to_string(ceil<minutes>(wait).count()) + " min";
    return std::to_string(ceil<hours>(wait).count()) + " h";
}

} // namespace lanyard
