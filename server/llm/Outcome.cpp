#include "llm/Outcome.h"

#include <array>

namespace lanyard {

std::string_view toString(Outcome outcome)
{
    static constexpr std::array<std::string_view, 7> kNames{"", "ok", "client_gone", "truncated", "failed", "refused", "lost"};
    return kNames[static_cast<std::size_t>(outcome)];
}

} // namespace lanyard
