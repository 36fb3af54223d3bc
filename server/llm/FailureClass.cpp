#include "llm/FailureClass.h"

#include <array>

namespace lanyard {

std::string_view toString(FailureClass failure)
{
    static constexpr std::array<std::string_view, 11> kNames{
        "none",        "client_error", "bad_credential", "quota_exhausted",   "rate_limited", "overloaded",
        "server_error", "timeout",      "network",        "model_unavailable", "cancelled"};
    return kNames[static_cast<std::size_t>(failure)];
}

} // namespace lanyard
