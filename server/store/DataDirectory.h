#pragma once

#include "base/Result.h"
#include "store/FolderLock.h"

#include <filesystem>
#include <memory>

namespace lanyard {

/// The folder that holds everything a service keeps, owned by one process at a time.
class DataDirectory
{
public:
    /// Makes what is missing (0700) and takes the lock.
    /// Errors: Io (cannot be made or written), Conflict (another service has it); each message is one line for the owner.
    static Result<DataDirectory> open(const std::filesystem::path& root);

    const std::filesystem::path& root() const { return m_root; }
    std::filesystem::path database() const { return m_root / "lanyard.db"; }
    std::filesystem::path requests() const { return m_root / "requests"; }
    std::filesystem::path journal() const { return m_root / "journal"; }
    std::filesystem::path backups() const { return m_root / "backups"; }
    std::filesystem::path masterKey() const { return m_root / "master.key"; }
    std::filesystem::path pepper() const { return m_root / "api-key.pepper"; }

private:
    DataDirectory(std::filesystem::path root, std::unique_ptr<FolderLock> lock) : m_root(std::move(root)), m_lock(std::move(lock)) {}
    Result<void> makeFolders() const;

    std::filesystem::path m_root;
    std::unique_ptr<FolderLock> m_lock;
};

} // namespace lanyard
