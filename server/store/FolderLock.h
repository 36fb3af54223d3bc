#pragma once

#include "base/Result.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace lanyard {

/// Holds a folder for one process. The system gives the lock back when the process ends, however it ends, so that a
/// killed service never locks its successor out.
class FolderLock
{
public:
    /// Errors: Conflict ("another Lanyard (pid N) is using DIR"), Io (the folder cannot be written).
    static Result<std::unique_ptr<FolderLock>> take(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    explicit FolderLock(std::intptr_t handle) : m_handle(handle) {}
    std::intptr_t m_handle; ///< file descriptor, or HANDLE on Windows
};

} // namespace lanyard
