#include "ledger/MappedSync.h"

#if defined(Q_OS_WIN)
#include <io.h>
#include <windows.h>
#else
#include <sys/mman.h>
#endif

namespace lanyard {

bool syncMapping(QFile& file, std::uint8_t* memory, std::size_t bytes)
{
#if defined(Q_OS_WIN)
    return FlushViewOfFile(memory, bytes) && _commit(file.handle()) == 0;
#else
    Q_UNUSED(file);
    return ::msync(memory, bytes, MS_SYNC) == 0;
#endif
}

void letGoOfPages(std::uint8_t* memory, std::size_t bytes)
{
#if defined(Q_OS_LINUX)
    ::madvise(memory, bytes, MADV_DONTNEED);
#else
    Q_UNUSED(memory);
    Q_UNUSED(bytes);
#endif
}

} // namespace lanyard
