#include "store/FolderLock.h"

#include <QtGlobal>

#include <string>
#include <system_error>

#if defined(Q_OS_WIN)
#include <windows.h>
#else
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#endif

namespace lanyard {
namespace {

constexpr const char* kLockFile = "lanyard.lock"; // holds the pid of its owner, for the message

Error inUse(const std::filesystem::path& folder, const std::string& pid)
{
    return {ErrorCode::Conflict, "another Lanyard (pid " + (pid.empty() ? "unknown" : pid) + ") is using " + folder.string() +
                                     ": stop it, or choose another data folder"};
}

Error cannotWrite(const std::filesystem::path& folder, int code)
{
    return {ErrorCode::Io, "cannot write the data folder " + folder.string() + ": " + std::system_category().message(code)};
}

} // namespace

#if defined(Q_OS_WIN)

Result<std::unique_ptr<FolderLock>> FolderLock::take(const std::filesystem::path& folder)
{
    const std::filesystem::path file = folder / kLockFile;
    HANDLE handle = CreateFileW(file.c_str(), GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_ALWAYS,
                                FILE_ATTRIBUTE_NORMAL, nullptr);
    if (handle == INVALID_HANDLE_VALUE)
        return cannotWrite(folder, static_cast<int>(GetLastError()));
    char pid[16]{};
    DWORD length = 0;
    OVERLAPPED beyondThePid{};
    beyondThePid.Offset = 4096; // the lock is mandatory here: the pid must stay readable
    if (!LockFileEx(handle, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &beyondThePid)) {
        ReadFile(handle, pid, sizeof(pid) - 1, &length, nullptr);
        CloseHandle(handle);
        return inUse(folder, pid);
    }
    const std::string own = std::to_string(GetCurrentProcessId());
    SetEndOfFile(handle);
    WriteFile(handle, own.data(), static_cast<DWORD>(own.size()), &length, nullptr);
    return std::unique_ptr<FolderLock>(new FolderLock(reinterpret_cast<std::intptr_t>(handle)));
}

FolderLock::~FolderLock()
{
    CloseHandle(reinterpret_cast<HANDLE>(m_handle));
}

#else

Result<std::unique_ptr<FolderLock>> FolderLock::take(const std::filesystem::path& folder)
{
    const std::filesystem::path file = folder / kLockFile;
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return cannotWrite(folder, errno);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const int code = errno;
        char pid[16]{};
        const bool read = ::read(descriptor, pid, sizeof(pid) - 1) > 0;
        ::close(descriptor);
        return code == EWOULDBLOCK ? inUse(folder, read ? pid : "") : cannotWrite(folder, code);
    }
    const std::string own = std::to_string(::getpid());
    if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, own.data(), own.size(), 0) != static_cast<ssize_t>(own.size())) {
        const int code = errno;
        ::close(descriptor);
        return cannotWrite(folder, code);
    }
    return std::unique_ptr<FolderLock>(new FolderLock(descriptor));
}

FolderLock::~FolderLock()
{
    ::close(static_cast<int>(m_handle));
}

#endif

} // namespace lanyard
