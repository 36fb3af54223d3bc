#include "app/DescriptorLimit.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX

#include <algorithm>
#include <sys/resource.h>

namespace lanyard {
namespace {

/// Some systems say "unlimited" and then refuse it; macOS takes at most OPEN_MAX.
constexpr rlim_t kMost = 1'048'576;
#ifdef Q_OS_MACOS
constexpr rlim_t kSure = 10'240;
#endif

} // namespace

void raiseDescriptorLimit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    const rlim_t wanted = std::min(limit.rlim_max, kMost);
    if (limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = wanted;
    if (::setrlimit(RLIMIT_NOFILE, &limit) == 0)
        return;
#ifdef Q_OS_MACOS
    limit.rlim_cur = std::min(limit.rlim_max, kSure);
    ::setrlimit(RLIMIT_NOFILE, &limit);
#endif
}

} // namespace lanyard

#else

namespace lanyard {

void raiseDescriptorLimit() {}

} // namespace lanyard

#endif
