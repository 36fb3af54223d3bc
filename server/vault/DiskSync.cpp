#include "vault/DiskSync.h"

#if defined(Q_OS_WIN)
#include <io.h>
#else
#include <fcntl.h>
#include <unistd.h>
#endif

namespace lanyard {

#if defined(Q_OS_WIN)

bool syncToDisk(QFile& file)
{
    return _commit(file.handle()) == 0;
}

void syncFolder(const std::filesystem::path&) {}

#else

bool syncToDisk(QFile& file)
{
    return ::fsync(file.handle()) == 0;
}

void syncFolder(const std::filesystem::path& folder)
{
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

#endif

} // namespace lanyard
